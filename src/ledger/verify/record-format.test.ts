// The worked example of docs/record-format.md is made again and compared; and the verifier stays small and by itself.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { type EntryHeader, entryVersion, headerBytes, openingBytes } from '../format/entry.js';
import { commitmentText, leafHash } from '../format/hash.js';
import { signCheckpoint, signerOf, verifierOf } from '../format/note.js';
import { append, emptyTree } from '../tree.js';
import { verifyLog } from './walk.js';

const page = new URL('../../../../docs/record-format.md', import.meta.url);
const origin = 'example.net/muster';
const signer = signerOf(origin, Buffer.alloc(32, 7));
const salt = (number: number) => Buffer.alloc(16, number);
const body = Buffer.from('<command/>');

function entryAt(index: number) {
  const [first, second] = [salt(2 * index + 1), salt(2 * index + 2)];
  const header: EntryHeader = {
    v: entryVersion,
    log: origin,
    index,
    sequence: index,
    kind: index === 0 ? 'intent' : 'outcome',
    record: 'r-1',
    at: `2026-01-01T00:00:00.00000${index}Z`,
    facts: index === 0 ? {} : { status: 200 },
    subjects: [{ kind: 'tenant', hash: commitmentText(first, Buffer.from('acme')) }],
    parts: [{ name: 'south', type: 'text/xml', length: 10, hash: commitmentText(second, body) }],
  };
  const openings = openingBytes([
    { state: 'kept', salt: first, bytes: Buffer.from('acme') },
    { state: 'kept', salt: second, bytes: body },
  ]);
  return { index, header: headerBytes(header), openings };
}

const entries = [entryAt(0), entryAt(1)];
const { tree } = append(
  emptyTree,
  entries.map(({ header }) => leafHash(header)),
);
const note = signCheckpoint({ origin, size: 2, root: Buffer.from(tree.state.root) }, [signer]);

const lines = (hex: string) => hex.match(/.{1,100}/g)!.join('\n');

function example(): string {
  const [first, second] = entries as [(typeof entries)[0], (typeof entries)[0]];
  const preimage = Buffer.concat([
    Buffer.from('muster-commitment/1\n'),
    salt(1),
    Buffer.from('acme'),
    Buffer.from([0, 0, 0, 0, 0, 0, 0, 4]),
  ]);
  const said: readonly [string, string][] = [
    ['Header 0', first.header.toString()],
    ['Openings 0', lines(first.openings.toString('hex'))],
    ['What is hashed for the commitment to `acme`', lines(preimage.toString('hex'))],
    ['The commitment', createHash('sha256').update(preimage).digest('hex')],
    ['Header 1', second.header.toString()],
    ['Leaf 0', leafHash(first.header).toString('hex')],
    ['Leaf 1', leafHash(second.header).toString('hex')],
    ['Root of both', Buffer.from(tree.state.root).toString('hex')],
    ['Checkpoint', note.trimEnd()],
    ['Verifier key', signer.verifierKey],
  ];
  return said.map(([name, text]) => `${name}:\n\n\`\`\`\n${text}\n\`\`\`\n`).join('\n');
}

test('the worked example of the page is what the code makes', async () => {
  const text = await readFile(page, 'utf8');
  const [before, , after] = text.split(/<!-- \/?example -->\n/) as [string, string, string];
  const wanted = `${before}<!-- example -->\n${example()}<!-- /example -->\n${after}`;
  if (process.env.UPDATE_PAGES === '1') await writeFile(page, wanted);
  else
    assert.equal(text, wanted, 'run again with UPDATE_PAGES=1 when the format was meant to change');
});

test('the worked example is right, by its own hashes and by the verifier', async () => {
  const sha256 = (...parts: Uint8Array[]) =>
    createHash('sha256').update(Buffer.concat(parts)).digest();
  const [left, right] = entries.map(({ header }) => sha256(Buffer.from([0]), header)) as [
    Buffer,
    Buffer,
  ];
  assert.deepEqual(tree.state.root, sha256(Buffer.from([1]), left, right));
  async function* all() {
    yield entries;
  }
  const verdict = await verifyLog({
    entries: all(),
    state: tree.state,
    checkpoints: [{ size: 2, note }],
    verifiers: [verifierOf(signer.verifierKey)!],
  });
  assert.deepEqual(verdict, { ok: true, entries: 2, checkpoints: 1, notes: [] });
});
