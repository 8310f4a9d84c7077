// Reads checkpoints (C2SP signed notes) and verifier keys: the rules, for Node and for browsers.
import { isSame, type Rules, sumOf } from './asks.js';
import { bytesOf } from './base64.js';
import { ed25519, hashLength } from './layout.js';

/** What signatures of one signer are checked with. */
export interface VerifierKey {
  readonly name: string;
  /** 4 bytes. */
  readonly id: Uint8Array;
  /** The 32 bytes of an Ed25519 key. */
  readonly key: Uint8Array;
}

/** What a checkpoint says. */
export interface CheckpointSaid {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export type NoteRead =
  | {
      readonly kind: 'signed';
      readonly checkpoint: CheckpointSaid;
      readonly by: readonly string[];
    }
  | { readonly kind: 'unreadable' | 'unsigned' | 'forged'; readonly why: string };

const utf8 = new TextEncoder();
const noBytes = new Uint8Array();

/** Reads a verifier key, `name+hash+base64`; undefined when it is none. */
export function* verifierKeyIn(text: string): Rules<VerifierKey | undefined> {
  const [, name = '', hex = '', base64 = ''] =
    /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(text.trim()) ?? [];
  const tagged = bytesOf(base64) ?? noBytes;
  if (tagged.length !== 33 || tagged[0] !== ed25519) return undefined;
  const id = yield* keyIdOf(name, tagged);
  return hexOf(id) === hex ? { name, id, key: tagged.slice(1) } : undefined;
}

/** The first 4 bytes of SHA-256(name ‖ 0x0a ‖ tagged key). */
export function* keyIdOf(name: string, tagged: Uint8Array): Rules<Uint8Array> {
  const named = utf8.encode(`${name}\n`);
  const bytes = new Uint8Array(named.length + tagged.length);
  bytes.set(named);
  bytes.set(tagged, named.length);
  return (yield* sumOf(bytes)).subarray(0, 4);
}

const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Reads and checks a note. Signatures of unknown keys are passed over; a known key whose signature fails makes the note
 * forged; at least one known key must have signed.
 */
export function* noteIn(note: string, keys: readonly VerifierKey[]): Rules<NoteRead> {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return { kind: 'unreadable', why: 'it is no signed note' };
  const text = note.slice(0, end + 1);
  if (/[\x00-\x09\x0b-\x1f]/.test(note))
    return { kind: 'unreadable', why: 'it holds control characters' };
  const checkpoint = checkpointIn(text);
  if (checkpoint === undefined) return { kind: 'unreadable', why: 'its text is no checkpoint' };
  const of = utf8.encode(text);
  const by: string[] = [];
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = bytesOf(base64) ?? noBytes;
    if (name === undefined || bytes.length < 5)
      return { kind: 'unreadable', why: 'a signature line is damaged' };
    const known = keys.find((one) => one.name === name && isSame(one.id, bytes.subarray(0, 4)));
    if (known === undefined) continue;
    if ((yield { kind: 'signature', key: known.key, of, signature: bytes.subarray(4) }) !== true)
      return { kind: 'forged', why: `the signature of ${name} does not fit` };
    by.push(name);
  }
  if (by.length === 0) return { kind: 'unsigned', why: 'no known key has signed it' };
  return { kind: 'signed', checkpoint, by };
}

function checkpointIn(text: string): CheckpointSaid | undefined {
  const [origin = '', digits = '', base64 = '', ...rest] = text.split('\n');
  const root = bytesOf(base64) ?? noBytes;
  const size = Number(digits);
  if (origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(digits) || !Number.isSafeInteger(size))
    return undefined;
  // Extension lines may follow; they are signed and say nothing to us.
  if (root.length !== hashLength || rest.indexOf('') !== rest.length - 1) return undefined;
  return { origin, size, root };
}
