// Checks runs of entries in threads that read them by themselves, and gives back what they found, in order. Only about
// speed: what is checked stands in slice.ts.
import { Worker } from 'node:worker_threads';
import { tileWidth } from '../format/layout.js';
import type { Elsewhere } from '../store.js';
import type { CheckedSlice } from './slice.js';

/** What a thread is asked: to check a run. Nothing more to check: `null`. */
export interface RunAsked {
  readonly origin: string;
  readonly first: number;
}

/** What it answers: what it found; undefined when the run could not be read there. */
export type RunAnswer = CheckedSlice | undefined;

/** Runs that one thread has in hand at most, so that it never waits for this one. */
const ahead = 4;

/**
 * What is found in each run, up to the last or the first wrong one; ends before one that could not be read there, because
 * whoever reads it here hears why. A thread that died reads nothing; so does one that was told too little.
 */
export async function* runsElsewhere(
  elsewhere: Elsewhere | undefined,
  origin: string | undefined,
  threads: number,
): AsyncGenerator<CheckedSlice> {
  if (elsewhere === undefined || origin === undefined || threads === 0) return;
  const hands = Array.from({ length: threads }, () => handOf(elsewhere));
  const waiting: Promise<RunAnswer>[] = [];
  let first = 0;
  try {
    for (;;) {
      while (waiting.length < threads * ahead) {
        waiting.push(hands[(first / tileWidth) % threads]!.ask({ origin, first }));
        first += tileWidth;
      }
      const found = await waiting.shift()!;
      if (found === undefined) return;
      yield found;
      if (found.count < tileWidth) return;
    }
  } finally {
    await Promise.all(hands.map((hand) => hand.end()));
  }
}

function handOf(elsewhere: Elsewhere) {
  const options = { workerData: elsewhere, execArgv: [] };
  const worker = new Worker(new URL('./worker.js', import.meta.url), options);
  // A thread answers in order, so each answer belongs to its oldest question.
  const asked: ((found: RunAnswer) => void)[] = [];
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      isGone = true;
      for (const give of asked.splice(0)) give(undefined);
      resolve();
    });
  });
  worker.on('error', () => {});
  worker.on('message', (found: RunAnswer) => asked.shift()?.(found));
  return {
    ask: (run: RunAsked) =>
      new Promise<RunAnswer>((give) => {
        if (isGone) return give(undefined);
        asked.push(give);
        worker.postMessage(run);
      }),
    /** It ends by itself, so that it lets go of what it has open. */
    end() {
      worker.postMessage(null);
      return gone;
    },
  };
}
