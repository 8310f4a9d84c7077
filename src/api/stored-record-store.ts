// Stores records that were handed over, each once: a repetition is recognised by its id, and by what it says.
import { createHash } from 'node:crypto';
import { toldHashOf } from '../records/index.js';
import type { Caller } from './caller.js';
import type { House } from './route.js';
import type { HandedOver } from './stored-record.js';

/** What is needed of the house. */
export type StoreHouse = Pick<House, 'reader' | 'recorder'>;

/** What became of one record. Of a conflict nothing was stored. */
export interface StoredItem {
  readonly internal_id: string;
  readonly state: 'stored' | 'already' | 'conflict';
}

/** One record, and how it is known again. */
export interface Handed {
  readonly record: HandedOver;
  readonly caller: Caller;
  readonly id: string | undefined;
  readonly within?: string;
}

export interface RecordStore {
  /** Resolves when the record is durable. Throws what the recorder throws. */
  store(handed: Handed): Promise<StoredItem>;
  /** Whether another record came under that id before. */
  isTaken(handed: Handed): Promise<boolean>;
}

/** A store for one server, which is the only writer of its ledger: that two do the same at a time is seen here alone. */
export function recordStore({ reader, recorder }: StoreHouse): RecordStore {
  const underWay = new Map<string, Promise<unknown>>();
  const enter = async ({ record, caller, id, within }: Handed) => {
    const call = record.callOf(caller, id, within);
    if (id !== undefined) {
      const hash = await toldHashOf(reader, id);
      if (hash !== undefined)
        return {
          internal_id: id,
          state: hash === call.told?.bodyHash ? 'already' : 'conflict',
        } as const;
    }
    const entered = await recorder.open(call);
    await entered.close(record.end);
    return { internal_id: entered.id, state: 'stored' } as const;
  };
  const store = async (handed: Handed) => {
    const { id } = handed;
    if (id === undefined) return enter(handed);
    const before = underWay.get(id) ?? Promise.resolve();
    const now = before.catch(() => undefined).then(() => enter(handed));
    underWay.set(id, now);
    try {
      return await now;
    } finally {
      if (underWay.get(id) === now) underWay.delete(id);
    }
  };
  const isTaken = async ({ record, caller, id, within }: Handed) => {
    if (id === undefined) return false;
    const hash = await toldHashOf(reader, id);
    return hash !== undefined && hash !== record.callOf(caller, id, within).told?.bodyHash;
  };
  return { store, isTaken };
}

/**
 * Id of a record that brings none, from the caller's key and its place in the call: the first 16 bytes of
 * SHA-256(author ‖ 0 ‖ key ‖ 0 ‖ place) as a UUID of version 8, and `0.0` in place of a time.
 */
export function keyedId(author: string, key: string, place: number): string {
  const bytes = createHash('sha256').update(`${author}\0${key}\0${place}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const [, ...groups] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex) as RegExpExecArray;
  return `${groups.join('-')}-0.0`;
}
