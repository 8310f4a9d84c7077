// Checks a whole ledger in the browser, by the rules of `muster records verify`, with WebCrypto. Reads page after page and
// holds two of them at most. Stored tiles are not looked at: nothing rests on them.
import { runSoon } from '../../src/ledger/format/asks.js';
import { bytesOf } from '../../src/ledger/format/base64.js';
import { verifierKeyIn } from '../../src/ledger/format/note-rules.js';
import { type Verdict, walkLog } from '../../src/ledger/verify/log-rules.js';
import type { LogEntry } from '../../src/ledger/verify/slice.js';
import {
  type CannotCheck,
  cannot,
  openAnswers,
  type Surroundings,
  type WebAnswers,
} from './verify-answers.js';

/** What `GET /api/v1/local/ledger/` answers. */
export interface LedgerState {
  readonly origin: string;
  readonly size: number;
  /** Of the stored state, in base64. */
  readonly root: string;
  readonly frontier: readonly string[];
  /** By size; the newest ones. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  /** There are older checkpoints than those in the list. */
  readonly more: boolean;
  readonly verifierKey: string;
}

/** What `GET /api/v1/local/ledger/entries/?from=N` answers. */
export interface LedgerPage {
  readonly entries: readonly {
    readonly index: number;
    readonly header: string;
    /** Base64. */
    readonly openings?: string;
  }[];
  readonly next: number | null;
}

export interface LedgerProgress {
  readonly entries: number;
  readonly size: number;
  readonly seconds: number;
}

export type LedgerVerdict =
  | {
      readonly kind: 'right';
      readonly entries: number;
      readonly checkpoints: number;
      readonly size: number;
      readonly root: string;
      /** Entries up to the last signature; only for these somebody vouches. */
      readonly covered: number;
      /** False when openings were left out: what entries hold, and sequences, were not looked at. */
      readonly contents: boolean;
      readonly notes: readonly string[];
      readonly seconds: number;
    }
  | {
      readonly kind: 'wrong';
      readonly entries: number;
      readonly checkpoints: number;
      readonly index?: number;
      readonly what: string;
      readonly seconds: number;
    }
  | { readonly kind: 'stopped'; readonly entries: number }
  /** It could not be read: the status of HTTP, null when there was no usable answer. */
  | {
      readonly kind: 'failed';
      readonly entries: number;
      readonly status: number | null;
      readonly what: string;
    }
  | CannotCheck;

export interface LedgerToVerify {
  /** Read before the first page; entries that are written during the check are left for the next one. */
  readonly state: LedgerState;
  /** What is checked with; better told by another way than the state was. */
  readonly verifierKey: string;
  /** Rejects with what `readFailed` makes. */
  readonly readPage: (from: number, signal: AbortSignal) => Promise<LedgerPage>;
  /** A checkpoint note that somebody kept elsewhere. */
  readonly from?: string;
  /** False: pages come without openings. Default true. */
  readonly contents?: boolean;
  /** Called some times a second. */
  readonly onProgress?: (progress: LedgerProgress) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds from anywhere; for tests. */
  readonly now?: () => number;
  /** For tests. */
  readonly around?: Surroundings;
}

/** To the worker. */
export type ToWorker =
  | {
      readonly kind: 'start';
      /** Default: what the server says. */
      readonly verifierKey?: string;
      readonly from?: string;
      readonly contents?: boolean;
    }
  | { readonly kind: 'stop' };

/** From the worker: the state once it was read, progress, and one verdict as the last. */
export type FromWorker =
  | { readonly kind: 'state'; readonly state: LedgerState }
  | { readonly kind: 'progress'; readonly progress: LedgerProgress }
  | { readonly kind: 'verdict'; readonly verdict: LedgerVerdict };

/** What a reader rejects with. */
export const readFailed = (status: number | null, what: string) =>
  Object.assign(new Error(what), { status });

const otherShape = () => readFailed(null, 'the answer of the server is not what it should be');

/** Checks everything up to the size of the state. Never rejects. */
export async function verifyLedgerInBrowser(ledger: LedgerToVerify): Promise<LedgerVerdict> {
  const answers = await openAnswers(ledger.around);
  if ('kind' in answers) return answers;
  const progress = { entries: 0 };
  try {
    return await verdictOf(ledger, answers, progress);
  } catch (thrown) {
    const { entries } = progress;
    if (ledger.signal?.aborted === true) return { kind: 'stopped', entries };
    if (answers.hasFailed()) return cannot('wrongWebCrypto');
    const { status = null, message = '' } = thrown as Partial<ReturnType<typeof readFailed>>;
    return { kind: 'failed', entries, status, what: message };
  }
}

