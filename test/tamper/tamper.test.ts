// Changes logs at random and wants the verifier to notice every time, and never to cry wolf. TAMPERS and CLEAN set how
// many are tried.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf, copyOf, madeLog, toVerify, verifyMade } from './logs.js';
import { receiptOf, tampers } from './tampers.js';

const tries = Number(process.env.TAMPERS ?? 2_000);
const clean = Number(process.env.CLEAN ?? 300);

/** Mostly short, sometimes of more than one tile. */
const lengthOf = (seed: number) => (seed % 50 === 0 ? 250 + (seed % 331) : 1 + (seed % 60));

test(`${clean} clean logs: no false alarm`, async () => {
  for (let seed = 1; seed <= clean; seed += 1) {
    const log = madeLog(chanceOf(seed), { length: lengthOf(seed) });
    const receipts = log.entries.map(receiptOf);
    const from = log.checkpoints.at(-1)?.note;
    const verdict = await verifyMade(log, { receipts, ...(from !== undefined && { from }) });
    assert.deepEqual(verdict.firstWrong, undefined, `seed ${seed}`);
    assert.equal(verdict.entries, log.entries.length);
    assert.equal(verdict.checkpoints, log.checkpoints.length);
  }
});

test(`${tries} tampers: all found`, async () => {
  const names = Object.keys(tampers);
  const found = new Map<string, number>();
  const logs = Array.from({ length: 100 }, (_, seed) =>
    madeLog(chanceOf(seed), { length: lengthOf(seed) + 1 }),
  );
  let seed = 0;
  for (let done = 0; done < tries; seed += 1) {
    const chance = chanceOf(seed);
    const name = names[seed % names.length]!;
    const log = copyOf(chance.one(logs));
    const what = tampers[name]!(log, chance);
    if (what === undefined) continue;
    const verdict = await verifyMade(log);
    assert.equal(verdict.ok, false, `seed ${seed}: ${name} of ${what} was not found`);
    assert.ok(verdict.firstWrong?.what, `seed ${seed}: nothing said`);
    found.set(name, (found.get(name) ?? 0) + 1);
    done += 1;
  }
  assert.deepEqual([...found.keys()].sort(), names.sort());
});

test('the entry whose byte was changed is the one that is named', async () => {
  const whole = madeLog(chanceOf(1), { length: 300, every: 40 });
  for (let seed = 0; seed < 200; seed += 1) {
    const chance = chanceOf(seed);
    const log = copyOf(whole);
    const what = tampers[seed % 2 === 0 ? 'editHeader' : 'editOpenings']!(log, chance);
    const verdict = await verifyMade(log);
    assert.equal(
      verdict.firstWrong?.index,
      Number(/\d+/.exec(what!)),
      `${what}: ${verdict.firstWrong?.what}`,
    );
  }
});

test('an honest-looking change of a header names the entry; a changed tile names the tile', async () => {
  const log = madeLog(chanceOf(5), { length: 600, every: 100 });
  const clean = structuredClone(log.tiles);
  const header = log.entries[299]!.header.toString().replace('"at":"2026', '"at":"2025');
  const before = log.entries[299]!;
  log.entries[299] = { ...before, header: Buffer.from(header) };
  assert.deepEqual((await verifyMade(log)).firstWrong, {
    index: 299,
    what: 'it was changed: its hash is not the one in the tree',
  });
  log.entries[299] = before;
  Buffer.from(log.tiles.get('0/1')!.buffer, log.tiles.get('0/1')!.byteOffset)[43 * 32 + 5]! ^= 1;
  assert.deepEqual((await verifyMade(log)).firstWrong, {
    what: 'tile 1 of level 0 is missing or damaged, at entry 299',
  });
  log.tiles = clean;
  assert.equal((await verifyMade(log)).ok, true);
});

test('a tail that was cut is found with a receipt, a checkpoint or the head in hand, and not without', async () => {
  const whole = madeLog(chanceOf(9), { length: 50, every: 10 });
  const from = whole.checkpoints.at(-1)!.note;
  const log = madeLog(chanceOf(9), { length: 50, every: 10 });
  log.entries.length = 40;
  const cut = madeLog(chanceOf(9), { length: 40, every: 10 });
  const { head, ...without } = cut;
  assert.equal(head?.size, 40);
  assert.equal((await verifyMade(without)).ok, true);
  const missing = /entry|missing/;
  const { firstWrong: byReceipt } = await verifyMade(without, {
    receipts: [receiptOf(whole.entries[45]!)],
  });
  assert.match(byReceipt!.what, missing);
  assert.equal(byReceipt!.index, 40);
  assert.match((await verifyMade(without, { from })).firstWrong!.what, /vouches for 50 entries/);
  assert.match(
    (await verifyMade({ ...cut, head: whole.head! })).firstWrong!.what,
    /vouches for 50/,
  );
});

test('a receipt for another entry is found', async () => {
  const log = madeLog(chanceOf(11), { length: 20 });
  const receipts = [{ ...receiptOf(log.entries[4]!), index: 5 }];
  assert.equal((await verifyMade(log, { receipts })).firstWrong?.index, 5);
});

test('what hashes cannot show: one checkpoint out of the middle is gone', async () => {
  const log = madeLog(chanceOf(12), { length: 50, every: 10 });
  log.checkpoints.splice(1, 2);
  assert.equal((await verifyMade(log)).ok, true);
});

test('threads find the same', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const chance = chanceOf(seed);
    const log = madeLog(chance, { length: 1_100, every: 300 });
    assert.deepEqual(await verifyMade(log, { threads: 2 }), await verifyMade(log));
    tampers[seed % 2 === 0 ? 'delete' : 'editOpenings']!(log, chance);
    const verdict = await verifyMade(log, { threads: 2 });
    assert.equal(verdict.ok, false);
    assert.deepEqual(verdict, await verifyMade(log));
  }
});

test('what fails while it is being read is handed up, with threads and without', async () => {
  const log = madeLog(chanceOf(3), { length: 10 });
  async function* broken() {
    yield log.entries;
    throw new Error('the disk is gone');
  }
  for (const threads of [0, 2])
    await assert.rejects(
      verifyMade(log, { ...toVerify(log), entries: broken(), threads }),
      /the disk is gone/,
    );
});
