// Checks a proof file: some entries, what opens them, their inclusion proofs and one checkpoint. With a verifier key and
// nothing else: no store, no network. What it says of a record or of a scope holds for what is in the file.

import { leafHash, saltLength } from '../format/hash.js';
import { readCheckpoint, verifierOf } from '../format/note.js';
import { type Opening, openingBytes } from '../format/openings.js';
import { type Header, headerIn } from './header.js';
import { histories } from './histories.js';
import { verifyInclusion } from './proof.js';
import { checkedOpenings } from './slice.js';

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

export type ProofVerdict =
  | {
      readonly ok: true;
      readonly origin: string;
      /** Entries of the log that the checkpoint covers. */
      readonly size: number;
      /** Names of the known keys that signed. */
      readonly by: readonly string[];
      /** What the file is about: one record, or all of a scope from its number 0 to its last entry in the file. */
      readonly about: { readonly record: string } | { readonly scope: string };
      readonly entries: readonly ProvenEntry[];
    }
  | { readonly ok: false; readonly what: string };

interface ReadEntry extends ProvenEntry {
  readonly path: readonly Buffer[];
}

/** Is everything in the file proven? Never throws. */
export function verifyProofFile(text: string, verifierKey: string): ProofVerdict {
  const verifier = verifierOf(verifierKey);
  if (verifier === undefined) return { ok: false, what: 'the verifier key cannot be read' };
  const file = fileIn(text);
  if (file === undefined) return { ok: false, what: 'it is no proof file' };
  const reading = readCheckpoint(file.checkpoint, [verifier]);
  if (reading.kind !== 'signed') return { ok: false, what: `its checkpoint: ${reading.why}` };
  const { origin, size, root } = reading.checkpoint;
  const history = histories();
  let before = -1;
  for (const entry of file.entries) {
    const { index, path, openings } = entry;
    const bytes = Buffer.from(entry.header, 'utf8');
    const header = headerIn(bytes);
    const wrong = (what: string): ProofVerdict => ({ ok: false, what: `entry ${index}: ${what}` });
    if (header === undefined) return wrong('its header cannot be read or is not canonical');
    if (header.index !== index || JSON.parse(`"${header.log}"`) !== origin)
      return wrong('it has another place or log');
    if (index <= before) return wrong('it is not in order');
    if (!verifyInclusion({ index, size, leafHash: leafHash(bytes), path, root }))
      return wrong('it is not in the log that the checkpoint is of');
    const what =
      checkedOpenings(header, openingBytes(openings)).wrong ??
      wrongAbout(file, header, openings, history);
    if (what !== undefined) return wrong(what);
    before = index;
  }
  const about = file.record === undefined ? { scope: file.scope } : { record: file.record };
  const entries = file.entries.map(({ path: _, ...entry }) => entry);
  return { ok: true, origin, size, by: reading.by, about: about as { record: string }, entries };
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
  if (opening?.state !== 'kept' || Buffer.from(opening.bytes).toString('utf8') !== scope)
    return 'it is not shown to be of the scope';
  return history.wrongSequence(`of ${header.subjects[0]?.[0]}`, header.sequence);
}

interface ProofFile {
  readonly checkpoint: string;
  readonly record: string | undefined;
  readonly scope: string | undefined;
  readonly entries: readonly ReadEntry[];
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
    path: path.map(bytesOf),
  };
}

function openingOf(value: unknown): Opening {
  if (value === null) return { state: 'erased' };
  const members = membersOf(value);
  const salt = bytesOf(members.salt);
  if (salt.length !== saltLength) throw shape;
  if (members.bytes === undefined) return { state: 'notKept', salt };
  return { state: 'kept', salt, bytes: bytesOf(members.bytes) };
}

/** Caught in this file: the shape is not that of a proof file. */
const shape = new SyntaxError('no proof file');

function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw shape;
  return value as Record<string, unknown>;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || !value.isWellFormed()) throw shape;
  return value;
}

function bytesOf(value: unknown): Buffer {
  const bytes = Buffer.from(textOf(value), 'base64');
  if (bytes.toString('base64') !== value) throw shape;
  return bytes;
}
