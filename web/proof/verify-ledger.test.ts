// What a page meets on the way: a browser that cannot, a user who stops, a session that ends, a log that grows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf, madeLog, origin, signer } from '../../test/tamper/logs.js';
import { openAnswers, type Subtle } from './verify-answers.js';
import {
  type FromWorker,
  type LedgerPage,
  type LedgerState,
  type LedgerVerdict,
  readFailed,
  stateIn,
  verifyLedgerInBrowser,
} from './verify-ledger.js';
import { verifyProofInBrowser } from './verify-proof.js';
import { ledgerWorker } from './verify-worker.js';

const made = madeLog(chanceOf(2), { length: 900, every: 200 });
const earlier = madeLog(chanceOf(2), { length: 600, every: 200 });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const stateOf = ({ state, checkpoints }: typeof made): LedgerState => ({
  ...{ origin, size: state.size, root: base64(state.root), frontier: state.frontier.map(base64) },
  ...{ checkpoints, more: false, verifierKey: signer.verifierKey },
});
const pageFrom = (from: number, length = 250): LedgerPage => ({
  entries: made.entries.slice(from, from + length).map(({ index, header, openings }) => ({
    ...{ index, header: header.toString('utf8'), openings: base64(openings) },
  })),
  next: from + length < made.entries.length ? from + length : null,
});
const readPage = async (from: number) => pageFrom(from);
const ledger = { state: stateOf(made), verifierKey: signer.verifierKey, readPage };

test('a browser without what is needed says so, and never that something is right', async () => {
  const { subtle } = globalThis.crypto;
  const like = (changes: Partial<Subtle>): Subtle => ({
    digest: (...all) => subtle.digest(...all),
    importKey: subtle.importKey.bind(subtle),
    verify: (...all) => subtle.verify(...all),
    ...changes,
  });
  const refusing = async () => {
    throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
  };
  const cases = [
    ['insecureContext', { subtle: undefined, isSecure: false }],
    ['noWebCrypto', { subtle: undefined, isSecure: true }],
    ['noWebCrypto', { subtle: undefined }],
    ['noEd25519', { subtle: like({ importKey: refusing }) }],
    ['wrongWebCrypto', { subtle: like({ digest: refusing }) }],
    ['wrongWebCrypto', { subtle: like({ digest: async () => new ArrayBuffer(32) }) }],
    ['wrongWebCrypto', { subtle: like({ verify: refusing }) }],
    ['wrongWebCrypto', { subtle: like({ verify: async () => true }) }],
    ['wrongWebCrypto', { subtle: like({ verify: async () => false }) }],
  ] as const;
  for (const [why, around] of cases) {
    for (const verdict of [
      await verifyProofInBrowser('{}', signer.verifierKey, around),
      await verifyLedgerInBrowser({ ...ledger, around }),
    ]) {
      assert.ok(verdict.kind === 'cannotCheck', why);
      assert.equal(verdict.why, why);
      assert.match(verdict.what, /command line/);
    }
  }
  let left = 40;
  const breaking = like({
    digest: (...all) => {
      left -= 1;
      return left > 0 ? subtle.digest(...all) : refusing();
    },
  });
  const verdict = await verifyLedgerInBrowser({ ...ledger, around: { subtle: breaking } });
  assert.ok(verdict.kind === 'cannotCheck' && verdict.why === 'wrongWebCrypto');
  assert.ok(!('kind' in (await openAnswers({ subtle: like({}) }))));
});

test('what is written during the check is left for the next one', async () => {
  const verdict = await verifyLedgerInBrowser({ ...ledger, state: stateOf(earlier) });
  assert.ok(verdict.kind === 'right', JSON.stringify(verdict));
  assert.deepEqual([verdict.entries, verdict.size, verdict.covered], [600, 600, 600]);
  const whole = await verifyLedgerInBrowser(ledger);
  assert.ok(whole.kind === 'right' && whole.entries === 900 && whole.covered === 800);
  assert.match(whole.notes.join('\n'), /no checkpoint covers: 100/);
});

test('a checkpoint that was kept elsewhere shows another history', async () => {
  const from = made.checkpoints.at(-1)!.note;
  const right = await verifyLedgerInBrowser({ ...ledger, from });
  assert.equal(right.kind, 'right');
  const cut = { ...ledger, state: stateOf(earlier), from };
  const verdict = await verifyLedgerInBrowser(cut);
  assert.ok(verdict.kind === 'wrong' && /vouches for 800 entries/.test(verdict.what));
  const unreadable = await verifyLedgerInBrowser({ ...ledger, from: 'no note' });
  assert.ok(unreadable.kind === 'wrong' && /cannot be used/.test(unreadable.what));
});

test('another key, or none, is wrong', async () => {
  for (const verifierKey of ['', 'no key', `x${signer.verifierKey}`])
    assert.equal((await verifyLedgerInBrowser({ ...ledger, verifierKey })).kind, 'wrong');
});

test('progress is told, and whoever stops hears how far it came', async () => {
  const told: number[] = [];
  const stop = new AbortController();
  let time = 0;
  const verdict = await verifyLedgerInBrowser({
    ...ledger,
    signal: stop.signal,
    now: () => (time += 1000),
    onProgress: ({ entries, size }) => {
      told.push(entries);
      assert.equal(size, 900);
      if (entries >= 512) stop.abort();
    },
  });
  assert.deepEqual(told, [256, 512]);
  assert.deepEqual(verdict, { kind: 'stopped', entries: 512 });
});

