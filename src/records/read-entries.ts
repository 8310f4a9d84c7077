// The entries of one record as the store holds them, opened and checked against what they commit to. Knows the ledger's
// format, not what the parts mean.
import { Fault } from '../fault.js';
import {
  commitmentOf,
  type EntryHeader,
  hashText,
  type Opening,
  openingsIn,
  type PartHead,
  type StoredEntry,
} from '../ledger/index.js';

export interface OpenedPart {
  readonly head: PartHead;
  readonly opening: Opening;
}

export interface OpenedEntry {
  readonly index: number;
  readonly header: EntryHeader;
  /** Value of each subject by kind; undefined when it was erased. */
  readonly subjects: ReadonlyMap<string, string | undefined>;
  readonly parts: readonly OpenedPart[];
}

/**
 * Opens an entry and checks what it holds; without `withParts` only its subjects, which is quicker. Throws
 * `LEDGER_INVALID`, naming what does not fit: never hands out what is not what was entered.
 */
export function openEntry(
  { index, header: bytes, openings: blob }: StoredEntry,
  withParts = true,
): OpenedEntry {
  const damaged = (what: string) =>
    new Fault(
      'LEDGER_INVALID',
      `entry ${index} is damaged: ${what}. Run \`muster records verify\``,
    );
  const header = headerIn(bytes);
  const openings = openingsIn(blob);
  if (header === undefined || header.index !== index) throw damaged('its header cannot be read');
  const { subjects, parts } = header;
  if (openings?.length !== subjects.length + parts.length)
    throw damaged('its contents cannot be read');
  const values = new Map<string, string | undefined>();
  subjects.forEach(({ kind, hash }, at) => {
    const opening = openings[at] as Opening;
    if (opening.state === 'kept' && hashText(commitmentOf(opening.salt, opening.bytes)) !== hash)
      throw damaged(`its ${kind} is not the one that was entered`);
    const value =
      opening.state === 'kept' ? Buffer.from(opening.bytes).toString('utf8') : undefined;
    values.set(kind, value);
  });
  const opened = parts.map((head, at) => ({
    head,
    opening: openings[subjects.length + at] as Opening,
  }));
  for (const { head, opening } of opened) {
    if (!withParts || opening.state !== 'kept') continue;
    const hash = hashText(commitmentOf(opening.salt, opening.bytes));
    if (hash !== (head.keptHash ?? head.hash))
      throw damaged(`its ${head.name} is not the one that was entered`);
  }
  return { index, header, subjects: values, parts: opened };
}

function headerIn(bytes: Buffer): EntryHeader | undefined {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as EntryHeader;
    const lists: unknown = [value.facts, ...value.subjects, ...value.parts];
    const isGood = (lists as unknown[]).every((one) => typeof one === 'object' && one !== null);
    return isGood && typeof value.record === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
