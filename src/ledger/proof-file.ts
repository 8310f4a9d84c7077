// Makes a proof file: what somebody needs to check some entries for himself, without the store. It is checked by
// verify/proof-file.ts, which shares nothing with this file but the format.

import { Fault } from '../fault.js';
import { openingsIn } from './format/entry.js';
import type { StoredEntry } from './store.js';
import { inclusionPath, type ReadTile } from './tree.js';

export interface ProofRequest {
  /** What the file is about: one record, or the value of a scope, all of whose entries from number 0 are given. */
  readonly about: { readonly record: string } | { readonly scope: string };
  /** In order. All must lie below the size of the checkpoint. */
  readonly entries: readonly StoredEntry[];
  readonly checkpoint: { readonly size: number; readonly note: string };
  readonly readTile: ReadTile;
  /**
   * What is not to be shown, by the place of its opening: subjects first, then parts. A proof about a scope always shows
   * the first subject.
   */
  readonly withhold?: (entry: StoredEntry, place: number) => boolean;
}

/** The text of the file. Throws `LEDGER_INVALID` when an entry is damaged or not covered by the checkpoint. */
export async function makeProofFile(request: ProofRequest): Promise<string> {
  const { about, entries, checkpoint, readTile } = request;
  const written = await Promise.all(
    entries.map(async (entry) => ({
      index: entry.index,
      header: entry.header.toString('utf8'),
      openings: shownOpenings(entry, request),
      path: (await inclusionPath(entry.index, checkpoint.size, readTile)).map((hash) =>
        hash.toString('base64'),
      ),
    })),
  );
  const file = { v: 'muster-proof/1', ...about, checkpoint: checkpoint.note, entries: written };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

function shownOpenings(entry: StoredEntry, { about, withhold }: ProofRequest) {
  const openings = openingsIn(entry.openings);
  if (openings === undefined)
    throw new Fault('LEDGER_INVALID', `the openings of entry ${entry.index} are damaged`);
  return openings.map((opening, place) => {
    const isNeeded = place === 0 && 'scope' in about;
    if (opening.state === 'erased' || (!isNeeded && withhold?.(entry, place) === true)) return null;
    const salt = base64(opening.salt);
    return opening.state === 'kept' ? { salt, bytes: base64(opening.bytes) } : { salt };
  });
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
