// What one entry of the ledger is: a canonical header, which is the leaf, and the openings of what it commits to. The
// openings may be erased one by one; the header, and every proof, stays.
import { Fault } from '../../fault.js';
import { canonicalText, type JsonValue } from './canonical.js';
import { type entryVersion, maxHeaderBytes } from './layout.js';

export { hashText, isHashText } from './hash.js';
export { entryVersion, maxHeaderBytes, type Opening } from './layout.js';
export { openingBytes, openingsIn } from './openings.js';

/** Something the entry is about, by commitment: a tenant, a group, a person. */
export interface SubjectHead {
  readonly kind: string;
  /** Base64 of the commitment to the value in UTF-8. */
  readonly hash: string;
}

/** A body, by commitment. */
export interface PartHead {
  readonly name: string;
  /** Media type, or what the part is. */
  readonly type: string;
  /** True length in bytes, whatever was kept. */
  readonly length: number;
  /** Base64 of the commitment to the whole. */
  readonly hash: string;
  /**
   * Only when not all of it was kept: how many bytes from the start, and the commitment to those, with the same salt.
   * A part of which nothing was kept says 0 and the commitment to no bytes: so its salt stands checked, too.
   */
  readonly kept?: number;
  readonly keptHash?: string;
}

/** Clear text in the leaf: nothing personal, nothing secret. */
export type Facts = { readonly [name: string]: string | number | null };

export interface EntryHeader {
  readonly v: typeof entryVersion;
  /** Origin of the log. */
  readonly log: string;
  /** Place in the log, from 0, without gap. */
  readonly index: number;
  /** Place among the entries of the same scope (the first subject), from 0, without gap. */
  readonly sequence: number;
  readonly kind: string;
  /** The record that the entry belongs to. */
  readonly record: string;
  /** UTC with microseconds, when the entry was made. */
  readonly at: string;
  readonly facts: Facts;
  /** The first is the scope. */
  readonly subjects: readonly SubjectHead[];
  readonly parts: readonly PartHead[];
}

/** The bytes of a leaf. Throws `LEDGER_INVALID` for a header that is too long or cannot be written. */
export function headerBytes(header: EntryHeader): Buffer {
  const bytes = Buffer.from(canonicalText(header as unknown as JsonValue), 'utf8');
  if (bytes.length > maxHeaderBytes)
    throw new Fault('LEDGER_INVALID', `an entry of ${bytes.length} bytes is too long`);
  return bytes;
}
