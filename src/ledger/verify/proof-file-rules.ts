// Checks a proof file: some entries, what opens them, their inclusion proofs and one checkpoint. With a verifier key and
// nothing else: no store, no network. What it says of a record or of a scope holds for what is in the file.
import { leafHashesOf, type Rules } from '../format/asks.js';
import { bytesOf } from '../format/base64.js';
import { erased, headLength, notKept, type Opening, saltLength } from '../format/layout.js';
import { noteIn, verifierKeyIn } from '../format/note-rules.js';
import { type Header, headerIn } from './header.js';
import { histories } from './histories.js';
import { isIncluded } from './proof-rules.js';
import { firstMisfit, type Opened, openingsOf } from './slice.js';

/** The version that a proof file names. */
export const proofVersion = 'muster-proof/1';

/** An entry that was proven. */
export interface ProvenEntry {
  readonly index: number;
  /** Canonical JSON, the leaf. */
  readonly header: string;
  /** By subjects, then parts; `erased` also for what was withheld. */
  readonly openings: readonly Opening[];
}

/** What is checked, in this order; the last four of each entry in turn. `course` is that of a record, or the sequence of a scope. */
export type ProofCheck =
  | 'key'
  | 'file'
  | 'checkpoint'
  | 'headers'
  | 'inclusion'
  | 'openings'
  | 'course';

/** How many values were looked at. `missing`: erased, or withheld from the file. */
export interface ValuesFound {
  readonly opened: number;
  readonly notKept: number;
  readonly missing: number;
}

export type ProofVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      /** Entries of the log that the checkpoint covers. */
      readonly size: number;
      /** Root of the tree of that size. */
      readonly root: Uint8Array;
      /** Names of the known keys that signed. */
      readonly by: readonly string[];
      /** What the file is about: one record, or all of a scope from its number 0 to its last entry in the file. */
      readonly about: { readonly record: string } | { readonly scope: string };
      readonly entries: readonly ProvenEntry[];
      readonly found: ValuesFound;
      /** Of a record that an intent began: has it an end in the file? */
      readonly isOpen: boolean;
    }
  | {
      readonly ok: false;
      readonly what: string;
      /** The check that failed. */
      readonly check: ProofCheck;
      /** The entry that it failed for. */
      readonly index?: number;
    };

interface ReadEntry extends ProvenEntry {
  readonly path: readonly Uint8Array[];
}

interface ProofFile {
  readonly checkpoint: string;
  readonly record: string | undefined;
  readonly scope: string | undefined;
  readonly entries: readonly ReadEntry[];
}

const utf8 = new TextEncoder();
const texts = new TextDecoder();

/** Is everything in the file proven? */
export function* checkProofFile(text: string, verifierKey: string): Rules<ProofVerdict> {
  const key = yield* verifierKeyIn(verifierKey);
  if (key === undefined) return failed('key', 'the verifier key cannot be read');
  const file = fileIn(text);
  if (file === undefined) return failed('file', 'it is no proof file');
  const reading = yield* noteIn(file.checkpoint, [key]);
  if (reading.kind !== 'signed') return failed('checkpoint', `its checkpoint: ${reading.why}`);
  const { origin, size, root } = reading.checkpoint;
  const history = histories();
  const found = { opened: 0, notKept: 0, missing: 0 };
  let before = -1;
  for (const entry of file.entries) {
    const { index, path } = entry;
    const wrong = (check: ProofCheck, what: string): ProofVerdict => ({
      ...{ ok: false, what: `entry ${index}: ${what}`, check, index },
    });
    const bytes = utf8.encode(entry.header);
    const header = headerIn(bytes);
    if (header === undefined)
      return wrong('headers', 'its header cannot be read or is not canonical');
    if (header.index !== index || JSON.parse(`"${header.log}"`) !== origin)
      return wrong('headers', 'it has another place or log');
    if (index <= before) return wrong('headers', 'it is not in order');
    const leafHash = yield* leafHashesOf([bytes]);
    if (!(yield* isIncluded({ index, size, leafHash, path, root })))
      return wrong('inclusion', 'it is not in the log that the checkpoint is of');
    const bad = yield* wrongOpenings(header, entry.openings);
    if (bad !== undefined) return wrong('openings', bad);
    const strange = wrongAbout(file, header, entry.openings, history);
    if (strange !== undefined) return wrong('course', strange);
    for (const { state } of entry.openings)
      found[state === 'kept' ? 'opened' : state === 'notKept' ? 'notKept' : 'missing'] += 1;
    before = index;
  }
  const about = file.record === undefined ? { scope: file.scope! } : { record: file.record };
  const entries = file.entries.map(({ path: _, ...entry }) => entry);
  const isOpen = history.counts.open > 0;
  return { ok: true, origin, size, root, by: reading.by, about, entries, found, isOpen };
}

