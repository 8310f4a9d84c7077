// How fast we may ask: commands per second with a burst allowance, and a rest when the switch answers slowly.

export interface Pace {
  /** Commands per second over time; 0 for no limit. */
  readonly rate: number;
  /** Commands that may go at once after a quiet time: one group audit should not be held up. */
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

/** A token bucket with a memory of how quickly the switch answers. */
export class Governor {
  readonly #pace: Pace;
  readonly #now: Monotonic;
  #tokens: number;
  #refilledAt: number;
  #quickest = Number.POSITIVE_INFINITY;
  #usual = 0;
  #restUntil = 0;
  #pauseMs = 0;
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
    this.#restUntil = this.#now() + Math.min(this.#usual, longestRestMs);
  }

  /** The switch says that it is full: wait half a second, then twice as long each time, until it answers again. */
  backOff(): void {
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, firstPauseMs), longestRestMs);
    this.#restUntil = Math.max(this.#restUntil, this.#now() + this.#pauseMs);
  }

  /** Whether the switch answers much more slowly than it did. */
  get slow(): boolean {
    return this.#usual > slowMs && this.#usual > this.#quickest * slowFactor;
  }

  async #wait(commands: number, stop: AbortSignal | undefined): Promise<void> {
    await sleep(this.#restUntil - this.#now(), stop);
    const { rate, burst } = this.#pace;
    if (rate <= 0) return;
    this.#refill();
    // More than a whole bucket at once would never come: take it when the bucket is full.
    const needed = Math.min(commands, Math.max(burst, 1));
    await sleep(((needed - this.#tokens) / rate) * 1000, stop);
    this.#refill();
    this.#tokens -= commands;
  }

  #refill(): void {
    const now = this.#now();
    const earned = ((now - this.#refilledAt) / 1000) * this.#pace.rate;
    this.#tokens = Math.min(Math.max(this.#pace.burst, 1), this.#tokens + earned);
    this.#refilledAt = now;
  }
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
