// The one writer as the rest of the program sees it: hands batches to the writing thread and hears when they are on the
// medium. Reads go to a connection of this thread.
import { Worker } from 'node:worker_threads';
import { Fault } from '../../fault.js';
import type {
  Batch,
  Condition,
  FoundRow,
  LedgerState,
  SearchQuery,
  StoredCheckpoint,
  StoredEntry,
  StoreWriter,
} from '../store.js';
import { faultFrom } from './failure.js';
import { packed } from './packing.js';
import { SqliteReader } from './reader.js';
import type { Answer, Ask, ThreadData } from './thread.js';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

export class SqliteWriter implements StoreWriter {
  readonly #waiters: Waiter[] = [];
  #dead: Fault | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly data: ThreadData,
    private readonly reader: () => SqliteReader,
  ) {
    worker.on('message', (answer: Answer) => this.#take(answer));
    worker.on('error', (thrown) => this.#die(thrown));
    worker.on('exit', () => this.#die(undefined));
    // Only what is being waited for keeps the process alive.
    worker.unref();
  }

  static async open(data: ThreadData): Promise<SqliteWriter> {
    let reader: SqliteReader | undefined;
    // Flags of the program, such as --input-type, are not for the thread.
    const options = { workerData: data, execArgv: [] };
    const worker = new Worker(new URL('./thread.js', import.meta.url), options);
    const writer = new SqliteWriter(worker, data, () => reader!);
    try {
      await writer.#ask({ kind: 'open' });
      reader = await SqliteReader.open(data.url, data.path, data.fields, data.driver);
      return writer;
    } catch (thrown) {
      await writer.#end();
      throw thrown;
    }
  }

  append(batch: Batch): Promise<void> {
    const message = packed(batch);
    return this.#ask({ kind: 'append', batch: message }, [message.block]);
  }

  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    return this.#ask({ kind: 'saveCheckpoint', checkpoint });
  }

  async close(): Promise<void> {
    // Its connection first: the last one to close moves the write-ahead log into the file.
    await this.reader().close();
    await this.#end();
  }

  scopes(): Promise<ReadonlyMap<string, number>> {
    return this.reader().scopes();
  }

  state(): Promise<LedgerState> {
    return this.reader().state();
  }

  entries(from: number, to: number): AsyncIterable<readonly StoredEntry[]> {
    return this.reader().entries(from, to);
  }

  entriesOf(record: string): Promise<readonly StoredEntry[]> {
    return this.reader().entriesOf(record);
  }

  tile(level: number, index: number): Promise<Uint8Array | undefined> {
    return this.reader().tile(level, index);
  }

  checkpoints(): Promise<readonly StoredCheckpoint[]> {
    return this.reader().checkpoints();
  }

  find(query: SearchQuery): Promise<readonly FoundRow[]> {
    return this.reader().find(query);
  }

  count(where: readonly Condition[]): Promise<number> {
    return this.reader().count(where);
  }

  async #end(): Promise<void> {
    if (this.#dead !== undefined) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    await this.#ask({ kind: 'close' }).catch(() => this.worker.terminate());
    this.worker.ref();
    await exited;
  }

  #ask(ask: Ask, handedOver: readonly ArrayBuffer[] = []): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== undefined) {
        reject(this.#dead);
        return;
      }
      this.#waiters.push({ resolve, reject });
      this.worker.ref();
      this.worker.postMessage(ask, handedOver);
    });
  }

  #take({ fault }: Answer): void {
    const waiter = this.#waiters.shift();
    if (this.#waiters.length === 0) this.worker.unref();
    if (fault === undefined) waiter?.resolve();
    else waiter?.reject(faultFrom(fault));
  }

  #die(cause: unknown): void {
    this.#dead ??= new Fault('LEDGER_UNAVAILABLE', `${this.data.url} is closed for writing`, {
      cause,
    });
    for (const { reject } of this.#waiters.splice(0)) reject(this.#dead);
  }
}
