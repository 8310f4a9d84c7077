// Checks a run of entries each by itself: header, openings against commitments, leaf hashes. Knows nothing of what comes
// before or after, so that runs can be checked side by side.
import { type Claim, commitmentsOf, leafHashesOf, type Rules, rowOver } from '../format/asks.js';
import { base64Of } from '../format/base64.js';
import { erased, hashLength, headLength, notKept, tileWidth } from '../format/layout.js';
import { type Header, headerIn } from './header.js';

/** An entry as it is stored. */
export interface LogEntry {
  readonly index: number;
  readonly header: Uint8Array;
  readonly openings: Uint8Array;
}

/** Some consecutive entries of one log. */
export interface Slice {
  readonly origin: string;
  /** Index of the first entry. */
  readonly first: number;
  readonly entries: readonly LogEntry[];
  /** Openings were not asked for, and are not looked at: of no entry the scope is known. */
  readonly isClosed?: boolean;
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
export function* checkSlice({ origin, first, entries, isClosed }: Slice): Rules<CheckedSlice> {
  const headers: Header[] = [];
  const read: ReadOpenings[] = [];
  const opened: Opened[] = [];
  let wrong: Wrong | undefined;
  for (const entry of entries) {
    const index = first + read.length;
    const header = headerIn(entry.header);
    const what = wrongPlace(entry, header, { origin, index });
    if (what !== undefined || header === undefined) {
      wrong = { index, what: what ?? '' };
      break;
    }
    const found = openingsOf(header, isClosed === true ? undefined : entry.openings, opened);
    if (found.wrong !== undefined) {
      wrong = { index, what: found.wrong };
      break;
    }
    headers.push(header);
    read.push(found);
  }
  // What does not fit its commitment comes before what could not even be read.
  const misfit = yield* firstMisfit(opened);
  if (misfit !== undefined) wrong = { index: misfit.header.index, what: misfit.what };
  const count = wrong === undefined ? read.length : wrong.index! - first;
  const leafHashes = yield* leafHashesOf(entries.slice(0, count).map(({ header }) => header));
  const sequences = new Float64Array(count);
  const counts = { erased: 0, notKept: 0 };
  let [texts, top] = ['', leafHashes];
  for (let place = 0; place < count; place += 1) {
    const [{ kind, record, sequence }, found] = [headers[place]!, read[place]!];
    texts += `${kind}\n${record}\n${found.scope}\n`;
    sequences[place] = sequence;
    counts.erased += found.erased;
    counts.notKept += found.notKept;
  }
  if (count === tileWidth) while (top.length > hashLength) top = yield* rowOver(top);
  return { ...{ count, texts, sequences, leafHashes, top, ...counts }, ...(wrong && { wrong }) };
}

function wrongPlace(
  { index: stored }: LogEntry,
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

/** A value that is there, and the commitment that it must open. */
export interface Opened extends Claim {
  readonly wanted: string;
  readonly header: Header;
  /** Place of the opening: subjects first, then parts. */
  readonly place: number;
}

/** What stands in the openings of one entry. */
export interface ReadOpenings {
  /** Kind and value of the first subject, the value in base64; empty when it was erased. */
  readonly scope: string;
  readonly erased: number;
  readonly notKept: number;
  readonly wrong?: string;
}

/**
 * Each opening must have the form and length that the header says, or be erased. Adds the values up to the first wrong one
 * to those whose commitments are to be checked. Without bytes nothing but the header is looked at.
 */
export function openingsOf(
  header: Header,
  bytes: Uint8Array | undefined,
  opened: Opened[],
): ReadOpenings {
  const { subjects, parts } = header;
  const found = { scope: '', erased: 0, notKept: 0 };
  const bad = (wrong: string) => ({ ...found, wrong });
  if (subjects.length === 0) return bad('it has no subject, so no scope');
  if (bytes === undefined) return found;
  let at = 0;
  for (let place = 0; place < subjects.length + parts.length; place += 1) {
    const from = at + headLength;
    if (from > bytes.length) return bad('an opening is missing or damaged');
    const size = uint32(bytes, from - 4);
    const to = size < erased ? from + size : from;
    if (to > bytes.length) return bad('an opening is damaged');
    const part = parts[place - subjects.length];
    if (size === erased) {
      if (bytes.subarray(at, from - 4).some((byte) => byte !== 0))
        return bad(`of its ${nameOf(header, place)} the value was erased, but not the salt`);
      found.erased += 1;
    } else {
      const length = part?.kept ?? part?.length ?? to - from;
      if ((size === notKept) !== (part?.kept === 0) || to - from !== length)
        return bad(`of its ${nameOf(header, place)} more or less is kept than the header says`);
      const wanted = part === undefined ? subjects[place]![1] : (part.keptHash ?? part.hash);
      opened.push({ bytes, salt: at, from, to, wanted, header, place });
      if (size === notKept) found.notKept += 1;
      if (place === 0) found.scope = `${subjects[0]![0]} ${base64Of(bytes, from, to)}`;
    }
    at = to;
  }
  return at === bytes.length ? found : bad('it has more openings than its header');
}

const nameOf = ({ subjects }: Header, place: number) =>
  place < subjects.length ? `subject ${place}` : `part ${place - subjects.length}`;

const uint32 = (bytes: Uint8Array, at: number) =>
  bytes[at]! * 2 ** 24 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);

/** The first value that does not open its commitment, if there is one. */
export function* firstMisfit(
  opened: readonly Opened[],
): Rules<{ readonly header: Header; readonly what: string } | undefined> {
  const made = yield* commitmentsOf(opened);
  for (let at = 0; at < opened.length; at += 1) {
    const { wanted, header, place } = opened[at]!;
    if (made[at] === wanted) continue;
    const what = `what is kept of its ${nameOf(header, place)} does not fit the commitment`;
    return { header, what };
  }
  return undefined;
}
