// Checkpoints as C2SP signed notes: origin, size and root in three lines, signed with Ed25519. Makes and reads text, in
// Node; how they are read is told in note-rules.ts.
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { answerTo } from './answers.js';
import { runNow } from './asks.js';
import { ed25519 } from './layout.js';
import { keyIdOf, type NoteRead, noteIn, type VerifierKey, verifierKeyIn } from './note-rules.js';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Signer {
  readonly name: string;
  /** `name+hash+base64`: what others verify with. */
  readonly verifierKey: string;
  sign(text: string): Buffer;
}

export interface Verifier extends VerifierKey {
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
  const id = bufferOf(runNow(keyIdOf(name, tagged), answerTo));
  return {
    name,
    verifierKey: `${name}+${id.toString('hex')}+${tagged.toString('base64')}`,
    sign: (text) => Buffer.concat([id, sign(null, Buffer.from(text, 'utf8'), key)]),
  };
}

/** Reads a verifier key; undefined when it is none. */
export function verifierOf(text: string): Verifier | undefined {
  const read = runNow(verifierKeyIn(text), answerTo);
  if (read === undefined) return undefined;
  const { name, key } = read;
  return {
    name,
    id: bufferOf(read.id),
    key,
    verify: (said, signature) =>
      answerTo({ kind: 'signature', key, of: Buffer.from(said, 'utf8'), signature }) === true,
  };
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
  | Exclude<NoteRead, { kind: 'signed' }>;

/** Reads and checks a note, by `noteIn`. */
export function readCheckpoint(note: string, verifiers: readonly Verifier[]): NoteReading {
  const read = runNow(noteIn(note, verifiers), answerTo);
  if (read.kind !== 'signed') return read;
  const { checkpoint } = read;
  return { ...read, checkpoint: { ...checkpoint, root: bufferOf(checkpoint.root) } };
}

const bufferOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
