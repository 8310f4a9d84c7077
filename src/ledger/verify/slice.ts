// Checks a run of entries each by itself: header, openings against commitments, leaf hashes. Knows nothing of what comes
// before or after, so that runs can be checked side by side.
import { commitmentTextIn, hashLength, leafDigest, nodesOver } from '../format/hash.js';
import { erased, headLength, notKept } from '../format/openings.js';
import type { StoredEntry } from '../store.js';
import { type Header, headerIn } from './header.js';

/** Some consecutive entries of one log. */
export interface Slice {
  readonly origin: string;
  /** Index of the first entry. */
  readonly first: number;
  readonly entries: readonly StoredEntry[];
}

export interface Wrong {
  /** The entry; left out when it is not about one entry. */
  readonly index?: number;
  readonly what: string;
}

/** What the whole needs to know of the entries before the first wrong one, or of all. In few pieces: it goes between threads. */
export interface CheckedSlice {
  readonly count: number;
  /** For each: kind, record and scope as texts without line feeds, each with one behind; an erased scope is empty. */
  readonly texts: string;
  readonly sequences: Float64Array;
  /** 32 bytes for each. */
  readonly leafHashes: Uint8Array;
  /** Root over them, when they fill a tile. */
  readonly top: Uint8Array;
  readonly erased: number;
  readonly notKept: number;
  readonly wrong?: Wrong;
}

/** Checks entry after entry up to the first wrong one. */
export function verifySlice({ origin, first, entries }: Slice): CheckedSlice {
  const sequences = new Float64Array(entries.length);
  const hashes = Buffer.allocUnsafeSlow(entries.length * hashLength);
  let [texts, count] = ['', 0];
  const counts = { erased: 0, notKept: 0 };
  let wrong: Wrong | undefined;
  for (const entry of entries) {
    const index = first + count;
    const header = headerIn(entry.header);
    const openings = header && checkedOpenings(header, entry.openings);
    const what = wrongPlace(entry, header, { origin, index }) ?? openings?.wrong;
    if (what !== undefined || header === undefined || openings === undefined) {
      wrong = { index, what: what ?? '' };
      break;
    }
    counts.erased += openings.erased;
    counts.notKept += openings.notKept;
    hashes.write(leafDigest(entry.header), count * hashLength, 'binary');
    texts += `${header.kind}\n${header.record}\n${openings.scope}\n`;
    sequences[count] = header.sequence;
    count += 1;
  }
  const leafHashes = hashes.subarray(0, count * hashLength);
  let top: Buffer = leafHashes;
  while (top.length > hashLength) top = nodesOver(top);
  return {
    ...{ count, texts, sequences, leafHashes, top, ...counts },
    ...(wrong && { wrong }),
  };
}

function wrongPlace(
  { index: stored }: StoredEntry,
  header: Header | undefined,
  { origin, index }: { readonly origin: string; readonly index: number },
): string | undefined {
  if (stored > index) return `it is missing; the next one is stored as entry ${stored}`;
  if (stored < index) return `it is stored as entry ${stored}`;
  if (header === undefined) return 'its header cannot be read or is not canonical';
  if (header.index !== index) return `its header says that it is entry ${header.index}`;
  if (header.log !== origin && JSON.parse(`"${header.log}"`) !== origin)
    return `its header says that it is of another log: ${header.log}`;
  return undefined;
}

/** What stands in the openings of one entry; `wrong` when they do not open what its header commits to. */
export interface CheckedOpenings {
  /** Kind and value of the first subject, the value in base64; empty when it was erased. */
  readonly scope: string;
  readonly erased: number;
  readonly notKept: number;
  readonly wrong?: string;
}

/** Each opening must open its commitment, or be erased. */
export function checkedOpenings({ subjects, parts }: Header, bytes: Buffer): CheckedOpenings {
  const found = { scope: '', erased: 0, notKept: 0 };
  const bad = (wrong: string) => ({ ...found, wrong });
  if (subjects.length === 0) return bad('it has no subject, so no scope');
  let at = 0;
  for (let place = 0; place < subjects.length + parts.length; place += 1) {
    const from = at + headLength;
    if (from > bytes.length) return bad('an opening is missing or damaged');
    const size = bytes.readUInt32BE(from - 4);
    const to = size < erased ? from + size : from;
    if (to > bytes.length) return bad('an opening is damaged');
    const part = parts[place - subjects.length];
    const name = part === undefined ? `subject ${place}` : `part ${place - subjects.length}`;
    if (size === erased) {
      if (bytes.subarray(at, from - 4).some((byte) => byte !== 0))
        return bad(`of its ${name} the value was erased, but not the salt`);
      found.erased += 1;
    } else {
      const length = part?.kept ?? part?.length ?? to - from;
      if ((size === notKept) !== (part?.kept === 0) || to - from !== length)
        return bad(`of its ${name} more or less is kept than the header says`);
      const wanted = part === undefined ? subjects[place]![1] : (part.keptHash ?? part.hash);
      if (commitmentTextIn(bytes, at, from, to) !== wanted)
        return bad(`what is kept of its ${name} does not fit the commitment`);
      if (size === notKept) found.notKept += 1;
      if (place === 0) found.scope = `${subjects[0]![0]} ${bytes.toString('base64', from, to)}`;
    }
    at = to;
  }
  return at === bytes.length ? found : bad('it has more openings than its header');
}
