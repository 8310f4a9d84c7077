// What a page meets on the way: a browser that cannot, a session that ends, a log that grows, shrinks or is not signed.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { signerOf } from '../../src/ledger/format/note.js';
import { chanceOf, madeLog, origin, signer } from '../../test/tamper/logs.js';
import { openAnswers, type Subtle } from './verify-answers.js';
import {
  type FromWorker,
  type LedgerPage,
  type LedgerState,
  type LedgerVerdict,
  readFailed,
  stateIn,
  type ToWorker,
  verifyLedgerInBrowser,
} from './verify-ledger.js';
import { verifyProofInBrowser } from './verify-proof.js';
import { checkLedger } from './verify-worker.js';

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
/** Reads well, and has signed nothing here. */
const otherKey = signerOf('another.example/muster', Buffer.alloc(32, 8)).verifierKey;
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
  // What was pasted wrongly says nothing of the ledger.
  const bent = from.replace(/\n\d+\n/, '\n801\n');
  const { verifierKey } = signerOf(origin, Buffer.alloc(32, 8));
  for (const [odd, key] of [
    ['no note', signer.verifierKey],
    ['', signer.verifierKey],
    [bent, signer.verifierKey],
    [from, verifierKey],
  ] as const) {
    const said = await verifyLedgerInBrowser({ ...ledger, from: odd, verifierKey: key });
    assert.deepEqual(said, { kind: 'noNote' }, odd);
  }
  const elsewhere = { ...stateOf(made), origin: 'another.example/muster' };
  const said = await verifyLedgerInBrowser({ ...ledger, state: elsewhere, from });
  assert.deepEqual(said, { kind: 'noNote' });
});

test('another key is wrong; with none that can be read nothing is checked', async () => {
  for (const verifierKey of ['', 'no key'])
    assert.deepEqual(await verifyLedgerInBrowser({ ...ledger, verifierKey }), { kind: 'noKey' });
  const other = await verifyLedgerInBrowser({ ...ledger, verifierKey: otherKey });
  assert.equal(other.kind, 'wrong');
});

test('entries that nobody signed are told apart from those that are', async () => {
  const { checkpoints } = made;
  const unsigned = { ...stateOf(made), checkpoints: [] };
  const none = await verifyLedgerInBrowser({ ...ledger, state: unsigned });
  assert.ok(none.kind === 'right' && none.covered === 0 && none.latest === undefined);
  const root = base64(createHash('sha256').digest());
  const nothing = { ...unsigned, size: 0, root, frontier: [] };
  const empty = await verifyLedgerInBrowser({ ...ledger, state: nothing });
  assert.ok(empty.kind === 'right' && empty.covered === 0, JSON.stringify(empty));
  const some = await verifyLedgerInBrowser(ledger);
  assert.ok(some.kind === 'right' && some.covered === 800);
  assert.equal(some.latest, checkpoints.at(-1)!.note);
});

test('what was found right before, or is said to be the latest, must be continued', async () => {
  const { note } = made.checkpoints.at(-1)!;
  const first = made.checkpoints[0]!.note;
  for (const also of [[note], [first, note], [note, note]]) {
    const right = await verifyLedgerInBrowser({ ...ledger, also });
    assert.ok(right.kind === 'right' && right.checkpoints === made.checkpoints.length);
  }
  const unsigned = { ...stateOf(made), checkpoints: [] };
  const added = await verifyLedgerInBrowser({ ...ledger, state: unsigned, also: [note, first] });
  assert.ok(added.kind === 'right' && added.covered === 800 && added.checkpoints === 2);
  const cut = await verifyLedgerInBrowser({ ...ledger, state: stateOf(earlier), also: [note] });
  assert.ok(cut.kind === 'wrong' && /vouches for 800 entries/.test(cut.what), JSON.stringify(cut));
  const [origin, size, root, ...rest] = note.split('\n');
  const forked = [
    origin,
    size,
    root!.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')),
    ...rest,
  ].join('\n');
  for (const odd of [forked, '<html>', ''])
    assert.equal((await verifyLedgerInBrowser({ ...ledger, also: [odd] })).kind, 'wrong', odd);
});

