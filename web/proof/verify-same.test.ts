// What the page is given: it holds nothing of Node, and says of every file and log, good or not, what the command line says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createContext, Script } from 'node:vm';
import { build } from 'esbuild';
import { verifierOf } from '../../src/ledger/format/note.js';
import { makeProofFile } from '../../src/ledger/proof-file.js';
import { verifyProofFile } from '../../src/ledger/verify/proof-file.js';
import { verifyLog } from '../../src/ledger/verify/walk.js';
import { chanceOf, copyOf, type MadeLog, madeLog, origin, signer } from '../../test/tamper/logs.js';
import { tampers } from '../../test/tamper/tampers.js';
import type { LedgerPage, LedgerState, verifyLedgerInBrowser } from './verify-ledger.js';
import type { verifyProofInBrowser } from './verify-proof.js';
import type { compareRecord } from './verify-record.js';

interface Bundle {
  readonly verifyProofInBrowser: typeof verifyProofInBrowser;
  readonly verifyLedgerInBrowser: typeof verifyLedgerInBrowser;
  readonly compareRecord: typeof compareRecord;
}

const files = ['verify-proof', 'verify-ledger', 'verify-record', 'verify-worker'];

/** Bundles what the page uses; throws when something of it is only in Node. */
const bundled = () =>
  build({
    stdin: {
      contents: files.map((name) => `export * from './${name}.ts';`).join('\n'),
      resolveDir: `${process.cwd()}/web/proof`,
      loader: 'ts',
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundle',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });

/** The bundle where there is only what browsers have too. */
async function loaded(): Promise<Bundle> {
  const { outputFiles } = await bundled();
  const { crypto, performance } = globalThis;
  const world = { TextEncoder, TextDecoder, AbortController, Uint8Array, ArrayBuffer };
  const context = createContext({ ...world, crypto, performance });
  new Script(outputFiles[0]!.text).runInContext(context);
  return (context as unknown as { readonly bundle: Bundle }).bundle;
}

test('what the page verifies with has nothing of Node in it, and little else', async () => {
  const { metafile, outputFiles } = await bundled();
  const inputs = Object.keys(metafile.inputs).filter((name) => name !== '<stdin>');
  assert.ok(inputs.length > 10);
  for (const name of inputs)
    assert.match(
      name,
      /^(?:web\/proof\/verify-[a-z-]+|src\/ledger\/(?:format|verify)\/[\w-]+)\.ts$/,
    );
  for (const { imports } of Object.values(metafile.outputs)) assert.deepEqual(imports, []);
  assert.doesNotMatch(outputFiles[0]!.text, /\bBuffer\b|\brequire\b|node:/);
});

const log = madeLog(chanceOf(21), { length: 700, every: 100 });
const key = signer.verifierKey;
const readTile = async (level: number, index: number) => log.tiles.get(`${level}/${index}`);
const headerOf = (at: number) =>
  JSON.parse(log.entries[at]!.header.toString()) as { kind: string; record: string };

/** Proof files of some records and one scope. */
async function proofFiles(): Promise<string[]> {
  const checkpoint = log.checkpoints.at(-1)!;
  const request = { checkpoint, readTile };
  const records = [3, 90, 255, 256, 400, 699].map((at) => headerOf(at).record);
  const ofRecord = (record: string) =>
    log.entries.filter((_, at) => headerOf(at).record === record);
  const scope = 'tenant-1';
  const ofScope = log.entries
    .filter(({ openings }) => openings.subarray(20, 28).toString() === scope)
    .slice(0, 5);
  return Promise.all([
    ...records.map((record) =>
      makeProofFile({ ...request, about: { record }, entries: ofRecord(record) }),
    ),
    makeProofFile({
      ...request,
      about: { record: records[1]! },
      entries: ofRecord(records[1]!),
      withhold: () => true,
    }),
    makeProofFile({ ...request, about: { scope }, entries: ofScope }),
    makeProofFile({ ...request, about: { scope }, entries: ofScope.slice(1) }),
    makeProofFile({ ...request, about: { record: records[0]! }, entries: ofScope }),
  ]);
}

/** A verdict, told alike by both. */
type Said = readonly [ok: boolean, what: string, check?: string, index?: number | undefined];

async function sameOfProof(bundle: Bundle, text: string, verifierKey = key): Promise<Said> {
  const node = verifyProofFile(text, verifierKey);
  const web = await bundle.verifyProofInBrowser(text, verifierKey);
  assert.notEqual(web.kind, 'cannotCheck');
  const ofNode: Said = node.ok ? [true, ''] : [false, node.what, node.check, node.index];
  const ofWeb: Said =
    web.kind === 'wrong' ? [false, web.what, web.check, web.index] : [web.kind === 'proven', ''];
  assert.deepEqual(ofWeb, ofNode);
  if (node.ok && web.kind === 'proven') {
    const { origin, size, by, about } = node;
    assert.equal(
      JSON.stringify([web.origin, web.size, web.by, web.about, web.root]),
      JSON.stringify([origin, size, by, about, Buffer.from(node.root).toString('base64')]),
    );
    assert.equal(JSON.stringify(web.entries), JSON.stringify(node.entries));
  }
  return ofNode;
}

test('of proof files, good and changed, the page says what the command line says', async (t) => {
  const bundle = await loaded();
  const proofs = await proofFiles();
  const said = new Map<string, number>();
  const note = ([ok, , check = '']: Said) =>
    said.set(ok ? 'proven' : check, (said.get(ok ? 'proven' : check) ?? 0) + 1);
  for (const text of proofs) note(await sameOfProof(bundle, text));
  const chance = chanceOf(8);
  for (let tried = 0; tried < 900; tried += 1) {
    const text = chance.one(proofs);
    const at = chance.below(text.length);
    const changed = text.slice(0, at) + chance.one([...'aZ09+/= "\\{}[],:']) + text.slice(at + 1);
    note(await sameOfProof(bundle, changed));
  }
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    proofs[0]!.slice(0, -3),
    proofs[0]!.replace('/1', '/2'),
  ])
    note(await sameOfProof(bundle, text));
  const swapped = proofs[0]!.replace(/"openings": \[[^\]]*\]/, '"openings": []');
  note(await sameOfProof(bundle, swapped));
  const [name, id, tagged] = key.split('+') as [string, string, string];
  for (const other of ['', 'no key', `${name}+${id}+${tagged.slice(0, -4)}AAAA`, `x${key}`])
    note(await sameOfProof(bundle, proofs[0]!, other));
  t.diagnostic(JSON.stringify([...said]));
  const all = ['proven', 'key', 'file', 'checkpoint', 'headers', 'inclusion', 'openings', 'course'];
  for (const check of all) assert.ok((said.get(check) ?? 0) > 0, `${check} was never said`);
});

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const pageLength = 100;
const tries = Number(process.env.TAMPERS ?? 150);

