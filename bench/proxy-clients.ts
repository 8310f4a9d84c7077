// OCI-P clients in a process of their own, for benches: bare sockets, bytes made beforehand. Each line of its input is a job:
// `{url, clients, count, command}`; to each it says one line of figures. Each client logs in, then asks one thing at a time.
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface Job {
  readonly url: string;
  readonly clients: number;
  /** In all; 0: they only connect and log in. */
  readonly count: number;
  readonly command: string;
}

const documentOf = (command: string, inner: string) =>
  Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">bench</sessionId><command xsi:type="${command}" xmlns="">${inner}</command></BroadsoftDocument>\n`,
    'latin1',
  );
const userId = '<userId>auditor@example.net</userId>';
const login = [
  documentOf('AuthenticationRequest', userId),
  documentOf('LoginRequest14sp4', `${userId}<signedPassword>0123456789abcdef</signedPassword>`),
];
const end = Buffer.from('</BroadsoftDocument>\n');

/** Asks one thing at a time; gives how many bytes the answer has. */
class Client {
  readonly #socket: Socket;
  #tail: Buffer = Buffer.alloc(0);
  #length = 0;
  #answered: (length: number) => void = () => undefined;
  #failed: (cause: Error) => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#came(chunk));
    socket.on('close', () => this.#failed(new Error('the connection was closed')));
    socket.on('error', (cause) => this.#failed(cause));
  }

  static async open(url: string): Promise<Client> {
    const { hostname: host, port } = new URL(url.replace('tcp:', 'http:'));
    const socket = connect({ host, port: Number(port) });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new Client(socket);
  }

  #came(chunk: Buffer): void {
    this.#length += chunk.length;
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-end.length)]).subarray(-end.length);
    if (!this.#tail.equals(end)) return;
    const length = this.#length;
    this.#length = 0;
    this.#tail = Buffer.alloc(0);
    this.#answered(length);
  }

  ask(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#failed = () => undefined;
    this.#socket.destroy();
  }
}

async function signedIn(url: string): Promise<Client> {
  const client = await Client.open(url);
  for (const bytes of login) await client.ask(bytes);
  return client;
}

async function done({ url, clients, count, command }: Job) {
  const began = performance.now();
  const all = await Promise.all(Array.from({ length: clients }, () => signedIn(url)));
  const connected = performance.now() - began;
  const request = documentOf(command, '<userId>u1@example.net</userId>');
  const times: number[] = [];
  let left = count;
  let bytes = 0;
  const started = performance.now();
  await Promise.all(
    all.map(async (client) => {
      while (left-- > 0) {
        const at = performance.now();
        bytes += await client.ask(request);
        times.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  for (const client of all) client.close();
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] ?? 0;
  return { connected, bytes, seconds, median: at(0.5), p99: at(0.99), perSecond: count / seconds };
}

process.stdout.write('ready\n');
for await (const text of createInterface({ input: process.stdin }))
  process.stdout.write(`${JSON.stringify(await done(JSON.parse(text) as Job))}\n`);
process.exit();
