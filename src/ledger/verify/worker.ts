// A thread that checks runs of entries for another one. Reads them with what it is told to read with.
import { parentPort, workerData } from 'node:worker_threads';
import { answerTo } from '../format/answers.js';
import { runNow } from '../format/asks.js';
import { tileWidth } from '../format/layout.js';
import type { Elsewhere, EntryRuns } from '../store.js';
import { checkSlice } from './slice.js';
import type { RunAnswer, RunAsked } from './threads.js';

const { module, data } = workerData as Elsewhere;
const port = parentPort!;
let runs: Promise<EntryRuns> | undefined;

async function foundIn({ origin, first }: RunAsked): Promise<RunAnswer> {
  try {
    runs ??= import(module).then(({ openRuns }) => openRuns(data));
    const entries = await (await runs)!.read(first, tileWidth);
    return runNow(checkSlice({ origin, first, entries }), answerTo);
  } catch {
    return undefined;
  }
}

let last: Promise<void> = Promise.resolve();
port.on('message', (asked: RunAsked | null) => {
  last = last.then(async () => {
    if (asked !== null) return port.postMessage(await foundIn(asked));
    port.close();
    await runs?.then((open) => open.close()).catch(() => undefined);
  });
});
