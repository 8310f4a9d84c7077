// What is kept of a body or a message: redacted first, then whole, cut, or by length and commitment only.
import { randomBytes } from 'node:crypto';
import { commitmentOf, type DraftPart, saltLength } from '../ledger/index.js';
import { redactBytes } from '../ocip/index.js';
import type { Body } from './record.js';

/** What a part says about its content; where there is nothing to say, nothing. */
export interface ContentNote {
  /** How many places were taken out. */
  readonly redactions?: number;
  /** Which rules took them out. */
  readonly rules?: readonly string[];
  /** `received`: the commitment is to the bytes as they came; else to what redaction left of them. */
  readonly covers?: 'received';
}

export interface KeptContent {
  readonly part: DraftPart;
  readonly note: ContentNote;
}

export interface ContentOptions {
  readonly name: string;
  readonly type: string;
  /** Keep the content, or only its length and commitment. */
  readonly isKept: boolean;
  readonly maxBytes: number;
  readonly secrets?: readonly string[];
}

/** Redacts a whole content, commits to what is left, and keeps as much of it as is wanted. */
export function keepContent(content: Body['content'], options: ContentOptions): KeptContent {
  const { name, type } = options;
  // Nothing of it is kept, and looking through it would cost more than it protects.
  if (!options.isKept && content.length > options.maxBytes)
    return {
      part: partOf(name, type, Buffer.from(content), options),
      note: { covers: 'received' },
    };
  const { bytes, redactions } = redactBytes(content, options.secrets);
  return { part: partOf(name, type, bytes, options), note: noteOf(redactions) };
}

function partOf(name: string, type: string, bytes: Uint8Array, options: ContentOptions): DraftPart {
  if (options.isKept && bytes.length <= options.maxBytes) return { name, type, bytes };
  const salt = freshSalt();
  const whole = { salt, hash: commitmentOf(salt, bytes), length: bytes.length };
  return { name, type, kept: options.isKept ? headOf(bytes, options.maxBytes) : none, whole };
}

let pool = Buffer.alloc(0);

/** A new salt. One call for random bytes costs as much as many salts from it; none is ever given twice. */
export function freshSalt(): Uint8Array {
  if (pool.length < saltLength) pool = randomBytes(saltLength * 512);
  const salt = pool.subarray(0, saltLength);
  pool = pool.subarray(saltLength);
  return salt;
}

const none = new Uint8Array();

export function noteOf(redactions: readonly { readonly rule: string }[]): ContentNote {
  if (redactions.length === 0) return {};
  const rules = [...new Set(redactions.map(({ rule }) => rule))].slice(0, 20);
  return { redactions: redactions.length, rules };
}

/** At most so many bytes from the start, without half a character of UTF-8 at the end. */
export function headOf(bytes: Uint8Array, most: number): Uint8Array {
  let end = Math.min(most, bytes.length);
  for (let back = 0; back < 3 && end > 0 && end < bytes.length; back++) {
    if (((bytes[end] as number) & 0xc0) !== 0x80) break;
    end--;
  }
  return bytes.subarray(0, end);
}
