// Runs the command line as people do: another process, its own environment and home, nothing shared with the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = join(root, 'bin', 'muster.js');

export const username = 'auditor@example.net';
export const password = 'tide-table-7';
export const credentials = { MUSTER_USERNAME: username, MUSTER_PASSWORD: password };

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the root of the project. */
  readonly cwd?: string;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Far longer than anything here takes; a test that hangs should fail instead. */
const longestMs = 60_000;

/** A command line that is still running. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  stdout = '';
  stderr = '';
  #wake: () => void = () => {};

  constructor(command: string, words: readonly string[], { env = {}, cwd = root }: RunOptions) {
    const home = mkdtempSync(join(tmpdir(), 'muster-home-'));
    this.child = spawn(command, words, {
      cwd,
      // stdin stays open and says nothing: whoever waits for it would hang.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: home, ...env },
    });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      this.#wake();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      this.#wake();
    });
    const tooLong = setTimeout(() => this.child.kill('SIGKILL'), longestMs);
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => {
        clearTimeout(tooLong);
        rmSync(home, { recursive: true, force: true });
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
        this.#wake();
      });
    });
  }

  /** Waits until its output fits. */
  async until(reached: () => boolean): Promise<void> {
    while (!reached()) {
      const { exitCode, signalCode } = this.child;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`ended: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export function start(words: readonly string[], options: RunOptions = {}): Running {
  return new Running(process.execPath, [bin, ...words], options);
}

/** Runs `muster` with these words to its end. */
export function muster(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return start(words, options).ended;
}

/** `muster audit group HarbourTel Quayside` with good credentials. */
export function audit(
  target: string,
  flags: readonly string[] = [],
  options: RunOptions = {},
): Promise<Ran> {
  return muster(['audit', 'group', 'HarbourTel', 'Quayside', '--target', target, ...flags], {
    ...options,
    env: { ...credentials, ...options.env },
  });
}

/** An empty folder that goes away with the test. */
export function emptyFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'muster-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