/** What the server answers about a log. */
function served(made: MadeLog, withOpenings = true) {
  const { size, root, frontier } = made.state;
  const state: LedgerState = {
    ...{ origin, size, root: base64(root), frontier: frontier.map(base64) },
    ...{ checkpoints: made.checkpoints, more: false, verifierKey: made.verifierKey },
  };
  const readPage = async (from: number): Promise<LedgerPage> => {
    const next = from + pageLength;
    const entries = made.entries.slice(from, next).map(({ index, header, openings }) => ({
      ...{ index, header: header.toString('utf8') },
      ...(withOpenings && { openings: base64(openings) }),
    }));
    return { entries, next: next < made.entries.length ? next : null };
  };
  return { state, verifierKey: made.verifierKey, readPage };
}

/** What Node says of the same entries; it has no tiles and no head either. */
function ofNode({ entries, state, checkpoints, verifierKey }: MadeLog) {
  const end = Math.ceil(state.size / pageLength) * pageLength;
  const seen = entries.slice(0, end).filter(({ index }) => index < state.size);
  async function* chunks() {
    for (let at = 0; at < seen.length; at += pageLength) yield seen.slice(at, at + pageLength);
  }
  const verifiers = [verifierOf(verifierKey)!];
  return verifyLog({ origin, entries: chunks(), state, checkpoints, verifiers });
}

test('of logs, good and changed, the page says what the command line says', async (t) => {
  const bundle = await loaded();
  const names = Object.keys(tampers);
  const logs = Array.from({ length: 26 }, (_, seed) =>
    madeLog(chanceOf(seed), { length: seed % 12 === 0 ? 270 + 10 * seed : 1 + seed }),
  );
  const counts = { right: 0, wrong: 0 };
  const compare = async (made: MadeLog, what: string) => {
    const node = await ofNode(made);
    const web = await bundle.verifyLedgerInBrowser(served(made));
    assert.equal(web.kind, node.ok ? 'right' : 'wrong', what);
    counts[node.ok ? 'right' : 'wrong'] += 1;
    // Bytes that are no text do not come over as they are; they are found, by other words.
    const isText = made.entries.every(({ header }) =>
      header.equals(Buffer.from(header.toString('utf8'))),
    );
    if (!isText) return;
    const { entries, checkpoints, firstWrong, notes } = node;
    if (web.kind === 'right')
      assert.equal(
        JSON.stringify([web.entries, web.checkpoints, web.notes]),
        JSON.stringify([entries, checkpoints, notes]),
        what,
      );
    if (web.kind === 'wrong')
      assert.deepEqual(
        [web.entries, web.checkpoints, web.index, web.what],
        [entries, checkpoints, firstWrong?.index, firstWrong?.what],
        what,
      );
  };
  for (const [seed, made] of logs.entries()) await compare(made, `log ${seed}`);
  for (let seed = 0; seed < tries; seed += 1) {
    const chance = chanceOf(seed);
    const made = copyOf(chance.one(logs));
    const name = names[seed % names.length]!;
    const what = tampers[name]!(made, chance);
    if (what !== undefined) await compare(made, `${name} of ${what}, seed ${seed}`);
  }
  t.diagnostic(JSON.stringify(counts));
  assert.ok(counts.right >= 26 && counts.wrong > tries / 2);
});

test('without openings a changed header is found, a changed value is not, and the verdict says so', async () => {
  const bundle = await loaded();
  const made = madeLog(chanceOf(4), { length: 300, every: 90 });
  const right = await bundle.verifyLedgerInBrowser({ ...served(made, false), contents: false });
  assert.ok(right.kind === 'right' && !right.contents);
  assert.equal(right.covered, 270);
  assert.match(right.notes.join('\n'), /contents and sequence were not checked: 300/);
  const openings = Buffer.from(made.entries[7]!.openings);
  openings[22]! ^= 1;
  made.entries[7] = { ...made.entries[7]!, openings };
  const closed = await bundle.verifyLedgerInBrowser({ ...served(made, false), contents: false });
  assert.equal(closed.kind, 'right');
  const open = await bundle.verifyLedgerInBrowser(served(made));
  assert.ok(open.kind === 'wrong' && open.index === 7);
  const header = Buffer.from(made.entries[9]!.header.toString().replace('2026', '2025'));
  made.entries[9] = { ...made.entries[9]!, header };
  const bent = await bundle.verifyLedgerInBrowser({ ...served(made, false), contents: false });
  assert.equal(bent.kind, 'wrong');
});
