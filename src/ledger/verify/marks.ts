// Sizes and roots that somebody vouches for: stored checkpoints, the head that was kept apart, a checkpoint from outside.
import type { Rules } from '../format/asks.js';
import { noteIn, type VerifierKey } from '../format/note-rules.js';

/** The log must have had this root at this size. */
export interface Mark {
  readonly size: number;
  /** Who says so, as a message can name it. */
  readonly name: string;
  readonly root?: Uint8Array;
  readonly origin?: string;
  /** A checkpoint of the store. */
  readonly isStored?: boolean;
  /** What is wrong with the mark itself. */
  readonly wrong?: string;
}

export interface Vouched {
  /** As they are stored. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  readonly verifiers: readonly VerifierKey[];
  /** Size and root that were signed last, kept apart from the store. */
  readonly head?: { readonly size: number; readonly root: Uint8Array };
  /** A checkpoint note that somebody kept elsewhere. */
  readonly from?: string;
}

/** All marks, by size. Those that are wrong in themselves say so; their turn comes at the size that they are stored with. */
export function* marksOf({ checkpoints, verifiers, head, from }: Vouched): Rules<readonly Mark[]> {
  const marks: Mark[] = [];
  for (const [place, { size, note }] of checkpoints.entries()) {
    const mark = yield* markIn(note, `checkpoint ${size}`, verifiers);
    const before = checkpoints[place - 1]?.size ?? -1;
    if (mark.wrong !== undefined) marks.push({ ...mark, size });
    else if (mark.size !== size) marks.push({ ...mark, size, wrong: `it says ${mark.size}` });
    else if (size > before) marks.push({ ...mark, isStored: true });
    else marks.push({ ...mark, wrong: `it is stored after checkpoint ${before}` });
  }
  if (head !== undefined) marks.push({ ...head, name: 'the head that was kept apart' });
  if (from !== undefined)
    marks.push(yield* markIn(from, 'the checkpoint that was given', verifiers));
  return marks.sort((one, other) => one.size - other.size);
}

function* markIn(note: string, name: string, verifiers: readonly VerifierKey[]): Rules<Mark> {
  const reading = yield* noteIn(note, verifiers);
  return reading.kind === 'signed'
    ? { ...reading.checkpoint, name }
    : { size: 0, name, wrong: reading.why };
}