const failed = (check: ProofCheck, what: string): ProofVerdict => ({ ok: false, what, check });

function* wrongOpenings(header: Header, openings: readonly Opening[]): Rules<string | undefined> {
  const opened: Opened[] = [];
  const { wrong } = openingsOf(header, storedAs(openings), opened);
  return (yield* firstMisfit(opened))?.what ?? wrong;
}

/** The openings as a store would hold them. */
function storedAs(openings: readonly Opening[]): Uint8Array {
  const lengthOf = (one: Opening) => headLength + (one.state === 'kept' ? one.bytes.length : 0);
  const bytes = new Uint8Array(openings.reduce((sum, one) => sum + lengthOf(one), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const one of openings) {
    if (one.state !== 'erased') bytes.set(one.salt, at);
    const size =
      one.state === 'kept' ? one.bytes.length : one.state === 'notKept' ? notKept : erased;
    view.setUint32(at + saltLength, size);
    if (one.state === 'kept') bytes.set(one.bytes, at + headLength);
    at += lengthOf(one);
  }
  return bytes;
}

/** Does the entry belong into the file, there? */
function wrongAbout(
  { record, scope }: ProofFile,
  header: Header,
  [opening]: readonly Opening[],
  history: ReturnType<typeof histories>,
): string | undefined {
  if (record !== undefined)
    return JSON.parse(`"${header.record}"`) === record
      ? history.wrongCourse(header.kind, record)
      : 'it is of another record';
  if (opening?.state !== 'kept' || texts.decode(opening.bytes) !== scope)
    return 'it is not shown to be of the scope';
  return history.wrongSequence(`of ${header.subjects[0]?.[0]}`, header.sequence);
}

function fileIn(text: string): ProofFile | undefined {
  try {
    const { v, checkpoint, record, scope, entries, ...rest } = membersOf(JSON.parse(text));
    if (v !== proofVersion || Object.keys(rest).length > 0 || !Array.isArray(entries))
      return undefined;
    if ((record === undefined) === (scope === undefined) || entries.length === 0) return undefined;
    return {
      checkpoint: textOf(checkpoint),
      record: record === undefined ? undefined : textOf(record),
      scope: scope === undefined ? undefined : textOf(scope),
      entries: entries.map(entryOf),
    };
  } catch {
    return undefined;
  }
}

function entryOf(value: unknown): ReadEntry {
  const { index, header, openings, path } = membersOf(value);
  if (!Number.isSafeInteger(index) || !Array.isArray(openings) || !Array.isArray(path)) throw shape;
  return {
    index: index as number,
    header: textOf(header),
    openings: openings.map(openingOf),
    path: path.map(bytesIn),
  };
}

function openingOf(value: unknown): Opening {
  if (value === null) return { state: 'erased' };
  const members = membersOf(value);
  const salt = bytesIn(members.salt);
  if (salt.length !== saltLength) throw shape;
  if (members.bytes === undefined) return { state: 'notKept', salt };
  return { state: 'kept', salt, bytes: bytesIn(members.bytes) };
}

/** Caught in this file: the shape is not that of a proof file. */
const shape = new SyntaxError('no proof file');

function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw shape;
  return value as Record<string, unknown>;
}

function textOf(value: unknown): string {
  // Half of a character has no bytes.
  if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) throw shape;
  return value;
}

function bytesIn(value: unknown): Uint8Array {
  const bytes = bytesOf(textOf(value));
  if (bytes === undefined) throw shape;
  return bytes;
}
