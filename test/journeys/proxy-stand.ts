// A proxy between a bare client and a stand-in for BroadWorks, with records in memory: what tests of the proxy begin with.
import { connect, type Socket } from 'node:net';
import type { Fault } from '../../src/fault.js';
import {
  type OciProxy,
  openProxy,
  type ProxyLine,
  type ProxyOptions,
} from '../../src/proxy/index.js';
import {
  type AuditRecord,
  defaultPolicy,
  openRecorder,
  type Policy,
  type Recorder,
  readRecord,
} from '../../src/records/index.js';
import { parseTarget } from '../../src/south/index.js';
import { counters, type FakeLedger, fakeLedger } from '../records-fakes.js';

export interface Stand extends AsyncDisposable {
  readonly proxy: OciProxy;
  readonly ledger: FakeLedger;
  readonly lines: ProxyLine[];
  readonly troubles: Fault[];
  /** All records in the order in which they began. */
  records(): Promise<readonly AuditRecord[]>;
}

type Given = Partial<Omit<ProxyOptions, 'target'>> & {
  readonly keep?: Policy;
  readonly wrap?: (recorder: Recorder) => Recorder;
};

/** Everything of every message is kept, so that tests can look at it. */
export const keepAll: Policy = [{ name: 'all', south: 'full', bodies: 'full' }];

export async function openStand(targetUrl: string, given: Given = {}): Promise<Stand> {
  const { keep = defaultPolicy, wrap = (one) => one, ...options } = given;
  const ledger = fakeLedger();
  const lines: ProxyLine[] = [];
  const troubles: Fault[] = [];
  const recorder = openRecorder({ ledger, policy: keep, ...counters() });
  const proxy = await openProxy({
    listen: [targetUrl.startsWith('http') ? 'http://127.0.0.1:0' : 'tcp://127.0.0.1:0'],
    target: parseTarget(targetUrl),
    recorder: wrap(recorder),
    policy: {},
    timeouts: { connectMs: 5_000, idleMs: 30_000, silenceMs: 10_000 },
    now: Date.now,
    monotonic: () => performance.now(),
    onCall: (line) => lines.push(line),
    onTrouble: (fault) => troubles.push(fault),
    ...options,
  });
  return {
    proxy,
    ledger,
    lines,
    troubles,
    async records() {
      const found = ledger.rows.map(({ record }) => readRecord(ledger.reader, record));
      return (await Promise.all(found)) as AuditRecord[];
    },
    async [Symbol.asyncDispose]() {
      await proxy.close(0);
    },
  };
}

const endTag = '</BroadsoftDocument>';

/** A bare connection that keeps every byte it gets. */
export class Wire implements AsyncDisposable {
  readonly socket: Socket;
  #pieces: Buffer[] = [];
  #wake: () => void = () => undefined;
  isOver = false;
  /** How many whole documents came. */
  documents = 0;
  /** How many bytes came. */
  length = 0;
  /** What may be the beginning of an end tag. */
  #tail = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#pieces.push(chunk);
      this.length += chunk.length;
      const seen = this.#tail + chunk.toString('latin1');
      this.documents += seen.split(endTag).length - 1;
      const last = seen.lastIndexOf(endTag);
      this.#tail = seen.slice(Math.max(last + 1, seen.length - endTag.length + 1));
      this.#wake();
    });
    const over = () => {
      this.isOver = true;
      this.#wake();
    };
    socket.on('end', over).on('close', over).on('error', over);
  }

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url.replace(/^\w+:/, 'http:'));
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.setNoDelay(true);
    const wire = new Wire(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return wire;
  }

  get bytes(): Buffer {
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }

  get text(): string {
    return this.bytes.toString('latin1');
  }

  async until(reached: () => boolean): Promise<void> {
    while (!reached()) {
      if (this.isOver) throw new Error(`the connection ended with ${JSON.stringify(this.text)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async over(): Promise<void> {
    while (!this.isOver)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  /** Sends, and waits for so many more documents. */
  async ask(bytes: string | Buffer, documents = 1): Promise<string> {
    const before = this.documents;
    const from = this.length;
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    await this.until(() => this.documents >= before + documents);
    return this.text.slice(from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
  }
}

/** Waits for something that no event tells of. */
export async function eventually(reached: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + 10_000;
  while (!(await reached())) {
    if (performance.now() > until) throw new Error('it never came to be');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
