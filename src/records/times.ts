// Times of a record: microseconds since 1970 as a bigint, and the texts they are written as. Reads no clock of its own.

let lastSecond = Number.NaN;
let lastText = '';

/** `2026-11-21T13:04:05.000006+00:00`. */
export function isoOf(micros: bigint): string {
  const time = Number(micros);
  const second = Math.floor(time / 1_000_000);
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, 19);
    lastSecond = second;
  }
  return `${lastText}.${String(time - second * 1_000_000).padStart(6, '0')}+00:00`;
}

/** Seconds since 1970 with six digits behind the point: `1718000000.120000`. */
export function secondsOf(micros: bigint): string {
  const time = Number(micros);
  const seconds = Math.floor(time / 1_000_000);
  return `${seconds}.${String(time - seconds * 1_000_000).padStart(6, '0')}`;
}

/** Reads ISO 8601 with 0 to 9 digits of a second and an offset; a date alone is its midnight in UTC. */
export function microsOf(text: string): bigint | undefined {
  const [, date, time = 'T00:00:00', fraction = '', offset = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d))?$/i.exec(
      text,
    ) ?? [];
  if (date === undefined) return undefined;
  const millis = Date.parse(`${date}${time.replace(' ', 'T')}${offset.toUpperCase()}`);
  if (Number.isNaN(millis)) return undefined;
  return BigInt(millis) * 1000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/**
 * A clock of microseconds that goes on within a millisecond: from the time at its start, in milliseconds since 1970, and
 * a counter of nanoseconds such as `process.hrtime.bigint`.
 */
export function microClock(startedMs: number, nanos: () => bigint): () => bigint {
  const started = BigInt(startedMs) * 1000n;
  const from = nanos();
  return () => started + (nanos() - from) / 1000n;
}
