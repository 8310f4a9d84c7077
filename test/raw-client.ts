// A bare OCI-P client for tests of the simulator: bytes out, bytes in, no parser, so that nothing of ours can hide a
// mistake of ours.
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const endTag = 'BroadsoftDocument>\n';

/** One connection and what came over it. */
export class RawClient implements AsyncDisposable {
  readonly socket: Socket;
  readonly sessionId: string;
  #received = '';
  #isOver = false;
  #error: NodeJS.ErrnoException | undefined;
  #wake: () => void = () => {};

  private constructor(socket: Socket, sessionId: string) {
    this.socket = socket;
    this.sessionId = sessionId;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) =>
      this.#note(() => (this.#received += chunk.toString('latin1'))),
    );
    socket.on('error', (error) => this.#note(() => (this.#error = error)));
    socket.on('close', () => this.#note(() => (this.#isOver = true)));
    socket.on('end', () => this.#note(() => (this.#isOver = true)));
  }

  static async open(
    url: string,
    options: { ca?: string; sessionId?: string } = {},
  ): Promise<RawClient> {
    const { protocol, hostname, port } = new URL(url);
    const secure = {
      host: hostname,
      port: Number(port),
      servername: 'localhost',
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    };
    const socket = protocol === 'tls:' ? connectTls(secure) : connect(Number(port), hostname);
    const client = new RawClient(socket, options.sessionId ?? 'raw-1');
    await new Promise<void>((resolve, reject) => {
      socket.once(protocol === 'tls:' ? 'secureConnect' : 'connect', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  /** Opens and logs in with the password in clear. */
  static async loggedIn(
    url: string,
    userId: string,
    options: { ca?: string; sessionId?: string } = {},
  ): Promise<RawClient> {
    const client = await RawClient.open(url, options);
    await client.ask(
      'LoginRequest14sp4',
      `<userId>${userId}</userId><plainTextPassword>tide-table-7</plainTextPassword>`,
    );
    return client;
  }

  #note(what: () => void): void {
    what();
    this.#wake();
  }

  /** Everything received and not taken yet. */
  get received(): string {
    return this.#received;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  get errorCode(): string | undefined {
    return this.#error?.code;
  }

  async until(reached: () => boolean): Promise<void> {
    while (!reached())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  /** The next whole document with its line feed; throws when the connection ends before. */
  async document(): Promise<string> {
    const end = () => {
      const close = this.#received.search(/<\/(?:\w+:)?BroadsoftDocument>\r?\n/);
      return close < 0 ? -1 : this.#received.indexOf('\n', close) + 1;
    };
    await this.until(() => end() > 0 || this.#isOver);
    const at = end();
    if (at <= 0) throw new Error(`ended with ${JSON.stringify(this.#received)}`);
    const text = this.#received.slice(0, at);
    this.#received = this.#received.slice(at);
    return text;
  }

  /** Sends one document with these commands, given as `[name, elements]`. */
  send(...commands: readonly (readonly [string, string])[]): void {
    this.socket.write(oneDocument(this.sessionId, ...commands), 'latin1');
  }

  /** Sends one command and gives the text of the answer. */
  async ask(name: string, elements = ''): Promise<string> {
    this.send([name, elements]);
    return this.document();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
    await this.until(() => this.#isOver);
  }
}

/** The text of a request document. */
export function oneDocument(
  sessionId: string,
  ...commands: readonly (readonly [string, string])[]
): string {
  const body = commands.map(
    ([name, elements]) => `<command xsi:type="${name}" xmlns="">${elements}</command>`,
  );
  return `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${sessionId}</sessionId>${body.join('')}</${endTag}`;
}

/** The rows of a table in an answer, as texts between tags, not unescaped. */
export function rowsIn(answer: string, table: string): string[][] {
  const inside = new RegExp(`<${table}>(.*?)</${table}>`, 's').exec(answer)?.[1] ?? '';
  return [...inside.matchAll(/<row>(.*?)<\/row>/g)].map(([, row]) =>
    [...(row ?? '').matchAll(/<col\/>|<col>(.*?)<\/col>/g)].map(([, cell]) => cell ?? ''),
  );
}
