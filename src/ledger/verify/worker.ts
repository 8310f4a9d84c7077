// A thread that checks runs of entries for another one. Reads them with what it is told to read with.
import { parentPort, workerData } from 'node:worker_threads';
import type { Elsewhere, EntryRuns } from '../store.js';
import { tileWidth } from './fold.js';
import { verifySlice } from './slice.js';
import type { RunAnswer, RunAsked } from './threads.js';

const { module, data } = workerData as Elsewhere;
const port = parentPort!;
let runs: Promise<EntryRuns> | undefined;

async function answerTo({ origin, first }: RunAsked): Promise<RunAnswer> {
  try {
    runs ??= import(module).then(({ openRuns }) => openRuns(data));
    const entries = await (await runs)!.read(first, tileWidth);
    return verifySlice({ origin, first, entries });
  } catch {
    return undefined;
  }
}

let last: Promise<void> = Promise.resolve();
port.on('message', (asked: RunAsked | null) => {
  last = last.then(async () => {
    if (asked !== null) return port.postMessage(await answerTo(asked));
    port.close();
    await runs?.then((open) => open.close()).catch(() => undefined);
  });
});
