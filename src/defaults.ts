// How gently Muster asks, and how much its records keep, when nobody says otherwise. The library and the command line share
// these.

export const defaults = {
  /** Longest silence of the switch, in milliseconds. */
  timeoutMs: 30_000,
  /** Most sessions at once. */
  connections: 2,
  /** Commands per second over time. */
  rate: 5,
  /** Commands that may go at once after a quiet time: enough for one interactive audit. */
  burst: 200,
  /** Most commands in one document; BroadWorks takes 15. */
  batch: 15,
} as const;

/**
 * What differs over ODIN. Its calls cannot travel together, so more may be under way at once; and no burst: never more
 * than `rate` calls in one second, which is what portals are asked elsewhere.
 */
export const odinDefaults = { ...defaults, connections: 10, burst: 0 } as const;

/** Most bytes that an audit record keeps of a body of its call, and of a message to a network element. */
export const recordDefaults = { bodyBytes: 256 << 10, southBytes: 64 << 10 } as const;
