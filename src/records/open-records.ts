// Records that nobody ended: whoever made the call died before it could say how. They are found when the ledger is
// opened again, and marked; never dropped, never taken for a success.
import type { Draft, Ledger, StoreReader } from '../ledger/index.js';

export interface LeftOpen {
  readonly record: string;
  readonly tenantId: string;
}

/** Records without an end. To be asked before anybody opens new ones. */
export async function findOpen(reader: StoreReader): Promise<LeftOpen[]> {
  const left: LeftOpen[] = [];
  const where = [{ field: 'outcome', is: 'open' }];
  let after: number | undefined;
  for (;;) {
    const page = after === undefined ? {} : { after };
    const rows = await reader.find({ where, order: 'oldest', limit: 500, ...page });
    for (const { record, values } of rows)
      left.push({ record, tenantId: typeof values.tenant === 'string' ? values.tenant : '' });
    if (rows.length < 500) return left;
    after = rows.at(-1)?.first;
  }
}

/** Enters for each that its outcome is unknown; resolves when that is durable. */
export async function markUnknown(ledger: Ledger, left: readonly LeftOpen[]): Promise<void> {
  await Promise.all(left.map((one) => ledger.append(unknownDraft(one))));
}

function unknownDraft({ record, tenantId }: LeftOpen): Draft {
  return {
    kind: 'unknown',
    record,
    isFirst: false,
    scope: { kind: 'tenant', value: tenantId },
    subjects: [],
    facts: { outcome: 'unknown', status: null, answerTime: null },
    parts: [],
    search: { outcome: 'unknown', status: null, answered: null },
  };
}
