// Reads the trunk capacity of a service provider: down from the provider to its groups and their trunk groups.
import { type AuditorOptions, readersOf, sourceOf, statusOf } from './read-group.js';
import { type TrunkAudit, trunkAuditSchema } from './trunk-model.js';

export type ReadTrunks = (serviceProviderId: string) => Promise<TrunkAudit>;

export function trunkReader(options: AuditorOptions): ReadTrunks {
  const readers = readersOf(options);
  return async (serviceProviderId) => {
    const startedAt = options.now().toISOString();
    const [trunks, release] = await Promise.all([
      readers.trunks(serviceProviderId),
      readers.release(),
    ]);
    return {
      schema: trunkAuditSchema,
      status: statusOf([trunks]),
      serviceProviderId,
      source: sourceOf(options, release),
      startedAt,
      finishedAt: options.now().toISOString(),
      parts: { trunks },
    };
  };
}
