// `muster serve` as a process of its own, against a simulator in the test: starts it, calls it, reads its log, ends it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  demoWorld,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../src/simulator/index.js';
import { muster, password, type Ran, Running, root } from './run-cli.js';

export const amelia = 'amelia.stone@brightwater.example.net';
export const office = 'office@brightwater.example.net';
export const auditor = 'auditor@example.net';
export const acr = `/api/v1/tenants/Brightwater/groups/Head-Office/users/${amelia}/services/acr/`;
export const changeAcr = 'UserAnonymousCallRejectionModifyRequest';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
  readonly json: any;
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface ServeOptions {
  /** The store, and the home: one folder for both. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Limits the size of any file it writes, in KiB, as a full disk would. */
  readonly largestFile?: number;
  /** Where it would keep its records by itself. */
  readonly standardStore?: true;
}

/** Words that run the command line, with a limit or without. */
function commandOf({ largestFile }: ServeOptions): [command: string, ...words: string[]] {
  const run: [string, string] = [process.execPath, join(root, 'bin', 'muster.js')];
  if (largestFile === undefined) return run;
  // The shell counts in blocks of 512 or 1024 bytes; bash always in 1024.
  return ['bash', '-c', `ulimit -S -f ${largestFile}; exec "$0" "$@"`, ...run];
}

const environment = ({ folder, env }: ServeOptions) => ({ HOME: folder, ...env });

/** A server that is running. Left alone at the end of a test, it is killed. */
export class Server implements AsyncDisposable {
  readonly running: Running;
  readonly #options: ServeOptions;

  private constructor(words: readonly string[], options: ServeOptions) {
    this.#options = options;
    const [command, ...before] = commandOf(options);
    this.running = new Running(command, [...before, 'serve', ...words], {
      cwd: options.folder,
      env: environment(options),
    });
  }

  /** Waits until it says where it listens: on a free port, unless the words say another. */
  static async start(words: readonly string[], options: ServeOptions): Promise<Server> {
    const listen = words.includes('--listen') ? [] : ['--listen', '127.0.0.1:0'];
    const store = options.standardStore ? [] : ['--store', storeIn(options.folder)];
    const server = new Server([...listen, ...store, ...words], options);
    await server.running.until(() => /reference http/.test(server.running.stderr));
    return server;
  }

  get url(): string {
    return /listens on (\S+)/.exec(this.running.stderr)?.[1] as string;
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Lines of its log so far. */
  get lines(): readonly Record<string, unknown>[] {
    const { stdout } = this.running;
    return stdout
      .slice(0, stdout.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  async call(method: string, path: string, { body, headers }: CallOptions = {}): Promise<Answer> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : undefined,
    };
  }

  /** Headers of somebody who signed in. */
  async signIn(username: string): Promise<{ readonly Cookie: string }> {
    const answer = await this.call('POST', '/api/v1/login/', { body: { username, password } });
    assert.equal(answer.status, 200, answer.text);
    return { Cookie: answer.headers.get('set-cookie')!.split(';')[0]! };
  }

  signal(name: NodeJS.Signals): void {
    this.running.child.kill(name);
  }

  /** Ends it in order; it must end well. */
  async stop(): Promise<Ran> {
    this.signal('SIGTERM');
    const ran = await this.running.ended;
    assert.equal(ran.code, 0, ran.stderr + ran.stdout);
    return ran;
  }

  /** Nothing is said, nothing is waited for. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.running.ended;
  }

  /** `muster records …` on its store. */
  records(...words: string[]): Promise<Ran> {
    return recordsIn(this.#options.folder, ...words);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.running.child.exitCode === null) await this.kill();
  }
}

/** Where a server in that folder keeps its records. */
export const storeIn = (folder: string) => `sqlite:${join(folder, 'gateway.sqlite')}`;

/** `muster records …` on the store of a server in that folder. */
export function recordsIn(folder: string, ...words: string[]): Promise<Ran> {
  return muster(['records', ...words, '--store', storeIn(folder)], { env: { HOME: folder } });
}

/** The whole ledger is right. */
export async function assertVerified(folder: string): Promise<void> {
  const ran = await recordsIn(folder, 'verify');
  assert.equal(ran.code, 0, ran.stdout + ran.stderr);
}

/** A simulator that tells when it is asked something. */
export async function askedSimulator(
  options: Partial<SimulatorOptions> = {},
): Promise<Simulator & { asked(command: string): Promise<void> }> {
  let waiting: { command: string; resolve: () => void }[] = [];
  const simulator = await startSimulator({
    world: demoWorld(),
    ...options,
    onCommand: ({ name }) => {
      for (const one of waiting) if (one.command === name) one.resolve();
      waiting = waiting.filter(({ command }) => command !== name);
    },
  });
  const asked = (command: string) =>
    new Promise<void>((resolve) => waiting.push({ command, resolve }));
  return { ...simulator, asked };
}
