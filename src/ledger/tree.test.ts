import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Tile } from './store.js';
import {
  append,
  consistencyPath,
  emptyTree,
  inclusionPath,
  type ReadTile,
  rootAt,
  tileWidth,
  treeOf,
} from './tree.js';
import { verifyConsistency, verifyInclusion } from './verify/proof.js';

const leafAt = (index: number) => createHash('sha256').update(`leaf ${index}`).digest();
const leaves = Array.from({ length: 70_000 }, (_, index) => leafAt(index));

/** The definition of RFC 6962 2.1, read aloud. */
function rootBy(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  if (hashes.length === 1) return hashes[0]!;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(rootBy(hashes.slice(0, k)))
    .update(rootBy(hashes.slice(k)))
    .digest();
}

/** A tree grown in batches of these lengths, and its tiles. */
function grown(batches: readonly number[]) {
  let tree = emptyTree;
  const tiles = new Map<string, Uint8Array>();
  const written: Tile[][] = [];
  for (const length of batches) {
    const { size } = tree.state;
    const step = append(tree, leaves.slice(size, size + length));
    for (const tile of step.tiles) tiles.set(`${tile.level}/${tile.index}`, tile.hashes);
    written.push([...step.tiles]);
    tree = step.tree;
  }
  const readTile: ReadTile = async (level, index) => tiles.get(`${level}/${index}`);
  return { tree, tiles, written, readTile };
}

test('the root is that of the definition, whatever the batches were', async () => {
  for (const size of [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700]) {
    const wanted = rootBy(leaves.slice(0, size));
    assert.deepEqual(grown([size]).tree.state.root, wanted, `${size} at once`);
    const slowly = grown(Array.from({ length: size }, () => 1));
    assert.deepEqual(slowly.tree.state.root, wanted, `${size} one by one`);
    assert.deepEqual(slowly.tree.state, grown([size]).tree.state);
    assert.deepEqual(await rootAt(size, slowly.readTile), wanted);
  }
});

test('tiles lie as C2SP tlog-tiles says: 70,000 leaves', async () => {
  const { tiles, tree, readTile } = grown([100, 156, 1, 65_279, 4_464]);
  assert.equal(tree.state.size, 70_000);
  const widths = (level: number) =>
    [...tiles]
      .filter(([name]) => name.startsWith(`${level}/`))
      .map(([, { length }]) => length / 32);
  assert.deepEqual(
    [widths(0).length, widths(0).filter((width) => width === 256).length],
    [274, 273],
  );
  assert.equal(tiles.get('0/273')?.length, 112 * 32);
  assert.deepEqual(widths(1), [256, 17]);
  assert.deepEqual(widths(2), [1]);
  assert.deepEqual(Buffer.from(tiles.get('2/0')!), rootBy(leaves.slice(0, 65_536)));
  assert.deepEqual(await treeOf(tree.state, readTile), tree);
});

test('a batch writes only the tiles that it grew, and leaves the given tree alone', () => {
  const { tree } = grown([300]);
  const before = JSON.stringify(tree);
  const { tiles } = append(tree, leaves.slice(300, 301));
  assert.deepEqual(
    tiles.map(({ level, index, hashes }) => [level, index, hashes.length / 32]),
    [[0, 1, 45]],
  );
  assert.equal(JSON.stringify(tree), before);
  assert.deepEqual(append(tree, []), { tree, tiles: [] });
});

test('a tree goes on from what was stored', async () => {
  for (const size of [1, 255, 256, 257, 600, 65_536, 65_537]) {
    const { tree, readTile } = grown([size]);
    const again = await treeOf(tree.state, readTile);
    const next = leaves.slice(size, size + 300);
    assert.deepEqual(append(again, next), append(tree, next), `from ${size}`);
  }
});

test('a stored state that does not fit its tiles is refused', async () => {
  const { tree, readTile } = grown([600]);
  const { state } = tree;
  const refused = { code: 'LEDGER_INVALID' };
  await assert.rejects(treeOf({ ...state, size: 599 }, readTile), refused);
  await assert.rejects(treeOf({ ...state, root: leafAt(0) }, readTile), refused);
  await assert.rejects(treeOf({ ...state, frontier: state.frontier.slice(1) }, readTile), refused);
  await assert.rejects(
    treeOf(state, async () => undefined),
    refused,
  );
});

test('every proof of every size up to 70 is accepted, at sizes of the past too', async () => {
  const { readTile } = grown([13, 57]);
  for (let size = 1; size <= 70; size += 1) {
    const root = rootBy(leaves.slice(0, size));
    for (let index = 0; index < size; index += 1) {
      const path = await inclusionPath(index, size, readTile);
      assert.ok(verifyInclusion({ index, size, leafHash: leaves[index]!, path, root }));
    }
    for (let from = 1; from <= size; from += 1) {
      const path = await consistencyPath(from, size, readTile);
      const fromRoot = rootBy(leaves.slice(0, from));
      assert.ok(
        verifyConsistency({ from, to: size, fromRoot, toRoot: root, path }),
        `${from} ${size}`,
      );
    }
  }
});

test('proofs of a tree of three levels, at sizes around its tiles', async () => {
  const { readTile } = grown([70_000]);
  const sizes = [255, 256, 257, 511, 4_096, 65_535, 65_536, 65_537, 69_999, 70_000];
  for (const size of sizes) {
    const root = await rootAt(size, readTile);
    assert.deepEqual(root, rootBy(leaves.slice(0, size)));
    for (const index of [0, 1, 254, 255, 256, 4_095, 65_535, 65_536, size - 1]) {
      if (index >= size) continue;
      const path = await inclusionPath(index, size, readTile);
      assert.ok(verifyInclusion({ index, size, leafHash: leaves[index]!, path, root }));
    }
    for (const from of sizes.filter((one) => one <= size)) {
      const path = await consistencyPath(from, size, readTile);
      const fromRoot = await rootAt(from, readTile);
      assert.ok(verifyConsistency({ from, to: size, fromRoot, toRoot: root, path }));
    }
  }
});

test('what is not in the log has no proof', async () => {
  const { readTile } = grown([10]);
  const refused = { code: 'LEDGER_INVALID' };
  await assert.rejects(inclusionPath(10, 10, readTile), refused);
  await assert.rejects(inclusionPath(-1, 10, readTile), refused);
  await assert.rejects(inclusionPath(0, 11, readTile), refused);
  await assert.rejects(consistencyPath(0, 10, readTile), refused);
  await assert.rejects(consistencyPath(11, 10, readTile), refused);
  await assert.rejects(rootAt(tileWidth + 10, readTile), refused);
});
