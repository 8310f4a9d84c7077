// What a record that somebody handed over holds beside its members: his claims, and by what it is known again.
import { Fault } from '../fault.js';
import type { DraftPart, StoreReader } from '../ledger/index.js';
import { redactText } from '../ocip/index.js';
import type { ContentRemark } from './audit-record.js';
import { type OpenedEntry, openEntry } from './read-entries.js';
import type { Told } from './record.js';

/** Room for the claims; they are bounded where they are taken. */
const mostBytes = 256 << 10;

type Kept = Pick<Told, 'claims' | 'bodyHash'>;

/** The claims without secrets, as a part of their own, so that they can be erased. */
export function claimsPart({ claims, bodyHash }: Told, secrets: readonly string[]): DraftPart {
  const clean = Object.entries(claims).map(([name, text]) => [name, redactText(text, secrets)]);
  const bytes = Buffer.from(
    JSON.stringify({ claims: Object.fromEntries(clean), bodyHash }).toWellFormed(),
  );
  if (bytes.length > mostBytes)
    throw new Fault('LEDGER_INVALID', 'the claims of a record are too long');
  return { name: 'claims', type: 'application/json', bytes };
}

/** The claims that the entries of a record hold; notes it when they were erased. */
export function claimsIn(
  entries: readonly OpenedEntry[],
  remarks: ContentRemark[] = [],
): Kept | undefined {
  const part = entries.flatMap(({ parts }) => parts).find(({ head }) => head.name === 'claims');
  if (part === undefined) return undefined;
  if (part.opening.state !== 'kept') {
    remarks.push({ of: 'claimed', state: 'erased' });
    return undefined;
  }
  try {
    return JSON.parse(Buffer.from(part.opening.bytes).toString('utf8')) as Kept;
  } catch {
    // Not passed on as the cause: its message quotes the text.
    throw new Fault('LEDGER_INVALID', 'what is claimed of a record cannot be read');
  }
}

/**
 * The hash of the body that a record was handed over with. Undefined when there is no such record; null when it was not
 * handed over, or its claims were erased.
 */
export async function toldHashOf(
  reader: StoreReader,
  id: string,
): Promise<string | null | undefined> {
  const entries = (await reader.entriesOf(id)).map((entry) => openEntry(entry));
  return entries.length === 0 ? undefined : (claimsIn(entries)?.bodyHash ?? null);
}
