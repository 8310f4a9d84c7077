import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { emptyRoot } from './hash.js';
import { checkpointText, readCheckpoint, signCheckpoint, signerOf, verifierOf } from './note.js';

const origin = 'example.net/log';
const signer = signerOf(origin, Buffer.alloc(32, 1));
const other = signerOf('witness.example.net/w', Buffer.alloc(32, 2));
const verifier = verifierOf(signer.verifierKey)!;
const root = createHash('sha256').update('root').digest();
const note = signCheckpoint({ origin, size: 12, root }, [signer]);

/** A note of any text, truly signed. */
const signedNote = (text: string) =>
  `${text}\n\u2014 ${signer.name} ${signer.sign(text).toString('base64')}\n`;

test('a checkpoint is three lines, an empty one and its signatures', () => {
  assert.equal(
    checkpointText({ origin, size: 0, root: emptyRoot }),
    `${origin}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`,
  );
  assert.match(note, /^example\.net\/log\n12\n\S{44}\n\n— example\.net\/log \S{92}\n$/u);
  assert.deepEqual(readCheckpoint(note, [verifier]), {
    kind: 'signed',
    checkpoint: { origin, size: 12, root },
    by: [origin],
  });
});

test('the key id and the verifier key are those of C2SP', () => {
  // The example key of the signed-note specification.
  const example = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const peter = verifierOf(example);
  assert.equal(peter?.name, 'PeterNeumann');
  assert.equal(peter.id.toString('hex'), 'c74f20a3');
  assert.equal(verifierOf(example.replace('c74f20a3', 'c74f20a4')), undefined);
  assert.equal(verifierOf(example.replace('Peter', 'Petra')), undefined);
});

test('verifier keys that are none', () => {
  const [name, id, key] = signer.verifierKey.split('+') as [string, string, string];
  for (const text of [
    '',
    name,
    `${name}+${id}`,
    `${name}+${id}+`,
    `${name}+${id}+${key}=`,
    `+${id}+${key}`,
    `${name}+${id.toUpperCase()}+!${key}`,
    `${name}+${id}+Ag${key.slice(2)}`,
  ])
    assert.equal(verifierOf(text), undefined, text);
});

test('signatures of unknown keys are passed over; one that is known and fails is not', () => {
  const both = signCheckpoint({ origin, size: 12, root }, [other, signer]);
  const reading = readCheckpoint(both, [verifier]);
  assert.deepEqual(reading.kind === 'signed' && reading.by, [origin]);
  assert.equal(readCheckpoint(note, []).kind, 'unsigned');
  assert.equal(readCheckpoint(note, [verifierOf(other.verifierKey)!]).kind, 'unsigned');
  const foreign = signCheckpoint({ origin, size: 13, root }, [signer])
    .split('\n')
    .slice(-2)
    .join('\n');
  assert.equal(readCheckpoint(both + foreign, [verifier]).kind, 'forged');
  assert.equal(readCheckpoint(note.replace('\n12\n', '\n13\n'), [verifier]).kind, 'forged');
});

test('what is signed and yet no checkpoint is refused', () => {
  const base64 = root.toString('base64');
  const texts = {
    'no lines': '',
    'no root': `${origin}\n12\n`,
    'no size': `${origin}\n${base64}\n`,
    'no origin': `\n12\n${base64}\n`,
    'size with a zero before': `${origin}\n012\n${base64}\n`,
    'size with a sign': `${origin}\n+12\n${base64}\n`,
    'size below zero': `${origin}\n-1\n${base64}\n`,
    'size beyond 2^53': `${origin}\n9007199254740992\n${base64}\n`,
    'size of words': `${origin}\ntwelve\n${base64}\n`,
    'short root': `${origin}\n12\n${root.subarray(1).toString('base64')}\n`,
    'root in another spelling': `${origin}\n12\n${base64.replace('=', '')}\n`,
    'root and a space': `${origin}\n12\n${base64} \n`,
    'a carriage return': `${origin}\r\n12\n${base64}\n`,
  };
  for (const [what, text] of Object.entries(texts))
    assert.equal(readCheckpoint(signedNote(text), [verifier]).kind, 'unreadable', what);
  const extended = readCheckpoint(signedNote(`${origin}\n12\n${base64}\nmore\n`), [verifier]);
  assert.equal(extended.kind, 'signed');
});

test('notes that are damaged are refused: every byte, every cut', () => {
  for (const text of [
    '',
    '\n\n',
    note.trimEnd(),
    note.replace('\n\n', '\n'),
    note.replace('\u2014', '-'),
    `${note}\n`,
    `${note}x\n`,
    note.replace('\u2014 ', '\u2014  '),
  ])
    assert.notEqual(readCheckpoint(text, [verifier]).kind, 'signed', JSON.stringify(text));
  const bytes = Buffer.from(note);
  for (let at = 0; at < bytes.length; at += 1)
    for (const mask of [1, 0x20, 0x80]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= mask;
      assert.notEqual(
        readCheckpoint(changed.toString('utf8'), [verifier]).kind,
        'signed',
        `${at} ${mask}`,
      );
    }
  for (let end = 0; end < note.length; end += 1)
    assert.notEqual(readCheckpoint(note.slice(0, end), [verifier]).kind, 'signed', `cut at ${end}`);
});
