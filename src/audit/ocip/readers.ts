// The readers of an audit over OCI-P, and what they learn about the target from group to group.
import { textOf } from '../../ocip/index.js';
import type { OciSouth } from '../../south/index.js';
import type { AuditReaders } from '../source.js';
import { Asker, type Ground } from './asker.js';
import { readDetails } from './details.js';
import { readInstances } from './instances.js';
import { readLicences } from './licences.js';
import { readNumbers } from './numbers.js';
import { readTrunking } from './trunking.js';
import { readTrunks } from './trunks.js';
import { readUsers } from './users.js';

export function ocipReaders(south: OciSouth, now: () => Date): AuditReaders {
  const ground: Ground = { south, now, preferred: new Map() };
  const asker = () => new Asker(ground);
  let release: Promise<string> | undefined;
  return {
    details: (key) => readDetails(asker(), key),
    licences: (key) => readLicences(asker(), key),
    users: (key, details, licences) => readUsers(asker(), key, details, licences),
    numbers: (key, depth) => readNumbers(asker(), key, depth),
    trunking: (key) => readTrunking(asker(), key),
    instances: (key) => readInstances(asker(), key),
    trunks: (serviceProviderId) => readTrunks(asker(), serviceProviderId),
    release: () => {
      release ??= readRelease(ground);
      return release;
    },
  };
}

/** The release, or `unknown`: accounts below system level are mostly not told. Never fails an audit. */
async function readRelease(ground: Ground): Promise<string> {
  const got = await new Asker(ground).ask('SystemSoftwareVersionGetRequest', {});
  if (got.kind !== 'reply') return 'unknown';
  const version = textOf(got.reply.elements, 'version') ?? 'unknown';
  const main = /^\D*(\d+)/.exec(version)?.[1];
  if (main !== undefined) ground.release = Number(main);
  return version === '' ? 'unknown' : version;
}
