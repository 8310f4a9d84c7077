// The key and the head: made once, for nobody else to read, never replaced by mistake.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { origin, temporaryFolder } from '../../test/ledger/sample.js';
import { Fault } from '../fault.js';
import { verifierOf } from './index.js';
import { makeKey, moveHead, publishKey, readHead, readKey } from './keys.js';

const isFault = (code: string, text: RegExp) => (thrown: unknown) =>
  thrown instanceof Fault && thrown.code === code && text.test(thrown.message);
const head = (size: number, fill = size) => ({ origin, size, root: Buffer.alloc(32, fill) });
const isWindows = process.platform === 'win32';

test('a key is made once, private, and read again', async () => {
  using folder = temporaryFolder();
  const file = folder.at('keys/log.key');
  assert.equal(await readKey(file, origin), undefined);
  const made = await makeKey(file, origin);
  const text = readFileSync(file, 'utf8');
  assert.match(text, /^# .*log\.example\.net\/records.*\n[A-Za-z0-9+/]{43}=\n$/);
  if (!isWindows) assert.equal(statSync(file).mode & 0o777, 0o600);
  await assert.rejects(makeKey(file, origin), isFault('LEDGER_UNAVAILABLE', /cannot be made/));
  assert.equal(readFileSync(file, 'utf8'), text);
  const again = await readKey(file, origin);
  assert.equal(again?.verifierKey, made.verifierKey);
  await publishKey(file, made);
  await publishKey(file, made);
  const verifier = verifierOf(readFileSync(`${file}.pub`, 'utf8'));
  assert.ok(verifier?.verify('text', again!.sign('text').subarray(4)));
  if (!isWindows) assert.equal(statSync(`${file}.pub`).mode & 0o777, 0o644);
  assert.deepEqual(readdirSync(folder.at('keys')).sort(), ['log.key', 'log.key.pub']);
});

test('a key that others can read, or that is none, is refused', async () => {
  using folder = temporaryFolder();
  const file = folder.at('log.key');
  await makeKey(file, origin);
  const seed = readFileSync(file, 'utf8').split('\n')[1]!;
  if (!isWindows) {
    chmodSync(file, 0o640);
    await assert.rejects(readKey(file, origin), (thrown) => {
      assert.ok(isFault('LEDGER_UNAVAILABLE', /read by others/)(thrown));
      return !(thrown as Fault).message.includes(seed);
    });
    chmodSync(file, 0o600);
  }
  for (const text of ['', '# only words\n', 'QUJD\n']) {
    writeFileSync(file, text);
    await assert.rejects(readKey(file, origin), isFault('LEDGER_UNAVAILABLE', /holds no key/));
  }
});

test('the head moves from what it was, and leaves nothing beside it', async () => {
  using folder = temporaryFolder();
  const file = folder.at('log.head');
  assert.equal(await readHead(file, origin), undefined);
  await moveHead(file, undefined, head(3));
  await moveHead(file, head(3), head(3));
  await moveHead(file, head(3), head(9));
  assert.deepEqual(await readHead(file, origin), head(9));
  assert.deepEqual(readdirSync(folder.path), ['log.head']);
  assert.equal(
    readFileSync(file, 'utf8'),
    `${origin}\n9\n${Buffer.alloc(32, 9).toString('base64')}\n`,
  );
});

test('a head that somebody else has moved is not moved', async () => {
  using folder = temporaryFolder();
  const file = folder.at('log.head');
  await moveHead(file, undefined, head(3));
  for (const was of [undefined, head(2), head(3, 7)])
    await assert.rejects(moveHead(file, was, head(9)), isFault('LEDGER_FORKED', /somebody else/));
  assert.deepEqual(await readHead(file, origin), head(3));
});

test('a head that is damaged or of another log is refused', async () => {
  using folder = temporaryFolder();
  const file = folder.at('log.head');
  const root = Buffer.alloc(32).toString('base64');
  for (const text of ['', `${origin}\n3\n`, `${origin}\n03\n${root}\n`, `${origin}\n3\nQUJD\n`]) {
    writeFileSync(file, text);
    await assert.rejects(readHead(file, origin), isFault('LEDGER_FORKED', /cannot be read/));
  }
  writeFileSync(file, `elsewhere.example.net\n3\n${root}\n`);
  await assert.rejects(readHead(file, origin), isFault('LEDGER_FORKED', /belongs to elsewhere/));
  assert.ok(existsSync(file));
});
