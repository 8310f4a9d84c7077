// Sizes and roots that somebody vouches for: stored checkpoints, the head that was kept apart, a checkpoint from outside.
import { readCheckpoint, type Verifier } from '../format/note.js';
import type { StoredCheckpoint } from '../store.js';

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
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly verifiers: readonly Verifier[];
  /** Size and root that were signed last, kept apart from the store. */
  readonly head?: { readonly size: number; readonly root: Uint8Array };
  /** A checkpoint note that somebody kept elsewhere. */
  readonly from?: string;
}

/** All marks, by size. Those that are wrong in themselves say so; their turn comes at the size that they are stored with. */
export function marksOf({ checkpoints, verifiers, head, from }: Vouched): readonly Mark[] {
  const marks = checkpoints.map(({ size, note }, place): Mark => {
    const mark = markIn(note, `checkpoint ${size}`, verifiers);
    const before = checkpoints[place - 1]?.size ?? -1;
    if (mark.wrong !== undefined) return { ...mark, size };
    if (mark.size !== size) return { ...mark, size, wrong: `it says ${mark.size}` };
    return size > before
      ? { ...mark, isStored: true }
      : { ...mark, wrong: `it is stored after checkpoint ${before}` };
  });
  if (head !== undefined) marks.push({ ...head, name: 'the head that was kept apart' });
  if (from !== undefined) marks.push(markIn(from, 'the checkpoint that was given', verifiers));
  return marks.sort((one, other) => one.size - other.size);
}

function markIn(note: string, name: string, verifiers: readonly Verifier[]): Mark {
  const reading = readCheckpoint(note, verifiers);
  return reading.kind === 'signed'
    ? { ...reading.checkpoint, name }
    : { size: 0, name, wrong: reading.why };
}
