// The one writer as the rest of the program sees it: hands batches to the writing thread and hears when they are on the
// medium. Reads go to a connection of this thread.
import { Worker } from 'node:worker_threads';
import { Fault } from '../../fault.js';
import type {
  Batch,
  Condition,
  Entries,
  FoundRow,
  LedgerState,
  SearchQuery,
  StoredCheckpoint,
  StoredEntry,
  StoreWriter,
} from '../store.js';
import { type Answer, type Ask, deskFor, type ThreadData } from './desk.js';
import { faultFrom } from './failure.js';
import { packed } from './packing.js';
import { SqliteReader } from './reader.js';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

/** Where asks go to be done. */
interface Hand {
  ask(ask: Ask, handedOver?: readonly ArrayBuffer[]): Promise<void>;
  end(): Promise<void>;
}

export interface WriterOptions extends ThreadData {
  /** Write in the caller's thread: for a run that enters little and ends, a thread costs more than it saves. */
  readonly inCallersThread?: boolean;
}

export class SqliteWriter implements StoreWriter {
  private constructor(
    private readonly hand: Hand,
    private readonly reader: () => SqliteReader,
  ) {}

  static async open({ inCallersThread = false, ...data }: WriterOptions): Promise<SqliteWriter> {
    let reader: SqliteReader | undefined;
    const hand = inCallersThread ? ownHand(data) : new ThreadHand(data);
    try {
      await hand.ask({ kind: 'open' });
      reader = await SqliteReader.open(data.url, data.path, data.fields, data.driver);
      return new SqliteWriter(hand, () => reader!);
    } catch (thrown) {
      await hand.end();
      throw thrown;
    }
  }

  append(batch: Batch): Promise<void> {
    const message = packed(batch);
    return this.hand.ask({ kind: 'append', batch: message }, [message.block]);
  }

  saveCheckpoint(checkpoint: StoredCheckpoint): Promise<void> {
    return this.hand.ask({ kind: 'saveCheckpoint', checkpoint });
  }

  async close(): Promise<void> {
    // Its connection first: the last one to close moves the write-ahead log into the file.
    await this.reader().close();
    await this.hand.end();
  }

  scopes(): Promise<ReadonlyMap<string, number>> {
    return this.reader().scopes();
  }

  state(): Promise<LedgerState> {
    return this.reader().state();
  }

  entries(from: number, to: number): Entries {
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
}

/** How often a lock that somebody else holds is tried again, in milliseconds. */
const retryMs = 25;

/** Does everything in this thread. Waiting for a lock does not stop the rest of the program. */
function ownHand(data: ThreadData): Hand {
  const desk = deskFor({ ...data, waitMs: 0 });
  let isOpen = true;
  const done = async (ask: Ask) => {
    const { fault } = await desk(ask);
    return fault === undefined ? undefined : faultFrom(fault);
  };
  return {
    async ask(ask) {
      const until = performance.now() + data.waitMs;
      let fault = await done(ask);
      while (ask.kind === 'open' && fault?.code === 'LEDGER_BUSY' && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, retryMs));
        fault = await done(ask);
      }
      if (fault !== undefined) throw fault;
    },
    async end() {
      if (!isOpen) return;
      isOpen = false;
      await done({ kind: 'close' });
    },
  };
}

/** Does everything in a thread of its own. */
class ThreadHand implements Hand {
  readonly #waiters: Waiter[] = [];
  #dead: Fault | undefined;
  private readonly worker: Worker;

  constructor(private readonly data: ThreadData) {
    // Flags of the program, such as --input-type, are not for the thread.
    const options = { workerData: data, execArgv: [] };
    this.worker = new Worker(new URL('./thread.js', import.meta.url), options);
    this.worker.on('message', (answer: Answer) => this.#take(answer));
    this.worker.on('error', (thrown) => this.#die(thrown));
    this.worker.on('exit', () => this.#die(undefined));
    // Only what is being waited for keeps the process alive.
    this.worker.unref();
  }

  async end(): Promise<void> {
    if (this.#dead !== undefined) return;
    const exited = new Promise((resolve) => this.worker.once('exit', resolve));
    await this.ask({ kind: 'close' }).catch(() => this.worker.terminate());
    this.worker.ref();
    await exited;
  }

  ask(ask: Ask, handedOver: readonly ArrayBuffer[] = []): Promise<void> {
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
