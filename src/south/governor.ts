// How fast we may ask: commands per second with a burst allowance, and a rest when the switch answers slowly.
// Roads of this process to the same host share one of these, at the strictest pace of those that are open.

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

/** Added to each window: what leaves here evenly may arrive in a bunch. */
const marginMs = 50;

/** Milliseconds from any fixed point, never stepping back. */
export type Monotonic = () => number;

/** Leave to send some commands. Either must be said, once; what comes later means nothing. */
export interface Turn {
  /** They go out now. Until this is said they hold their places, however long a connection takes to open. */
  sent(): void;
  /** They are not sent after all. */
  back(): void;
}

/** Commands that take up places in the window. */
interface Gone {
  readonly commands: number;
  /** When they were sent; infinite while they are still about to be. */
  at: number;
}

const noTurn: Turn = { sent: () => undefined, back: () => undefined };

/** A token bucket, or without burst a sliding window, with a memory of how quickly the switch answers. */
export class Governor {
  #pace: Pace;
  readonly #now: Monotonic;
  #tokens: number;
  #refilledAt: number;
  #quickest = Number.POSITIVE_INFINITY;
  #usual = 0;
  #restUntil = 0;
  #pauseMs = 0;
  #pausedAt = Number.NEGATIVE_INFINITY;
  /** What went within the last window. */
  #gone: Gone[] = [];
  #last: Promise<unknown> = Promise.resolve();
  /** Makes whoever is next look again. */
  #wake: () => void = () => undefined;

  constructor(pace: Pace, now: Monotonic) {
    this.#pace = pace;
    this.#now = now;
    this.#tokens = pace.burst;
    this.#refilledAt = now();
  }

  /** Resolves when `commands` more may be sent, or at once when it is told to stop. First come, first served. */
  acquire(commands: number, stop?: AbortSignal): Promise<Turn> {
    const turn = this.#last.then(() => this.#wait(commands, stop));
    this.#last = turn;
    return turn;
  }

  /** Another pace from now on. What has gone already counts. */
  setPace(pace: Pace): void {
    this.#refill();
    this.#tokens = Math.min(this.#tokens, pace.burst);
    this.#pace = pace;
    this.#wake();
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

  async #wait(commands: number, stop: AbortSignal | undefined): Promise<Turn> {
    // Afresh after each sleep: a rest may have been asked for meanwhile, and timers run early by a hair.
    while (!stop?.aborted) {
      const ms = Math.max(this.#restUntil - this.#now(), this.#untilFree(commands));
      if (ms <= 0) return this.#take(commands);
      await this.#sleep(ms, stop);
    }
    return noTurn;
  }

  /** Milliseconds until the pace lets `commands` more go; infinite while that depends on what is about to be sent. */
  #untilFree(commands: number): number {
    const { rate, burst } = this.#pace;
    if (rate <= 0) return 0;
    if (burst < 1) return this.#untilInWindow(commands);
    this.#refill();
    // More than a whole bucket at once would never come: take it when the bucket is full.
    return ((Math.min(commands, burst) - this.#tokens) / rate) * 1000;
  }

  #untilInWindow(commands: number): number {
    const { most, ms } = this.#window();
    const now = this.#now();
    const within = this.#gone.filter(({ at }) => at + ms > now).sort((a, b) => a.at - b.at);
    let over = within.reduce((sum, gone) => sum + gone.commands, Math.min(commands, most)) - most;
    let leftAt = now;
    for (const gone of within) {
      if (over <= 0) break;
      over -= gone.commands;
      leftAt = gone.at + ms;
    }
    return leftAt - now;
  }

  #take(commands: number): Turn {
    const gone: Gone = { commands, at: Number.POSITIVE_INFINITY };
    if (this.#pace.burst >= 1) this.#tokens -= commands;
    this.#forget();
    this.#gone.push(gone);
    let isOpen = true;
    const end = (settle: () => void) => () => {
      if (!isOpen) return;
      isOpen = false;
      settle();
      this.#wake();
    };
    return {
      sent: end(() => {
        gone.at = this.#now();
      }),
      back: end(() => {
        this.#gone.splice(this.#gone.indexOf(gone), 1);
        if (this.#pace.burst >= 1)
          this.#tokens = Math.min(this.#pace.burst, this.#tokens + commands);
      }),
    };
  }

  #forget(): void {
    const before = this.#now() - this.#window().ms;
    const kept = this.#gone.findIndex(({ at }) => at > before);
    this.#gone.splice(0, kept === -1 ? this.#gone.length : kept);
  }

  /** Without a rate: what a stricter pace may want to know. */
  #window(): { readonly most: number; readonly ms: number } {
    const { rate } = this.#pace;
    if (rate <= 0) return { most: Number.POSITIVE_INFINITY, ms: 1000 };
    const most = Math.max(1, Math.floor(rate));
    return { most, ms: (most / rate) * 1000 + marginMs };
  }

  #refill(): void {
    const now = this.#now();
    const earned = ((now - this.#refilledAt) / 1000) * this.#pace.rate;
    this.#tokens = Math.min(this.#pace.burst, this.#tokens + earned);
    this.#refilledAt = now;
  }

  /** Until the time is over, it is told to stop, or something has changed. */
  async #sleep(ms: number, stop: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = Number.isFinite(ms) ? setTimeout(done, ms) : undefined;
      stop?.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}

interface Shared {
  readonly governor: Governor;
  /** Of the roads that are open. */
  readonly paces: Set<Pace>;
}

/** By host and port. Never forgotten: what has gone counts for the next road too. */
const shared = new Map<string, Shared>();

/** The governor of all roads of this process to the same `host`. Call `leave` when the road is closed. */
export function joinGovernor(
  host: string,
  { rate, burst }: Pace,
): { readonly governor: Governor; readonly leave: () => void } {
  // Its own object, so that each road counts by itself.
  const mine: Pace = { rate, burst };
  const known = shared.get(host);
  const { governor, paces } = known ?? {
    governor: new Governor(mine, () => performance.now()),
    paces: new Set<Pace>(),
  };
  if (known === undefined) shared.set(host, { governor, paces });
  paces.add(mine);
  governor.setPace(strictestOf(paces));
  const leave = () => {
    if (paces.delete(mine) && paces.size > 0) governor.setPace(strictestOf(paces));
  };
  return { governor, leave };
}

/** No road goes faster than it may by itself. A rate of 0 is no limit. */
function strictestOf(paces: ReadonlySet<Pace>): Pace {
  const limited = [...paces].filter(({ rate }) => rate > 0);
  if (limited.length === 0) return { rate: 0, burst: 0 };
  return {
    rate: Math.min(...limited.map(({ rate }) => rate)),
    burst: Math.min(...limited.map(({ burst }) => burst)),
  };
}