test('progress is told', async () => {
  const told: number[] = [];
  let time = 0;
  await verifyLedgerInBrowser({
    ...ledger,
    now: () => (time += 1000),
    onProgress: ({ entries, size }) => {
      told.push(entries);
      assert.equal(size, 900);
    },
  });
  assert.deepEqual(told, [256, 512, 768, 900]);
});

test('what cannot be read is neither right nor wrong', async () => {
  const broken = async (from: number) => {
    if (from > 0) throw readFailed(503);
    return pageFrom(from);
  };
  const failed = await verifyLedgerInBrowser({ ...ledger, readPage: broken });
  assert.ok(failed.kind === 'failed' && failed.why === 503);
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
    assert.ok(verdict.kind === 'failed' && verdict.why === 'otherShape', JSON.stringify(verdict));
  }
  const breaking = async () => {
    throw new RangeError('too much');
  };
  const broke = await verifyLedgerInBrowser({ ...ledger, readPage: breaking });
  assert.ok(broke.kind === 'failed' && broke.why === 'brokeOff');
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
  for (const value of bad) assert.throws(() => stateIn(value), { why: 'otherShape' });
});

/** A server for the worker. */
function serving(answer: (url: string) => { status: number; body: unknown }) {
  const asked: string[] = [];
  const get: typeof fetch = async (url, options) => {
    assert.equal(options?.credentials, 'same-origin');
    asked.push(String(url));
    const { status, body } = answer(String(url));
    return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
  };
  const said: FromWorker[] = [];
  const check = async (more: Partial<ToWorker> = {}): Promise<LedgerVerdict> => {
    const wanted = { verifierKey: signer.verifierKey, contents: true, also: [], ...more };
    await checkLedger(wanted, (message) => said.push(message), get);
    const last = said.at(-1);
    assert.ok(last?.kind === 'verdict');
    return last.verdict;
  };
  return { asked, said, check };
}

const path = '/api/v1/local/ledger/';

const honest = (url: string) => {
  const from = /from=(\d+)/.exec(url)?.[1];
  return { status: 200, body: from === undefined ? stateOf(made) : pageFrom(Number(from)) };
};

test('the worker reads state and pages by itself, and ends with one verdict', async () => {
  const { asked, said, check } = serving(honest);
  assert.equal((await check()).kind, 'right');
  assert.equal(said.filter(({ kind }) => kind === 'verdict').length, 1);
  const pages = [0, 250, 500, 750].map((from) => `${path}entries/?from=${from}`);
  assert.deepEqual(asked, [path, ...pages]);
});

test('the worker asks for no openings when it is told so', async () => {
  const { asked, check } = serving(honest);
  const found = await check({ contents: false });
  assert.ok(found.kind === 'right' && !found.contents);
  assert.ok(asked.slice(1).every((url) => url.endsWith('&openings=no')));
});

test('the worker takes no key out of the answers that it judges', async () => {
  const { check } = serving(honest);
  assert.equal((await check({ verifierKey: otherKey })).kind, 'wrong');
  assert.equal((await check({ verifierKey: '' })).kind, 'noKey');
});

test('the worker finds a ledger that has become shorter than it was', async () => {
  const shorter = (url: string) =>
    url === path ? { status: 200, body: stateOf(earlier) } : honest(url);
  assert.equal((await serving(shorter).check()).kind, 'right');
  const seen = await serving(shorter).check({ also: [made.checkpoints.at(-1)!.note] });
  assert.ok(seen.kind === 'wrong' && /vouches for 800 entries/.test(seen.what));
});

test('the worker tells of a session that ended, of other answers, and of a server that is gone', async () => {
  const cases = [
    [401, '', 401],
    [403, '', 403],
    [200, '<html>', 'noJson'],
    [200, {}, 'otherShape'],
  ] as const;
  for (const [status, body, why] of cases)
    for (const where of [path, 'from=500']) {
      const { check } = serving((url) => (url.endsWith(where) ? { status, body } : honest(url)));
      const found = await check();
      assert.ok(found.kind === 'failed', JSON.stringify(found));
      assert.equal(found.why, why);
    }
  const { check } = serving(() => {
    throw new TypeError('fetch failed');
  });
  assert.deepEqual(await check(), { kind: 'failed', entries: 0, why: 'noAnswer' });
});
