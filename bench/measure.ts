// Timing for the benches: medians, and child processes with their peak memory. Judges nothing.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1
    ? ordered[middle]!
    : (ordered[middle - 1]! + ordered[middle]!) / 2;
}

/** Wall seconds of each run. */
export async function timed(runs: number, run: () => Promise<void> | void): Promise<number[]> {
  const seconds: number[] = [];
  for (let at = 0; at < runs; at++) {
    const start = performance.now();
    await run();
    seconds.push((performance.now() - start) / 1000);
  }
  return seconds;
}

export interface Stub {
  readonly target: string;
  stop(): void;
}

/** Starts bench/stub.js; see there. `roundTripMs` is the delay of the link, there and back. */
export async function startStub(rows: number, roundTripMs = 0): Promise<Stub> {
  return started('./stub.js', (port) => `tcp://127.0.0.1:${port}`, rows, roundTripMs / 2);
}

/** Starts bench/odin-stub.js; see there. */
export async function startOdinStub(
  services: number,
  numbers: number,
  roundTripMs = 0,
): Promise<Stub> {
  const target = (port: string) => `odin+http://127.0.0.1:${port}/api/v2`;
  return started('./odin-stub.js', target, services, numbers, roundTripMs);
}

async function started(
  script: string,
  target: (port: string) => string,
  ...words: readonly number[]
): Promise<Stub> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [file, ...words.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (line) => resolve(String(line).trim())),
  );
  return { target: target(port), stop: () => child.kill() };
}

/** Runs a script of this folder to its end; gives the JSON of its last line. */
export function runScript<T>(script: string, ...words: string[]): T {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, [file, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${script} failed`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string) as T;
}

export const line = (what: string, figure: string) => console.log(`${what.padEnd(64)} ${figure}`);
export const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
