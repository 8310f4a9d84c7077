// How many documents a second, and how many at once, for each login and for the whole target. A document waits for its
// turn up to a limit. Keeps time only by the clock it is handed.
import type { PolicyLimit, ProxyPolicy } from './policy.js';

/** What became of somebody who asked for a turn; a turn must be given back when its answer has come. */
export type Turn = { readonly leave: () => void } | { readonly refused: string };

const defaultWaitMs = 5_000;
/** Logins that are remembered at once; idle ones are forgotten first. */
const mostLogins = 10_000;

/** The counts of one login, or of all. */
interface Lane {
  readonly rate: number | undefined;
  readonly inFlight: number | undefined;
  /** When the next document may go, so that no second holds more than `rate`, but for one burst of a second's worth. */
  nextAt: number;
  underWay: number;
  readonly waiting: Set<() => void>;
}

/** See the file's first lines. */
export class Pace {
  readonly #monotonic: () => number;
  readonly #policy: ProxyPolicy;
  readonly #total: Lane;
  readonly #lanes = new Map<string, Lane>();

  constructor(policy: ProxyPolicy, monotonic: () => number) {
    this.#policy = policy;
    this.#monotonic = monotonic;
    this.#total = this.#lane((limit) => limit?.total);
  }

  /** Waits for a turn with each of the logins. `signal`: nobody wants it any more; its turn, if it comes, is given back by the caller. */
  async enter(logins: readonly string[], signal: AbortSignal): Promise<Turn> {
    const { rate, inFlight } = this.#policy;
    if (rate === undefined && inFlight === undefined) return { leave: nothing };
    const each = new Set(logins.map((login) => login.toLowerCase()));
    const lanes = [...Array.from(each, (login) => this.#of(login)), this.#total];
    const until = this.#monotonic() + (this.#policy.waitMs ?? defaultWaitMs);
    for (let full = lanes.find(isFull); full !== undefined; full = lanes.find(isFull)) {
      const left = until - this.#monotonic();
      if (left <= 0 || !(await woken(full, left, signal))) {
        wakeNext(lanes);
        return { refused: 'too many commands are under way' };
      }
    }
    // No await since the last look: two must not see the same free place.
    const at = this.#reserve(lanes, until);
    if (at === undefined) {
      wakeNext(lanes);
      return { refused: 'too many commands a second' };
    }
    for (const lane of lanes) lane.underWay++;
    const leave = once(() => {
      for (const lane of lanes) left(lane);
    });
    const now = this.#monotonic();
    if (at > now) await sleep(at - now, signal);
    return { leave };
  }

  /** When it may go; undefined when that is too late, and then no place in time is taken. */
  #reserve(lanes: readonly Lane[], until: number): number | undefined {
    const now = this.#monotonic();
    const paced = lanes.filter(({ rate }) => rate !== undefined);
    const at = Math.max(now, ...paced.map(({ nextAt }) => nextAt));
    // Fractions of milliseconds do not add up exactly.
    if (at > until + 0.001) return undefined;
    for (const lane of paced) {
      const step = 1000 / (lane.rate as number);
      // What was not used counts for a second at most.
      lane.nextAt = Math.max(lane.nextAt, now - 1000 + step) + step;
    }
    return at;
  }

  #of(login: string): Lane {
    const known = this.#lanes.get(login);
    if (known !== undefined) return known;
    if (this.#lanes.size >= mostLogins) this.#forget();
    const lane = this.#lane((limit) => limit?.perLogin);
    this.#lanes.set(login, lane);
    return lane;
  }

  #lane(of: (limit: PolicyLimit | undefined) => number | undefined): Lane {
    const { rate, inFlight } = this.#policy;
    const lane = { rate: of(rate), inFlight: of(inFlight) };
    return { ...lane, nextAt: Number.NEGATIVE_INFINITY, underWay: 0, waiting: new Set() };
  }

  #forget(): void {
    const now = this.#monotonic();
    for (const [login, lane] of this.#lanes)
      if (lane.underWay === 0 && lane.waiting.size === 0 && lane.nextAt <= now)
        this.#lanes.delete(login);
  }
}

const nothing = () => undefined;

const isFull = ({ inFlight, underWay }: Lane) => inFlight !== undefined && underWay >= inFlight;

function left(lane: Lane): void {
  lane.underWay--;
  wakeNext([lane]);
}

/** A place that is free goes to who waits longest; also one that somebody was woken for and did not take. */
function wakeNext(lanes: readonly Lane[]): void {
  for (const lane of lanes) {
    if (isFull(lane)) continue;
    const [first] = lane.waiting;
    first?.();
  }
}

/** Until a place is free, the time is over, or nobody wants it any more; false for the last two. */
function woken(lane: Lane, ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isWoken: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      lane.waiting.delete(wake);
      resolve(isWoken);
    };
    const wake = () => end(true);
    const stop = () => end(false);
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop);
    lane.waiting.add(wake);
    if (signal.aborted) stop();
  });
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    act();
  };
}
