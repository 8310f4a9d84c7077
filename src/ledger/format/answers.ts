// Answers what the rules ask with node:crypto, at once. A browser has answers of its own.
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Answerer, Ask } from './asks.js';
import { commitmentTextIn, hashLength, leafDigest, nodesOver } from './hash.js';

/** Answers all questions but for tiles, which only a store knows. */
export const answerTo: Answerer = (ask: Ask): unknown => {
  switch (ask.kind) {
    case 'commitments':
      return ask.of.map(({ bytes, salt, from, to }) =>
        commitmentTextIn(asBuffer(bytes), salt, from, to),
      );
    case 'leaves':
      return leavesOf(ask.of);
    case 'nodes':
      return nodesOver(asBuffer(ask.row));
    case 'sum':
      return createHash('sha256').update(ask.of).digest();
    case 'signature':
      return verify(null, ask.of, publicKeyOf(ask.key), ask.signature);
    case 'tile':
      return undefined;
  }
};

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

function leavesOf(leaves: readonly Uint8Array[]): Buffer {
  // Of its own memory, because it goes between threads.
  const hashes = Buffer.allocUnsafeSlow(leaves.length * hashLength);
  let at = 0;
  for (const leaf of leaves) at += hashes.write(leafDigest(leaf), at, 'binary');
  return hashes;
}

const spki = Buffer.from('302a300506032b6570032100', 'hex');
/** Keys that were read, as long as their bytes are held. */
const keys = new WeakMap<Uint8Array, KeyObject>();

/** From the 32 bytes of an Ed25519 key. */
function publicKeyOf(bytes: Uint8Array): KeyObject {
  const known = keys.get(bytes);
  if (known !== undefined) return known;
  const key = createPublicKey({
    key: Buffer.concat([spki, bytes]),
    format: 'der',
    type: 'spki',
  });
  keys.set(bytes, key);
  return key;
}
