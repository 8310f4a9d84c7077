// Where a server may listen without TLS: on this machine, or where somebody accepted the risk in so many words.
import { Fault } from '../fault.js';

const isLoopback = (host: string) =>
  host === '' || host === 'localhost' || host === '::1' || /^127(?:\.\d+){3}$/.test(host);

/** Throws `SETTING_INVALID` for an address that others can reach in the clear. */
export function refuseClearText(
  host: string,
  isEncrypted: boolean,
  flags: Readonly<Record<string, unknown>>,
): void {
  const plain = host.replaceAll(/[[\]]/g, '');
  if (isEncrypted || isLoopback(plain) || flags.iAcceptPasswordsInClearText === true) return;
  throw new Fault(
    'SETTING_INVALID',
    `listening on ${plain} without TLS would send passwords in the clear; give --tls-cert and --tls-key, listen on 127.0.0.1 behind a proxy that speaks TLS, or say --i-accept-passwords-in-clear-text`,
  );
}
