// The readers of an audit over ODIN.
import type { OdinCalls } from '../../south/index.js';
import type { AuditReaders } from '../source.js';
import { OdinAsker } from './asker.js';
import { readDetails } from './details.js';
import { readInstances } from './instances.js';
import { readLicences } from './licences.js';
import { readNumbers } from './numbers.js';
import { readTrunking } from './trunking.js';
import { readTrunks } from './trunks.js';
import { readUsers } from './users.js';

export function odinReaders(south: OdinCalls, now: () => Date): AuditReaders {
  const asker = () => new OdinAsker({ south, now });
  return {
    details: (key) => readDetails(asker(), key),
    licences: (key) => readLicences(asker(), key),
    users: (key, details, licences) => readUsers(asker(), key, details, licences),
    numbers: (key, depth) => readNumbers(asker(), key, depth),
    trunking: (key) => readTrunking(asker(), key),
    instances: (key) => readInstances(asker(), key),
    trunks: (serviceProviderId) => readTrunks(asker(), serviceProviderId),
    // The login told it; no command is needed.
    release: async () => {
      const facts = await south.connect().catch(() => undefined);
      return facts?.softwareVersion ?? 'unknown';
    },
  };
}