async function verdictOf(
  ledger: LedgerToVerify,
  { answer }: WebAnswers,
  progress: { entries: number },
): Promise<LedgerVerdict> {
  const { state, signal, contents = true, now = () => performance.now() } = ledger;
  const start = now();
  const seconds = () => (now() - start) / 1000;
  const key = await runSoon(verifierKeyIn(ledger.verifierKey), answer);
  if (key === undefined)
    return {
      ...{ kind: 'wrong', entries: 0, checkpoints: 0, seconds: seconds() },
      what: 'the verifier key cannot be read',
    };
  let told = Number.NEGATIVE_INFINITY;
  const onProgress = (entries: number) => {
    signal?.throwIfAborted();
    progress.entries = entries;
    if (now() - told < 100) return;
    told = now();
    ledger.onProgress?.({ entries, size: state.size, seconds: seconds() });
  };
  const { size, root, frontier } = state;
  const verdict = await walkLog(
    {
      origin: state.origin,
      state: { size, root: bytesIn(root), frontier: frontier.map(bytesIn) },
      entries: entriesOf(ledger, contents),
      isClosed: !contents,
      checkpoints: state.checkpoints,
      verifiers: [key],
      ...(ledger.from !== undefined && { from: ledger.from }),
      onProgress,
    },
    answer,
  );
  signal?.throwIfAborted();
  return shownAs(verdict, ledger, contents, seconds());
}

function shownAs(
  { entries, checkpoints, firstWrong, notes }: Verdict,
  { state, from }: LedgerToVerify,
  contents: boolean,
  seconds: number,
): LedgerVerdict {
  if (firstWrong !== undefined)
    return { kind: 'wrong', entries, checkpoints, ...firstWrong, seconds };
  const kept = from === undefined ? 0 : Number(from.split('\n')[1]);
  const covered = Math.max(kept, ...state.checkpoints.map(({ size }) => size));
  const { size, root } = state;
  return {
    ...{ kind: 'right', entries, checkpoints, size, root, covered, contents, seconds },
    notes: state.more ? [...notes, 'only the newest checkpoints were checked'] : notes,
  };
}

/** All entries up to the size of the state, a page at a time; the next one is read while one is checked. */
async function* entriesOf(
  { state: { size }, readPage, signal = new AbortController().signal }: LedgerToVerify,
  contents: boolean,
): AsyncGenerator<readonly LogEntry[]> {
  const ask = (from: number) => {
    const page = readPage(from, signal);
    // Whoever waits for it hears of it; it may be that nobody does any more.
    page.catch(() => undefined);
    return page;
  };
  let page = size > 0 ? ask(0) : undefined;
  for (let from = 0; page !== undefined; ) {
    const { entries, next } = await page;
    signal.throwIfAborted();
    if (next !== null && (next <= from || entries.length === 0)) throw otherShape();
    page = next === null || next >= size ? undefined : ask(next);
    from = next ?? size;
    yield entries.map((entry) => entryOf(entry, contents)).filter(({ index }) => index < size);
  }
}

function entryOf({ index, header, openings }: LedgerPage['entries'][number], contents: boolean) {
  if (!Number.isSafeInteger(index) || typeof header !== 'string') throw otherShape();
  const bytes = contents ? bytesIn(openings) : new Uint8Array();
  return { index, header: utf8.encode(header), openings: bytes };
}

const utf8 = new TextEncoder();

function bytesIn(text: unknown): Uint8Array {
  const bytes = typeof text === 'string' ? bytesOf(text) : undefined;
  if (bytes === undefined) throw otherShape();
  return bytes;
}

/** The state in an answer of the server. Throws what `readFailed` makes when it has another shape. */
export function stateIn(value: unknown): LedgerState {
  const { origin, size, root, frontier, checkpoints, more, verifierKey } = (value ?? {}) as Partial<
    Record<keyof LedgerState, unknown>
  >;
  const isText = (one: unknown) => typeof one === 'string';
  const isCheckpoint = (one: unknown) => {
    const { size, note } = (one ?? {}) as Partial<LedgerState['checkpoints'][number]>;
    return Number.isSafeInteger(size) && isText(note);
  };
  const isGood =
    [origin, root, verifierKey].every(isText) &&
    Number.isSafeInteger(size) &&
    typeof more === 'boolean' &&
    Array.isArray(frontier) &&
    frontier.every(isText) &&
    Array.isArray(checkpoints) &&
    checkpoints.every(isCheckpoint);
  if (!isGood) throw otherShape();
  for (const text of [root, ...frontier]) bytesIn(text);
  return value as LedgerState;
}

/** The page in an answer of the server. Throws the same. */
export function pageIn(value: unknown): LedgerPage {
  const { entries, next } = (value ?? {}) as Partial<LedgerPage>;
  const isObject = (one: unknown) => typeof one === 'object' && one !== null;
  if (!Array.isArray(entries) || !entries.every(isObject)) throw otherShape();
  if (next !== null && !Number.isSafeInteger(next)) throw otherShape();
  return value as LedgerPage;
}
