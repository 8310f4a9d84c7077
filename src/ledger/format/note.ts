// Checkpoints as C2SP signed notes: origin, size and root in three lines, signed with Ed25519. Makes and reads text.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { hashLength } from './hash.js';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** Algorithm byte of a plain Ed25519 signature. */
const ed25519 = 0x01;
const spki = Buffer.from('302a300506032b6570032100', 'hex');
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Signer {
  readonly name: string;
  /** `name+hash+base64`: what others verify with. */
  readonly verifierKey: string;
  sign(text: string): Buffer;
}

export interface Verifier {
  readonly name: string;
  readonly id: Buffer;
  verify(text: string, signature: Buffer): boolean;
}

/** From the 32 bytes of an Ed25519 seed. */
export function signerOf(name: string, seed: Buffer): Signer {
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const tagged = Buffer.concat([Buffer.from([ed25519]), publicKey]);
  const id = keyId(name, tagged);
  return {
    name,
    verifierKey: `${name}+${id.toString('hex')}+${tagged.toString('base64')}`,
    sign: (text) => Buffer.concat([id, sign(null, Buffer.from(text, 'utf8'), key)]),
  };
}

/** Reads a verifier key; undefined when it is none. */
export function verifierOf(text: string): Verifier | undefined {
  const [, name = '', hex = '', base64 = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const tagged = bytesIn(base64);
  const id = keyId(name, tagged);
  if (tagged.length !== 33 || tagged[0] !== ed25519 || id.toString('hex') !== hex) return undefined;
  const key: KeyObject = createPublicKey({
    key: Buffer.concat([spki, tagged.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return {
    name,
    id,
    verify: (said, signature) => verify(null, Buffer.from(said, 'utf8'), key, signature),
  };
}

function keyId(name: string, tagged: Buffer): Buffer {
  return createHash('sha256').update(`${name}\n`, 'utf8').update(tagged).digest().subarray(0, 4);
}

/** The text that is signed, with its last line feed. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`;
}

/** A signed note of a checkpoint. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  const text = checkpointText(checkpoint);
  const lines = signers.map(
    (signer) => `— ${signer.name} ${signer.sign(text).toString('base64')}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

export type NoteReading =
  | { readonly kind: 'signed'; readonly checkpoint: Checkpoint; readonly by: readonly string[] }
  | { readonly kind: 'unreadable' | 'unsigned' | 'forged'; readonly why: string };

/**
 * Reads and checks a note. Signatures of unknown keys are passed over; a known key whose signature fails makes the note
 * forged; at least one known key must have signed.
 */
export function readCheckpoint(note: string, verifiers: readonly Verifier[]): NoteReading {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return { kind: 'unreadable', why: 'it is no signed note' };
  const text = note.slice(0, end + 1);
  if (/[\x00-\x09\x0b-\x1f]/.test(note))
    return { kind: 'unreadable', why: 'it holds control characters' };
  const checkpoint = checkpointIn(text);
  if (checkpoint === undefined) return { kind: 'unreadable', why: 'its text is no checkpoint' };
  const by: string[] = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = bytesIn(base64);
    if (name === undefined || bytes.length < 5)
      return { kind: 'unreadable', why: 'a signature line is damaged' };
    const verifier = verifiers.find(
      (one) => one.name === name && one.id.equals(bytes.subarray(0, 4)),
    );
    if (verifier === undefined) continue;
    if (!verifier.verify(text, bytes.subarray(4)))
      return { kind: 'forged', why: `the signature of ${name} does not fit` };
    by.push(name);
  }
  if (by.length === 0) return { kind: 'unsigned', why: 'no known key has signed it' };
  return { kind: 'signed', checkpoint, by };
}

function checkpointIn(text: string): Checkpoint | undefined {
  const [origin = '', digits = '', base64 = '', ...rest] = text.split('\n');
  const root = bytesIn(base64);
  const size = Number(digits);
  if (origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(digits) || !Number.isSafeInteger(size))
    return undefined;
  // Extension lines may follow; they are signed and say nothing to us.
  if (root.length !== hashLength || rest.indexOf('') !== rest.length - 1) return undefined;
  return { origin, size, root };
}

/** The bytes of base64 in its one spelling, so that no two notes say the same; none for any other text. */
function bytesIn(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : Buffer.alloc(0);
}
