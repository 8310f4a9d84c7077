// Checks a whole ledger in the browser, by the rules of `muster records verify`, with WebCrypto. Reads page after page and
// holds two of them at most. Stored tiles are not looked at: nothing rests on them.
import { runSoon } from '../../src/ledger/format/asks.js';
import { bytesOf } from '../../src/ledger/format/base64.js';
import { noteIn, verifierKeyIn } from '../../src/ledger/format/note-rules.js';
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
      /** Entries up to the last signature; only for these somebody vouches. 0: for none, which an honest server never shows. */
      readonly covered: number;
      /** The checkpoint that covers them; undefined when there is none. */
      readonly latest: string | undefined;
      /** False when openings were left out: what entries hold, and sequences, were not looked at. */
      readonly contents: boolean;
      /** In the words of the verifier, which are those of the command line. */
      readonly notes: readonly string[];
      /** There are older checkpoints, which were not looked at. */
      readonly more: boolean;
      readonly seconds: number;
    }
  | {
      readonly kind: 'wrong';
      readonly entries: number;
      readonly checkpoints: number;
      readonly index?: number;
      /** In the words of the verifier. */
      readonly what: string;
      readonly seconds: number;
    }
  /** The verifier key cannot be read: nothing was checked. */
  | { readonly kind: 'noKey' }
  /** What was given as a checkpoint is none, or none that this key signed, or of another ledger: nothing was checked. */
  | { readonly kind: 'noNote' }
  /** It could not be read to its end. */
  | { readonly kind: 'failed'; readonly entries: number; readonly why: FailedWhy }
  | CannotCheck;

/** A number is the status of an answer. `brokeOff`: the check itself failed. */
export type FailedWhy = number | 'noAnswer' | 'noJson' | 'otherShape' | 'brokeOff';

export interface LedgerToVerify {
  /** Read before the first page; entries that are written during the check are left for the next one. */
  readonly state: LedgerState;
  /** What is checked with; better told by another way than the state was. */
  readonly verifierKey: string;
  /** Rejects with what `readFailed` makes. */
  readonly readPage: (from: number) => Promise<LedgerPage>;
  /** A checkpoint note that somebody kept elsewhere. */
  readonly from?: string;
  /** Further notes that the ledger must continue: what the server says is its latest, what was found right before. */
  readonly also?: readonly string[];
  /** False: pages come without openings. Default true. */
  readonly contents?: boolean;
  /** Called some times a second. */
  readonly onProgress?: (progress: LedgerProgress) => void;
  /** Milliseconds from anywhere; for tests. */
  readonly now?: () => number;
  /** For tests. */
  readonly around?: Surroundings;
}

/** To the worker: what is to be checked, once. */
export interface ToWorker {
  /** Never out of the answers that are judged by it. */
  readonly verifierKey: string;
  readonly from?: string;
  /** Notes that the ledger must continue, as in `LedgerToVerify`; read before the worker reads the state. */
  readonly also: readonly string[];
  readonly contents: boolean;
}

/** From the worker: progress, and one verdict as the last. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: LedgerProgress }
  | { readonly kind: 'verdict'; readonly verdict: LedgerVerdict };

/** What a reader rejects with. */
export const readFailed = (why: FailedWhy) => Object.assign(new Error(`${why}`), { why });

/** Why a reading failed; what is thrown otherwise broke the check off. */
export const failedWhy = (thrown: unknown): FailedWhy =>
  (thrown as Partial<ReturnType<typeof readFailed>> | undefined)?.why ?? 'brokeOff';

const otherShape = () => readFailed('otherShape');

/** Checks everything up to the size of the state. Never rejects. */
export async function verifyLedgerInBrowser(ledger: LedgerToVerify): Promise<LedgerVerdict> {
  const answers = await openAnswers(ledger.around);
  if ('kind' in answers) return answers;
  const progress = { entries: 0 };
  try {
    return await verdictOf(ledger, answers, progress);
  } catch (thrown) {
    if (answers.hasFailed()) return cannot('wrongWebCrypto');
    return { kind: 'failed', entries: progress.entries, why: failedWhy(thrown) };
  }
}

