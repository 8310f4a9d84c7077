// How fast we may ask: commands per second with a burst allowance, and a rest when the switch answers slowly.

export interface Pace {
  /** Commands per second over time; 0 for no limit. */
  readonly rate: number;
  /**
   * Commands that may go at once after a quiet time: one group audit should not be held up.
   * 0 for none: then no second ever holds more than the rate.
   */
  readonly burst: number;
}

/** Answers this much slower than the quickest are taken as a sign of load. */
const slowFactor = 2;
/** … and only when they are slow in human terms too: below this, load does not show. */
const slowMs = 400;
const longestRestMs = 5000;
const firstPauseMs = 500;

/** Milliseconds from any fixed point, never stepping back. */
export type Monotonic = () => number;

/** A token bucket, or without burst a sliding window, with a memory of how quickly the switch answers. */
export class Governor {
  readonly #pace: Pace;
  readonly #now: Monotonic;
  #tokens: number;
  #refilledAt: number;
  #quickest = Number.POSITIVE_INFINITY;
  #usual = 0;
  #restUntil = 0;
  #pauseMs = 0;
  #pausedAt = Number.NEGATIVE_INFINITY;
  /** When the last commands went, as many as a window holds. */
  #went: number[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(pace: Pace, now: Monotonic) {
    this.#pace = pace;
    this.#now = now;
    this.#tokens = pace.burst;
    this.#refilledAt = now();
  }

  /** Resolves when `commands` more may be sent, or at once when it is told to stop. First come, first served. */
  acquire(commands: number, stop?: AbortSignal): Promise<void> {
    const turn = this.#turn.then(() => this.#wait(commands, stop));
    this.#turn = turn;
    return turn;
  }

  /** Tell it how long an answer took. */
  observe(waitedMs: number): void {
    this.#pauseMs = 0;
    this.#usual = this.#usual === 0 ? waitedMs : this.#usual * 0.6 + waitedMs * 0.4;
    this.#quickest = Math.min(this.#quickest, waitedMs);
    if (!this.slow) return;
    // Rest as long as the switch worked: it gets at least half of the time for its calls.
    this.rest(Math.min(this.#usual, longestRestMs));
  }

  /**
   * The switch says that it is full: wait half a second, then twice as long each time, until it answers again.
   * What was asked before the last such wait began (`askedAt`) says nothing new.
   */
  backOff(askedAt = Number.POSITIVE_INFINITY): void {
    if (askedAt < this.#pausedAt) return;
    this.#pausedAt = this.#now();
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, firstPauseMs), longestRestMs);
    this.rest(this.#pauseMs);
  }

  /** Nothing goes for so many milliseconds: the switch asked for it. */
  rest(ms: number): void {
    this.#restUntil = Math.max(this.#restUntil, this.#now() + ms);
  }

  /** Whether the switch answers much more slowly than it did. */
  get slow(): boolean {
    return this.#usual > slowMs && this.#usual > this.#quickest * slowFactor;
  }

  async #wait(commands: number, stop: AbortSignal | undefined): Promise<void> {
    // Afresh after each sleep: a rest may have been asked for meanwhile, and timers run early by a hair.
    while (!stop?.aborted) {
      const ms = Math.max(this.#restUntil - this.#now(), this.#untilFree(commands));
      if (ms <= 0) return this.#take(commands);
      await sleep(ms, stop);
    }
  }

  /** Milliseconds until the pace lets `commands` more go. */
  #untilFree(commands: number): number {
    const { rate, burst } = this.#pace;
    if (rate <= 0) return 0;
    if (burst < 1) {
      const { most, ms } = this.#window();
      // Of those that went within the window, the one that must have left it first.
      const oldest = this.#went[this.#went.length + Math.min(commands, most) - most - 1];
      return oldest === undefined ? 0 : oldest + ms - this.#now();
    }
    this.#refill();
    // More than a whole bucket at once would never come: take it when the bucket is full.
    return ((Math.min(commands, burst) - this.#tokens) / rate) * 1000;
  }

  #take(commands: number): void {
    const now = this.#now();
    if (this.#pace.burst >= 1) this.#tokens -= commands;
    else if (this.#pace.rate > 0) {
      for (let at = 0; at < commands; at++) this.#went.push(now);
      this.#went = this.#went.slice(-this.#window().most);
    }
  }

  #window(): { readonly most: number; readonly ms: number } {
    const { rate } = this.#pace;
    const most = Math.max(1, Math.floor(rate));
    return { most, ms: (most / rate) * 1000 };
  }

  #refill(): void {
    const now = this.#now();
    const earned = ((now - this.#refilledAt) / 1000) * this.#pace.rate;
    this.#tokens = Math.min(this.#pace.burst, this.#tokens + earned);
    this.#refilledAt = now;
  }
}

const shared = new Map<string, Governor>();

/** One governor for all roads of this process to the same `host`, where they keep the same pace. */
export function sharedGovernor(host: string, pace: Pace): Governor {
  const key = `${host} ${pace.rate} ${pace.burst}`;
  const governor = shared.get(key) ?? new Governor(pace, () => performance.now());
  shared.set(key, governor);
  return governor;
}

async function sleep(ms: number, stop: AbortSignal | undefined): Promise<void> {
  if (ms <= 0 || stop?.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    stop?.addEventListener('abort', done);
  });
}
