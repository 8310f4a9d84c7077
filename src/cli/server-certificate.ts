// The certificate that `muster serve` serves with: two files, looked at together, read again when they change. What is wrong
// is told, and the one in use stays.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Api } from '../api/index.js';
import { asFault, Fault } from '../fault.js';
import type { ServerLog } from './server-log.js';
import type { Settings } from './settings.js';
import type { Terminal } from './terminal.js';

/** How often the files are looked at, in milliseconds. */
const lookEveryMs = 2_000;

interface ServerCertificate {
  /** PEM of both. Throws `SETTING_INVALID` when they cannot be read or do not belong together. */
  read(): { readonly cert: string; readonly key: string };
  /** Hands them to the server when they change, and on SIGHUP. Gives what ends that. */
  watch(api: Pick<Api, 'useCertificate'>, log: ServerLog): () => void;
}

/** Undefined when none is named. Throws `SETTING_INVALID` when only one of the files is. */
export function certificateFrom({ tlsCert, tlsKey }: Settings): ServerCertificate | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new Fault(
      'SETTING_INVALID',
      'tlsCert and tlsKey belong together; only one of them is set',
    );
  const files = [tlsCert.value, tlsKey.value];
  const read = () => {
    const [cert, key] = files.map(textOf) as [string, string];
    if (!belongTogether(cert, key))
      throw new Fault('SETTING_INVALID', `the key in ${files[1]} is not that of ${files[0]}`);
    return { cert, key };
  };
  return { read, watch: (api, log) => watch(files, () => api.useCertificate(read()), log) };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const words = (cause as Error).message;
    throw new Fault('SETTING_INVALID', `the certificate cannot be read: ${words}`, { cause });
  }
}

function belongTogether(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch (cause) {
    const words = (cause as Error).message;
    throw new Fault(
      'SETTING_INVALID',
      `certificate and key must be PEM, the key without a passphrase: ${words}`,
      { cause },
    );
  }
}

function watch(files: readonly string[], reload: () => void, log: ServerLog): () => void {
  const changed = () =>
    files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs).join();
  let last = changed();
  const again = () => {
    last = changed();
    try {
      reload();
      log.say('the certificate was read again');
    } catch (thrown) {
      log.trouble(asFault(thrown, 'SETTING_INVALID'));
    }
  };
  const timer = setInterval(() => {
    if (changed() !== last) again();
  }, lookEveryMs).unref();
  process.on('SIGHUP', again);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', again);
  };
}

/** Without a certificate SIGHUP has nothing to read; it must not kill a server. A closed terminal still ends one. */
export function onHangup({ interactive }: Terminal, log: ServerLog): () => void {
  if (interactive) return () => undefined;
  const ignored = () => log.say('SIGHUP: there is no certificate to read again');
  process.on('SIGHUP', ignored);
  return () => process.off('SIGHUP', ignored);
}
