// The clock of a history that is made now and happened before: it stands where it is put and goes on from there at the
// usual speed. It never goes back, so that what is entered by it is in order.

export interface StoryClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Microseconds since 1970. */
  micros(): bigint;
  /** Puts it at a time, in milliseconds since 1970; unless it is later already. */
  moveTo(time: number): void;
}

/** `nanos` counts nanoseconds, as `process.hrtime.bigint` does. */
export function storyClock(start: number, nanos: () => bigint): StoryClock {
  let base = BigInt(start) * 1000n;
  let from = nanos();
  const micros = () => base + (nanos() - from) / 1000n;
  return {
    micros,
    now: () => Number(micros() / 1000n),
    moveTo(time) {
      const wanted = BigInt(time) * 1000n;
      if (wanted <= micros()) return;
      base = wanted;
      from = nanos();
    },
  };
}

/** That time of day, so many days before `now`, where this machine is: `14:18:42`. */
export function timeOn(now: number, daysAgo: number, at: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = at.split(':').map(Number);
  const day = new Date(now);
  return new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate() - daysAgo,
    hours,
    minutes,
    seconds,
  ).getTime();
}
