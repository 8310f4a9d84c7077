// What the ledger is asked to enter, and what it answers. Types only.
import type { Facts } from './format/entry.js';
import type { SearchValue } from './store.js';

/** A body to commit to. */
export type DraftPart =
  /** Kept whole. */
  | { readonly name: string; readonly type: string; readonly bytes: Uint8Array }
  /** Kept from the start up to a limit, or not at all (`kept` empty): the whole was committed to as it passed. */
  | {
      readonly name: string;
      readonly type: string;
      readonly kept: Uint8Array;
      readonly whole: { readonly salt: Uint8Array; readonly hash: Buffer; readonly length: number };
    };

export interface Draft {
  readonly kind: string;
  readonly record: string;
  /** The first entry of its record. */
  readonly isFirst: boolean;
  /** Whose gapless sequence it counts in, such as a tenant; it is the first subject. May be an empty text. */
  readonly scope: { readonly kind: string; readonly value: string };
  readonly subjects: readonly { readonly kind: string; readonly value: string }[];
  readonly facts: Facts;
  readonly parts: readonly DraftPart[];
  readonly search: Readonly<Record<string, SearchValue>>;
}

export interface Receipt {
  readonly index: number;
  readonly record: string;
}

export interface Ledger {
  readonly origin: string;
  /** What others verify checkpoints with. */
  readonly verifierKey: string;
  /** Entries so far, durable ones only. */
  readonly size: number;
  /** Resolves when the entry is durable. Faults: `LEDGER_BUSY` when too much waits, `LEDGER_UNAVAILABLE`. */
  append(draft: Draft): Promise<Receipt>;
  /** Signs the present size and root, after all that was appended before; gives the note. */
  checkpoint(): Promise<string>;
  /** Enters what waits, signs, and lets go of the store. */
  close(): Promise<void>;
}
