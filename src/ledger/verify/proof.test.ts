// Proofs that must be accepted, and many more that must not: each good one changed in every way that one thinks of.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { emptyRoot, leafHash, nodeHash } from '../format/hash.js';
import {
  append,
  consistencyPath,
  emptyTree,
  inclusionPath,
  type ReadTile,
  rootAt,
} from '../tree.js';
import { type Consistency, type Inclusion, verifyConsistency, verifyInclusion } from './proof.js';

/** The eight leaves that everybody tests RFC 6962 with. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((hex) => Buffer.from(hex, 'hex'));

const grown = append(emptyTree, leaves.map(leafHash));
const readTile: ReadTile = async (level, index) =>
  grown.tiles.find((tile) => tile.level === level && tile.index === index)?.hashes;

test('the published roots of the eight leaves', async () => {
  const wanted = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  for (const [size, root] of wanted.entries())
    assert.equal((await rootAt(size, readTile)).toString('hex'), root, `size ${size}`);
});

const flip = (hash: Uint8Array, bit: number) => {
  const copy = Buffer.from(hash);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
};
const stranger = createHash('sha256').update('stranger').digest();

/** Every way to spoil a path. */
function spoiled(path: readonly Buffer[]): [string, Buffer[]][] {
  const all: [string, Buffer[]][] = [
    ['a hash too many', [...path, stranger]],
    ['an empty hash at the end', [...path, Buffer.alloc(0)]],
    ['the root of nothing at the end', [...path, emptyRoot]],
    ['a hash before', [stranger, ...path]],
  ];
  if (path.length > 0) {
    all.push(['the last is missing', path.slice(0, -1)], ['the first is missing', path.slice(1)]);
    all.push(['a short hash', path.with(0, path[0]!.subarray(1))]);
    all.push(['garbage behind a hash', path.with(-1, Buffer.concat([path.at(-1)!, stranger]))]);
  }
  for (const [place, hash] of path.entries())
    all.push([`bit of ${place}`, path.with(place, flip(hash, 8 * place + 3))]);
  if (path.length > 1) all.push(['turned round', [...path].reverse()]);
  return all;
}

test('inclusion: what is right is accepted, whatever was changed is refused', async (t) => {
  let refused = 0;
  const cases: readonly [index: number, size: number][] = [
    [0, 1],
    [0, 8],
    [5, 8],
    [2, 3],
    [1, 5],
    [6, 7],
  ];
  for (const [index, size] of cases) {
    const path = await inclusionPath(index, size, readTile);
    const root = await rootAt(size, readTile);
    const good: Inclusion = { index, size, leafHash: leafHash(leaves[index]!), path, root };
    assert.equal(verifyInclusion(good), true, `${index} in ${size}`);
    const bad: [string, Partial<Inclusion>][] = [
      ['index before', { index: index - 1 }],
      ['index beyond', { index: size }],
      ['index far away', { index: index + 2 ** 40 }],
      ['half an index', { index: index + 0.5 }],
      ['no index', { index: Number.NaN }],
      ['no size', { size: 0 }],
      ['size turned round', { size: -size }],
      ['double size', { size: size * 2 }],
      ['size too large to count', { size: 2 ** 60 }],
      ['empty root', { root: Buffer.alloc(0) }],
      ['root of nothing', { root: emptyRoot }],
      ['bit of the root', { root: flip(root, 77) }],
      ['another leaf', { leafHash: stranger }],
      ['bit of the leaf', { leafHash: flip(good.leafHash, 255) }],
      ['short leaf', { leafHash: good.leafHash.subarray(0, 31) }],
      ...spoiled(path).map(([name, path]): [string, Partial<Inclusion>] => [name, { path }]),
    ];
    for (const [name, change] of bad)
      assert.equal(verifyInclusion({ ...good, ...change }), false, `${index} in ${size}: ${name}`);
    refused += bad.length;
  }
  t.diagnostic(`${cases.length} accepted, ${refused} refused`);
  assert.ok(refused >= 92);
});

test('consistency: what is right is accepted, whatever was changed is refused', async (t) => {
  let refused = 0;
  const cases: readonly [from: number, to: number][] = [
    [1, 1],
    [1, 8],
    [6, 8],
    [2, 5],
    [6, 7],
    [4, 8],
  ];
  for (const [from, to] of cases) {
    const path = await consistencyPath(from, to, readTile);
    const [fromRoot, toRoot] = [await rootAt(from, readTile), await rootAt(to, readTile)];
    const good: Consistency = { from, to, fromRoot, toRoot, path };
    assert.equal(verifyConsistency(good), true, `${from} to ${to}`);
    const bad: [string, Partial<Consistency>][] = [
      ['from nothing', { from: 0 }],
      ['from nothing, as its root', { from: 0, fromRoot: emptyRoot }],
      ['from nothing without a path', { from: 0, fromRoot: emptyRoot, path: [] }],
      ['from beyond', { from: to + 1 }],
      ['from far beyond', { from: from + 2 ** 33 }],
      ['half a size', { from: from - 0.5 }],
      ['to nothing', { to: 0 }],
      ['to the double', { to: to * 2 }],
      ['too large to count', { to: 2 ** 60 }],
      ['bit of the earlier root', { fromRoot: flip(fromRoot, 9) }],
      ['bit of the later root', { toRoot: flip(toRoot, 9) }],
      ['empty earlier root', { fromRoot: Buffer.alloc(0) }],
      ['empty later root', { toRoot: Buffer.alloc(0) }],
      ['root of nothing', { toRoot: emptyRoot }],
      ...spoiled(path).map(([name, path]): [string, Partial<Consistency>] => [name, { path }]),
    ];
    if (from < to)
      bad.push(['the two roots changed round', { fromRoot: toRoot, toRoot: fromRoot }]);
    for (const [name, change] of bad)
      assert.equal(verifyConsistency({ ...good, ...change }), false, `${from} to ${to}: ${name}`);
    refused += bad.length;
  }
  t.diagnostic(`${cases.length} accepted, ${refused} refused`);
  assert.ok(refused >= 92);
});

test('a path of the wrong hashes only: a leaf cannot be shown as a node, nor a node as a leaf', () => {
  const [left, right] = [leafHash(leaves[0]!), leafHash(leaves[1]!)];
  const root = nodeHash(left, right);
  const asLeaf = leafHash(Buffer.concat([left, right]));
  assert.notDeepEqual(asLeaf, root);
  assert.equal(verifyInclusion({ index: 0, size: 1, leafHash: asLeaf, path: [], root }), false);
});

test('beyond 2^31 entries numbers stay right', () => {
  // A log of 2^32 + 1: the last leaf stands alone beside one full tree of 32 levels.
  const size = 2 ** 32 + 1;
  const full = stranger;
  const last = leafHash(Buffer.from('last'));
  const root = nodeHash(full, last);
  assert.equal(verifyInclusion({ index: 2 ** 32, size, leafHash: last, path: [full], root }), true);
  assert.equal(verifyInclusion({ index: 0, size, leafHash: last, path: [full], root }), false);
  const path = [last];
  const step = { from: 2 ** 32, to: size, fromRoot: full, toRoot: root, path };
  assert.equal(verifyConsistency(step), true);
  assert.equal(verifyConsistency({ ...step, from: 1 }), false);
  assert.equal(verifyConsistency({ ...step, from: 2 ** 31 }), false);
});