async function verdictOf(
  ledger: LedgerToVerify,
  { answer }: WebAnswers,
  progress: { entries: number },
): Promise<LedgerVerdict> {
  const { state, contents = true, now = () => performance.now() } = ledger;
  const start = now();
  const seconds = () => (now() - start) / 1000;
  const key = await runSoon(verifierKeyIn(ledger.verifierKey), answer);
  if (key === undefined) return { kind: 'noKey' };
  if (ledger.from !== undefined) {
    const reading = await runSoon(noteIn(ledger.from, [key]), answer);
    const isOfLedger = reading.kind === 'signed' && reading.checkpoint.origin === state.origin;
    if (!isOfLedger) return { kind: 'noNote' };
  }
  let told = Number.NEGATIVE_INFINITY;
  const onProgress = (entries: number) => {
    progress.entries = entries;
    if (now() - told < 100) return;
    told = now();
    ledger.onProgress?.({ entries, size: state.size, seconds: seconds() });
  };
  const { size, root, frontier } = state;
  const checkpoints = checkpointsOf(ledger);
  const verdict = await walkLog(
    {
      origin: state.origin,
      state: { size, root: bytesIn(root), frontier: frontier.map(bytesIn) },
      entries: entriesOf(ledger, contents),
      isClosed: !contents,
      checkpoints,
      verifiers: [key],
      ...(ledger.from !== undefined && { from: ledger.from }),
      onProgress,
    },
    answer,
  );
  const all = ledger.from === undefined ? checkpoints : [...checkpoints, signedIn(ledger.from)];
  const latest = all.reduce((one, other) => (other.size > one.size ? other : one), nothingSigned);
  return shownAs(verdict, ledger, { latest, contents, seconds: seconds() });
}

interface Signed {
  readonly size: number;
  readonly note: string;
}

const nothingSigned: Signed = { size: 0, note: '' };

/** The size that a note says to be for; whether it is signed is for the verifier to find. */
function signedIn(note: string): Signed {
  const size = Number(note.split('\n')[1]);
  return { size: Number.isSafeInteger(size) ? size : 0, note };
}

/** Without the signatures: the same root of the same size may have been signed again. */
const headOf = (note: string) => note.split('\n', 3).join('\n');

/** Those of the server with the others between them, by size. */
function checkpointsOf({ state, also = [] }: LedgerToVerify): readonly Signed[] {
  const known = new Set(state.checkpoints.map(({ note }) => headOf(note)));
  const others = also.flatMap((note) => {
    if (known.has(headOf(note))) return [];
    known.add(headOf(note));
    return [signedIn(note)];
  });
  if (others.length === 0) return state.checkpoints;
  return [...state.checkpoints, ...others].sort((one, other) => one.size - other.size);
}

function shownAs(
  { entries, checkpoints, firstWrong, notes }: Verdict,
  { state: { size, root, more } }: LedgerToVerify,
  told: { readonly latest: Signed; readonly contents: boolean; readonly seconds: number },
): LedgerVerdict {
  const { latest, contents, seconds } = told;
  if (firstWrong !== undefined)
    return { kind: 'wrong', entries, checkpoints, ...firstWrong, seconds };
  return {
    ...{ kind: 'right', entries, checkpoints, size, root, notes, more, contents, seconds },
    ...{ covered: latest.size, latest: latest.size === 0 ? undefined : latest.note },
  };
}

/** All entries up to the size of the state, a page at a time; the next one is read while one is checked. */
async function* entriesOf(
  { state: { size }, readPage }: LedgerToVerify,
  contents: boolean,
): AsyncGenerator<readonly LogEntry[]> {
  const ask = (from: number) => {
    const page = readPage(from);
    // Whoever waits for it hears of it; it may be that nobody does any more.
    page.catch(() => undefined);
    return page;
  };
  let page = size > 0 ? ask(0) : undefined;
  for (let from = 0; page !== undefined; ) {
    const { entries, next } = await page;
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
