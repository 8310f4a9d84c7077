// What the worker of the page does: reads the ledger from the server, checks it, tells how far it is and what it found. Whoever
// wants it to stop ends the worker. Apart from worker.ts, so that it can be tried without a browser.
import {
  type FromWorker,
  failedWhy,
  type LedgerVerdict,
  pageIn,
  readFailed,
  stateIn,
  type ToWorker,
  verifyLedgerInBrowser,
} from './verify-ledger.js';

const path = '/api/v1/local/ledger/';

/** Checks once; `say` hands out what is told, the verdict last, `get` is the browser's `fetch`. */
export async function checkLedger(
  wanted: ToWorker,
  say: (message: FromWorker) => void,
  get: typeof fetch,
): Promise<void> {
  say({ kind: 'verdict', verdict: await verdictFor(wanted, say, get) });
}

async function verdictFor(
  { verifierKey, from, also, contents }: ToWorker,
  say: (message: FromWorker) => void,
  get: typeof fetch,
): Promise<LedgerVerdict> {
  try {
    const state = stateIn(await read(path, get));
    const openings = contents ? '' : '&openings=no';
    return await verifyLedgerInBrowser({
      ...{ state, contents, verifierKey, also },
      ...(from !== undefined && { from }),
      readPage: async (first) =>
        pageIn(await read(`${path}entries/?from=${first}${openings}`, get)),
      onProgress: (progress) => say({ kind: 'progress', progress }),
    });
  } catch (thrown) {
    return { kind: 'failed', entries: 0, why: failedWhy(thrown) };
  }
}

/** The JSON of an answer. Rejects with what `readFailed` makes. */
async function read(url: string, get: typeof fetch): Promise<unknown> {
  const headers = { accept: 'application/json' };
  const answer = await get(url, { credentials: 'same-origin', headers }).catch(() => {
    throw readFailed('noAnswer');
  });
  if (!answer.ok) throw readFailed(answer.status);
  return answer.json().catch(() => {
    throw readFailed('noJson');
  });
}
