// The ledger while it is written: gives each draft its place, gathers what waits into batches, and tells a caller that its
// entry is durable only when the store has said so. Signs checkpoints. Knows no SQL and no records.
import { randomFillSync } from 'node:crypto';
import { asFault, Fault } from '../fault.js';
import type { Draft, Ledger, Receipt } from './draft.js';
import { type Checkpoint, signCheckpoint } from './format/note.js';
import { moveHead } from './keys.js';
import { type MadeEntry, makeEntry, type Salts, saltPool } from './making.js';
import type { LedgerOptions } from './options.js';
import { type Position, readPosition } from './position.js';
import type { LedgerState, SearchWrite, StoreWriter } from './store.js';
import { append as grow } from './tree.js';

/** This many are worth a commit of their own, so that the store writes while the next ones are hashed. */
const eagerBatch = 64;
/** Batches with the store at one time: one that it writes, one that lies ready. */
const maxSent = 2;
/** What an entry takes beside its parts, roughly. */
const bytesBeside = 1024;

/**
 * Opens a ledger for writing; makes store, key and head when they are not there. Faults: `LEDGER_BUSY` when somebody else
 * writes, `LEDGER_FORKED` when the store does not continue what was signed last, `LEDGER_UNAVAILABLE`, `LEDGER_INVALID`.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const writer = await options.store.write();
  try {
    return new Sequencer(options, writer, await readPosition(writer, options));
  } catch (thrown) {
    await writer.close();
    throw thrown;
  }
}

interface Waiting {
  readonly entry: MadeEntry;
  readonly search: SearchWrite;
  readonly scope: string;
  readonly sequence: number;
  readonly bytes: number;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (fault: Fault) => void;
}

interface SizeWaiter {
  readonly size: number;
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

class Sequencer implements Ledger {
  readonly origin: string;
  readonly verifierKey: string;
  readonly #salts: Salts;
  readonly #timer: NodeJS.Timeout | undefined;
  #durable: LedgerState;
  #lastAt: bigint;
  /** Made, with an index, but not yet with the store. */
  #made: Waiting[] = [];
  #madeBytes = 0;
  #sentBatches = 0;
  #sentEntries = 0;
  #isDue = false;
  #sizeWaiters: SizeWaiter[] = [];
  #signing: Promise<unknown> = Promise.resolve();
  /** Set while nothing can be entered. */
  #failure: Fault | undefined;
  #recovery: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(
    private readonly options: LedgerOptions,
    private writer: StoreWriter,
    private position: Position,
  ) {
    this.origin = options.origin;
    this.verifierKey = position.signer.verifierKey;
    this.#durable = position.tree.state;
    this.#lastAt = position.lastAt;
    this.#salts = saltPool(options.random ?? ((bytes) => void randomFillSync(bytes)));
    if (options.checkpointEveryMs === undefined) return;
    // A failure is not lost: what made it stands in the way of the next entry too, or of the next signature.
    const sign = () => void this.#signedNow().catch(() => undefined);
    this.#timer = setInterval(sign, options.checkpointEveryMs).unref();
  }

  get size(): number {
    return this.#durable.size;
  }

  get #nextIndex(): number {
    return this.position.tree.state.size + this.#made.length;
  }

  append(draft: Draft): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#assertOpen();
      const { maxQueuedBytes = 64 << 20 } = this.options;
      let bytes = bytesBeside;
      for (const part of draft.parts)
        bytes += 'bytes' in part ? part.bytes.length : part.kept.length;
      // One that is larger than the limit is taken when nothing else waits.
      if (this.#madeBytes > 0 && this.#madeBytes + bytes > maxQueuedBytes)
        throw new Fault('LEDGER_BUSY', `${this.#madeBytes} bytes wait to be written, try again`);
      this.#made.push(this.#make(draft, bytes, resolve, reject));
      this.#madeBytes += bytes;
      this.#pump();
    });
  }

  checkpoint(): Promise<string> {
    const signed = this.#signing.then(() => this.#sign());
    this.#signing = signed.catch(() => undefined);
    return signed;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#timer);
    try {
      await this.#recovery;
      if (this.#failure !== undefined) throw this.#failure;
      await this.#signedNow();
    } finally {
      await this.#signing;
      await this.#recovery;
      await this.writer.close();
    }
  }

  #assertOpen(): void {
    if (this.#closing !== undefined)
      throw new Fault('LEDGER_UNAVAILABLE', 'the ledger has been closed');
    if (this.#failure === undefined) return;
    this.#recover();
    throw this.#failure;
  }

  /** Gives the draft its place. Nothing has changed when it throws. */
  #make(
    draft: Draft,
    bytes: number,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
  ): Waiting {
    const { scopes } = this.position;
    const scope = JSON.stringify([draft.scope.kind, draft.scope.value]);
    const sequence = scopes.get(scope) ?? 0;
    const now = this.options.now();
    const at = now > this.#lastAt ? now : this.#lastAt + 1n;
    const index = this.#nextIndex;
    const entry = makeEntry(draft, { origin: this.origin, index, sequence, at }, this.#salts);
    scopes.set(scope, sequence + 1);
    this.#lastAt = at;
    const { record, isFirst, search: values } = draft;
    const search = { record, index, isFirst, values };
    return { entry, search, scope, sequence, bytes, resolve, reject };
  }

  /**
   * Sends what is worth sending now. While the store writes, the next ones are made; two batches go round, each half of
   * what there is, so that neither the store nor we wait for the other. No timer: with nothing at the store, whatever
   * comes in this turn of the loop goes.
   */
  #pump(): void {
    while (this.#made.length > 0 && this.#sentBatches < maxSent) {
      const half = Math.ceil((this.#made.length + this.#sentEntries) / 2);
      const worth = Math.min(Math.max(half, eagerBatch), this.options.maxBatch ?? 4096);
      if (this.#made.length >= worth) this.#send(worth);
      else if (this.#sentBatches > 0) return;
      else break;
    }
    if (this.#made.length === 0 || this.#sentBatches > 0 || this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      if (this.#sentBatches === 0) this.#send(this.#made.length);
    });
  }

  #send(count: number): void {
    const taken = this.#made.splice(0, Math.min(count, this.options.maxBatch ?? 4096));
    if (taken.length === 0) return;
    const { tree, tiles } = grow(
      this.position.tree,
      taken.map(({ entry }) => entry.leafHash),
    );
    const batch = {
      first: this.position.tree.state.size,
      entries: taken.map(({ entry }) => entry),
      search: taken.map(({ search }) => search),
      scopes: [...new Map(taken.map(({ scope, sequence }) => [scope, sequence + 1]))],
      tiles,
      state: tree.state,
    };
    this.position = { ...this.position, tree };
    this.#sentBatches += 1;
    this.#sentEntries += taken.length;
    const release = () => {
      this.#sentBatches -= 1;
      this.#sentEntries -= taken.length;
      for (const { bytes } of taken) this.#madeBytes -= bytes;
    };
    this.writer.append(batch).then(
      () => {
        release();
        this.#settle(taken, tree.state);
      },
      (thrown) => {
        release();
        const fault = asFault(thrown, 'LEDGER_UNAVAILABLE');
        for (const { reject } of taken) reject(fault);
        this.#goDown(fault);
      },
    );
  }

  #settle(taken: readonly Waiting[], state: LedgerState): void {
    this.#durable = state;
    for (const { resolve, search } of taken)
      resolve({ index: search.index, record: search.record });
    const reached = this.#sizeWaiters.filter(({ size }) => size <= state.size);
    this.#sizeWaiters = this.#sizeWaiters.filter(({ size }) => size > state.size);
    for (const { resolve } of reached) resolve();
    if (this.#sentBatches === 0) this.#send(this.#made.length);
    this.#pump();
    if (this.#failure !== undefined) this.#recover();
  }

  /** Refuses all that waits: its indexes and hashes rest on what was not written. */
  #goDown(fault: Fault): void {
    this.#failure ??= fault;
    const made = this.#made.splice(0);
    for (const { bytes } of made) this.#madeBytes -= bytes;
    const after = new Fault('LEDGER_UNAVAILABLE', `not entered: ${fault.message}`, {
      cause: fault,
    });
    for (const { reject } of made) reject(after);
    for (const { reject } of this.#sizeWaiters.splice(0)) reject(after);
    this.#recover();
  }

  /** Opens the store anew and reads where it stands. Until that has come to a good end, callers are refused. */
  #recover(): void {
    if (this.#recovery !== undefined || this.#sentBatches > 0 || this.#closing !== undefined)
      return;
    const again = async () => {
      // Whoever is signing has the head in hand.
      await this.#signing;
      await this.writer.close().catch(() => undefined);
      const writer = await this.options.store.write();
      try {
        this.position = await readPosition(writer, this.options, this.#durable);
      } catch (thrown) {
        await writer.close();
        throw thrown;
      }
      this.writer = writer;
      this.#durable = this.position.tree.state;
      this.#lastAt = this.position.lastAt;
      this.#failure = undefined;
    };
    this.#recovery = again()
      .catch((thrown) => {
        this.#failure = asFault(thrown, 'LEDGER_UNAVAILABLE');
      })
      .finally(() => {
        this.#recovery = undefined;
      });
  }

  #reached(size: number): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (size <= this.#durable.size) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#sizeWaiters.push({ size, resolve, reject });
    });
  }

  /** Signs unless nothing was entered since the last time. */
  async #signedNow(): Promise<void> {
    const { head } = this.position;
    if (this.#nextIndex !== (head?.size ?? 0)) await this.checkpoint();
  }

  async #sign(): Promise<string> {
    await this.#reached(this.#nextIndex);
    const { size, root } = this.#durable;
    const next: Checkpoint = { origin: this.origin, size, root: Buffer.from(root) };
    const { head, signer } = this.position;
    try {
      await moveHead(this.options.headFile, head, next);
      this.position = { ...this.position, head: next };
      const note = signCheckpoint(next, [signer]);
      await this.writer.saveCheckpoint({ size, note });
      return note;
    } catch (thrown) {
      const fault = asFault(thrown, 'LEDGER_UNAVAILABLE');
      this.#goDown(fault);
      throw fault;
    }
  }
}