test('what cannot be read is neither right nor wrong', async () => {
  const broken = async (from: number) => {
    if (from > 0) throw readFailed(503, 'the server answered 503');
    return pageFrom(from);
  };
  const failed = await verifyLedgerInBrowser({ ...ledger, readPage: broken });
  assert.ok(failed.kind === 'failed' && failed.status === 503);
  const pages: readonly ((from: number) => unknown)[] = [
    (from) => ({ ...pageFrom(from), next: from }),
    (from) => ({ entries: [], next: from + 1 }),
    (from) => ({ ...pageFrom(from), entries: [{ index: 0, header: '{}' }] }),
    (from) => ({ ...pageFrom(from), entries: [{ index: 0, header: '{}', openings: '=' }] }),
    (from) => ({ ...pageFrom(from), entries: [{ index: '0', header: '{}', openings: '' }] }),
    (from) => ({ ...pageFrom(from), entries: [{ index: 0, header: 7, openings: '' }] }),
  ];
  for (const page of pages) {
    const readPage = async (from: number) => page(from) as LedgerPage;
    const verdict = await verifyLedgerInBrowser({ ...ledger, readPage });
    assert.ok(verdict.kind === 'failed' && verdict.status === null, JSON.stringify(verdict));
  }
  const short = await verifyLedgerInBrowser({
    ...ledger,
    readPage: async (from) => ({ ...pageFrom(from), next: null }),
  });
  assert.equal(short.kind, 'wrong');
});

test('a state of another shape is refused', () => {
  const good = stateOf(made);
  assert.deepEqual(stateIn(good), good);
  const bad: readonly unknown[] = [
    null,
    [],
    'x',
    {},
    { ...good, size: '900' },
    { ...good, root: 'no base64' },
    { ...good, frontier: [7] },
    { ...good, frontier: ['='] },
    { ...good, checkpoints: [{ size: 1 }] },
    { ...good, more: undefined },
    { ...good, verifierKey: null },
  ];
  for (const value of bad) assert.throws(() => stateIn(value), { status: null });
});

/** A server for the worker. */
function serving(answer: (url: string) => { status: number; body: unknown }) {
  const asked: string[] = [];
  const get: typeof fetch = async (url, options) => {
    options?.signal?.throwIfAborted();
    assert.equal(options?.credentials, 'same-origin');
    asked.push(String(url));
    const { status, body } = answer(String(url));
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  const said: FromWorker[] = [];
  const send = ledgerWorker((message) => said.push(message), get);
  const verdict = (): LedgerVerdict => {
    const last = said.at(-1);
    assert.ok(last?.kind === 'verdict');
    return last.verdict;
  };
  return { asked, said, send, verdict };
}

const honest = (url: string) => {
  const from = /from=(\d+)/.exec(url)?.[1];
  const body = from === undefined ? stateOf(made) : pageFrom(Number(from));
  return { status: 200, body };
};

test('the worker reads state and pages by itself, and ends with one verdict', async () => {
  const { asked, said, send, verdict } = serving(honest);
  await send({ kind: 'start' });
  assert.equal(verdict().kind, 'right');
  assert.equal(said[0]?.kind, 'state');
  assert.equal(said.filter(({ kind }) => kind === 'verdict').length, 1);
  const path = '/api/v1/local/ledger/';
  const pages = [0, 250, 500, 750].map((from) => `${path}entries/?from=${from}`);
  assert.deepEqual(asked, [path, ...pages]);
});

test('the worker asks for no openings when it is told so', async () => {
  const { asked, send, verdict } = serving(honest);
  await send({ kind: 'start', contents: false, verifierKey: signer.verifierKey });
  const found = verdict();
  assert.ok(found.kind === 'right' && !found.contents);
  assert.ok(asked.slice(1).every((url) => url.endsWith('&openings=no')));
});

test('the worker tells of a session that ended, of other answers, and of a server that is gone', async () => {
  const cases = [
    [401, '', 401, /sign in again/],
    [403, '', 403, /403/],
    [200, '<html>', null, /no JSON/],
    [200, {}, null, /not what it should be/],
  ] as const;
  for (const [status, body, told, what] of cases)
    for (const isLate of [false, true]) {
      const { send, verdict } = serving((url) =>
        isLate && !url.includes('from=500') ? honest(url) : { status, body },
      );
      await send({ kind: 'start' });
      const found = verdict();
      assert.ok(found.kind === 'failed', JSON.stringify(found));
      assert.equal(found.status, told);
      assert.match(found.what, what);
    }
  const { send, verdict } = serving(() => {
    throw new TypeError('fetch failed');
  });
  await send({ kind: 'start' });
  const gone = verdict();
  assert.ok(gone.kind === 'failed' && gone.status === null && /reached/.test(gone.what));
});

test('the worker stops when it is told to, and a new start replaces what runs', async () => {
  let onPage = () => {};
  const { said, send } = serving((url) => {
    if (url.includes('from=250')) onPage();
    return honest(url);
  });
  onPage = () => void send({ kind: 'stop' });
  await send({ kind: 'start' });
  const verdicts = () => said.flatMap((one) => (one.kind === 'verdict' ? [one.verdict.kind] : []));
  assert.deepEqual(verdicts(), ['stopped']);
  let second: Promise<void> | undefined;
  onPage = () => {
    onPage = () => {};
    second = send({ kind: 'start' });
  };
  await send({ kind: 'start' });
  await second;
  assert.deepEqual(verdicts(), ['stopped', 'right']);
});
