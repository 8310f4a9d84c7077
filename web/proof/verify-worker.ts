// What the worker of the page does: reads the ledger from the server, checks it, tells how far it is and what it found. One
// check at a time; a new start stops the one that runs, of which nothing more is heard. Apart from worker.ts, so that it can be tried without a browser.
import {
  type FromWorker,
  type LedgerVerdict,
  pageIn,
  readFailed,
  stateIn,
  type ToWorker,
  verifyLedgerInBrowser,
} from './verify-ledger.js';

const path = '/api/v1/local/ledger/';

/** Takes messages; `say` hands out what is told, `get` is the browser's `fetch`. */
export function ledgerWorker(
  say: (message: FromWorker) => void,
  get: typeof fetch,
): (message: ToWorker) => Promise<void> {
  let running: AbortController | undefined;
  return async (message) => {
    running?.abort();
    if (message.kind === 'stop') return;
    const mine = new AbortController();
    running = mine;
    const tell = (told: FromWorker) => {
      if (running === mine) say(told);
    };
    tell({ kind: 'verdict', verdict: await verdictFor(message, mine.signal, tell, get) });
  };
}

async function verdictFor(
  { verifierKey, from, contents = true }: Extract<ToWorker, { kind: 'start' }>,
  signal: AbortSignal,
  say: (message: FromWorker) => void,
  get: typeof fetch,
): Promise<LedgerVerdict> {
  try {
    const state = stateIn(await read(path, signal, get));
    say({ kind: 'state', state });
    const openings = contents ? '' : '&openings=no';
    return await verifyLedgerInBrowser({
      ...{ state, contents, signal, verifierKey: verifierKey ?? state.verifierKey },
      ...(from !== undefined && { from }),
      readPage: async (first, until) =>
        pageIn(await read(`${path}entries/?from=${first}${openings}`, until, get)),
      onProgress: (progress) => say({ kind: 'progress', progress }),
    });
  } catch (thrown) {
    if (signal.aborted) return { kind: 'stopped', entries: 0 };
    const { status = null, message = '' } = thrown as Partial<ReturnType<typeof readFailed>>;
    return { kind: 'failed', entries: 0, status, what: message };
  }
}

/** The JSON of an answer. Rejects with what `readFailed` makes. */
async function read(url: string, signal: AbortSignal, get: typeof fetch): Promise<unknown> {
  const options = { credentials: 'same-origin', headers: { accept: 'application/json' } } as const;
  const answer = await get(url, { ...options, signal }).catch((thrown: unknown) => {
    if (signal.aborted) throw thrown;
    throw readFailed(null, 'the server cannot be reached');
  });
  if (answer.status === 401) throw readFailed(401, 'the session has ended; sign in again');
  if (!answer.ok) throw readFailed(answer.status, `the server answered ${answer.status}`);
  try {
    return await answer.json();
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    throw readFailed(null, 'the answer of the server was cut off or is no JSON');
  }
}
