// Hands slices to threads and gives back what they found, in order. Only about speed: what is checked stands in slice.ts.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type CheckedSlice, type Slice, verifySlice } from './slice.js';

/** A slice in one piece of memory, which moves to a thread without being copied. */
export interface PackedSlice {
  readonly origin: string;
  readonly first: number;
  readonly indexes: Float64Array;
  /** Where each header and each openings end, by turns. */
  readonly ends: Uint32Array;
  readonly bytes: Uint8Array;
}

/** Slices that one thread has in hand at most: enough that it never waits for the store. */
const ahead = 4;

/** Checks slices in this many threads of their own; in this thread when there are none. Order stays. */
export async function* checkedSlices(
  slices: AsyncIterable<Slice>,
  threads: number,
): AsyncGenerator<CheckedSlice> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./worker.js', import.meta.url)),
  );
  const waiting: Promise<CheckedSlice>[] = [];
  // A thread answers in order, so each answer belongs to its oldest question.
  const answers = workers.map((worker) => answersOf(worker));
  let turn = 0;
  try {
    for await (const slice of slices) {
      if (threads === 0) {
        yield verifySlice(slice);
        continue;
      }
      const packed = packedOf(slice);
      waiting.push(answers[turn % threads]!());
      workers[turn % threads]!.postMessage(packed, [packed.bytes.buffer]);
      turn += 1;
      if (waiting.length >= threads * ahead) yield await waiting.shift()!;
    }
    for (const found of waiting) yield await found;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Each call waits for the next answer of the thread; a thread that died fails all calls. */
function answersOf(worker: Worker): () => Promise<CheckedSlice> {
  const asked: ((found: CheckedSlice) => void)[] = [];
  const died = once(worker, 'error').then(([why]) => {
    throw why;
  });
  died.catch(() => {});
  worker.on('message', (found: CheckedSlice) => asked.shift()?.(found));
  return () => {
    const answer = Promise.race([died, new Promise<CheckedSlice>((give) => asked.push(give))]);
    answer.catch(() => {});
    return answer;
  };
}

function packedOf({ origin, first, entries }: Slice) {
  const indexes = Float64Array.from(entries, ({ index }) => index);
  const ends = new Uint32Array(2 * entries.length);
  let end = 0;
  for (const [place, { header, openings }] of entries.entries()) {
    ends[2 * place] = end + header.length;
    end += header.length + openings.length;
    ends[2 * place + 1] = end;
  }
  const bytes = new Uint8Array(new ArrayBuffer(end));
  for (const [place, { header, openings }] of entries.entries()) {
    bytes.set(header, ends[2 * place]! - header.length);
    bytes.set(openings, ends[2 * place]);
  }
  return { origin, first, indexes, ends, bytes };
}

/** The slice as it was. */
export function unpacked({ origin, first, indexes, ends, bytes }: PackedSlice): Slice {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const piece = (place: number) => all.subarray(ends[place - 1] ?? 0, ends[place]);
  return {
    origin,
    first,
    entries: Array.from(indexes, (index, place) => ({
      index,
      header: piece(2 * place),
      openings: piece(2 * place + 1),
    })),
  };
}
