import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf, madeLog, signer } from '../../../test/tamper/logs.js';
import { signerOf } from '../format/note.js';
import { makeProofFile } from '../proof-file.js';
import type { StoredEntry } from '../store.js';
import { verifyProofFile } from './proof-file.js';

const log = madeLog(chanceOf(21), { length: 700, every: 100 });
const checkpoint = log.checkpoints.at(-1)!;
const readTile = async (level: number, index: number) => log.tiles.get(`${level}/${index}`);
const headerOf = ({ header }: StoredEntry) =>
  JSON.parse(header.toString('utf8')) as { kind: string; record: string; sequence: number };
const key = signer.verifierKey;

const outcome = log.entries.find((entry) => headerOf(entry).kind === 'outcome')!;
const { record } = headerOf(outcome);
const ofRecord = log.entries.filter((entry) => headerOf(entry).record === record);
const scope = 'tenant-1';
const ofScope = log.entries.filter(
  ({ openings }) => openings.subarray(20, 28).toString() === scope,
);
const request = { checkpoint, readTile };

test('the file of a record proves intent and outcome, with a key and nothing else', async () => {
  const text = await makeProofFile({ ...request, about: { record }, entries: ofRecord });
  const verdict = verifyProofFile(text, key);
  assert.ok(verdict.ok);
  assert.deepEqual([verdict.about, verdict.size, verdict.by], [{ record }, 700, [signer.name]]);
  assert.deepEqual(
    verdict.entries.map(({ index, header }) => [index, header]),
    ofRecord.map(({ index, header }) => [index, header.toString('utf8')]),
  );
  assert.ok(verdict.entries[0]!.openings[0]!.state === 'kept');
});

test('what was withheld is not in the file, and the rest is proven', async () => {
  const withhold = () => true;
  const text = await makeProofFile({ ...request, about: { record }, entries: ofRecord, withhold });
  assert.ok(!text.includes('"salt"'));
  const verdict = verifyProofFile(text, key);
  assert.ok(verdict.ok);
  assert.ok(
    verdict.entries.every(({ openings }) => openings.every(({ state }) => state === 'erased')),
  );
});

test('the file of a scope proves that none of its entries is missing in between', async () => {
  const about = { scope };
  const withhold = () => true;
  const text = await makeProofFile({ ...request, about, entries: ofScope, withhold });
  const verdict = verifyProofFile(text, key);
  assert.ok(verdict.ok && verdict.entries.length === ofScope.length && ofScope.length > 100);
  for (const at of [0, 1, 50]) {
    const some = await makeProofFile({ ...request, about, entries: ofScope.toSpliced(at, 1) });
    assert.match(JSON.stringify(verifyProofFile(some, key)), /is missing/);
  }
  const stranger = log.entries.find((entry) => !ofScope.includes(entry))!;
  const more = await makeProofFile({ ...request, about, entries: [stranger, ...ofScope] });
  assert.equal(verifyProofFile(more, key).ok, false);
  const two = await makeProofFile({ ...request, about, entries: [...ofScope, ofScope.at(-1)!] });
  assert.equal(verifyProofFile(two, key).ok, false);
});

test('any changed character of what matters is found', async () => {
  const text = await makeProofFile({ ...request, about: { record }, entries: ofRecord });
  const chance = chanceOf(4);
  for (let tried = 0; tried < 1_500; tried += 1) {
    const at = chance.below(text.length);
    const changed = text.slice(0, at) + chance.one([...'aZ09+/= "\\{}[],:']) + text.slice(at + 1);
    const verdict = verifyProofFile(changed, key);
    // White space between members is nobody's business.
    if (verdict.ok) assert.deepEqual(JSON.parse(changed), JSON.parse(text), `at ${at}`);
  }
});

test('a stranger’s key, a stranger’s file, other files', async () => {
  const text = await makeProofFile({ ...request, about: { record }, entries: ofRecord });
  const stranger = signerOf(signer.name, Buffer.alloc(32, 99));
  assert.equal(verifyProofFile(text, stranger.verifierKey).ok, false);
  assert.equal(verifyProofFile(text, 'no key').ok, false);
  for (const other of [
    '',
    '{}',
    'null',
    '[]',
    '{"v":"muster-proof/1"}',
    text.slice(0, -3),
    text.replace('proof/1', 'proof/2'),
    text.replace('"record"', '"scope"'),
    text.replace('"entries"', '"entrys"'),
  ])
    assert.equal(verifyProofFile(other, key).ok, false);
  const file = JSON.parse(text) as { entries: unknown[] };
  for (const entries of [
    [],
    {},
    [null],
    [1],
    [{}],
    file.entries.toReversed(),
    file.entries.slice(1),
  ])
    assert.equal(verifyProofFile(JSON.stringify({ ...file, entries }), key).ok, false);
});

test('salts of another length are refused, not tripped over', async () => {
  const text = await makeProofFile({ ...request, about: { record }, entries: ofRecord });
  for (const length of [0, 15, 17, 5_000]) {
    const salt = Buffer.alloc(length, 1).toString('base64');
    const changed = text.replace(/"salt": "[^"]*"/, `"salt": "${salt}"`);
    assert.notEqual(changed, text);
    assert.equal(verifyProofFile(changed, key).ok, false);
  }
});

test('what the checkpoint does not cover has no proof yet', async () => {
  const early = log.checkpoints[0]!;
  await assert.rejects(
    makeProofFile({ about: { record }, entries: [log.entries[600]!], checkpoint: early, readTile }),
    { code: 'LEDGER_INVALID' },
  );
});
