// A token that many calls share: asked for once, renewed early, dropped when it is refused. Sends nothing itself.
import { asFault, type Fault } from '../../fault.js';

export interface Token {
  readonly text: string;
  /** When to ask for the next, and when it ends, in milliseconds since 1970; absent when nobody said. */
  readonly renewAt?: number;
  readonly endsAt?: number;
}

/** A login that was refused is not tried again at once: a few of those and the account is locked. */
const refusedMs = 60_000;
/** A fresh token that was refused, as the one before it: no other is asked for during this. */
const heldMs = 30_000;
/** After an early renewal that failed. */
const pauseMs = 15_000;

/** A token as it was given: renewed when a tenth of its life is left, at most a minute before its end. */
export function tokenOf(text: string, givenAt: number, lifeSeconds: number | undefined): Token {
  if (lifeSeconds === undefined) return { text };
  const life = lifeSeconds * 1000;
  return { text, renewAt: givenAt + life - Math.min(life / 10, 60_000), endsAt: givenAt + life };
}

interface Underway {
  readonly token: Promise<Token>;
  /** Of the call that asks for it. */
  readonly signal: AbortSignal;
}

/** See the file's first lines. */
export class TokenCache {
  readonly #now: () => number;
  #token: Token | undefined;
  #underway: Underway | undefined;
  #isProven = false;
  /** Refusals of tokens that nobody ever took, in a row. */
  #vain = 0;
  #heldUntil = 0;
  #refused: { readonly fault: Fault; readonly until: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The one that is there, whatever its age. */
  get token(): Token | undefined {
    return this.#token;
  }

  /** Resolves when there is a usable token; asks by `ask` if nobody does already. Throws what `ask` throws. */
  async ready(ask: () => Promise<Token>, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const { renewAt } = this.#token ?? { renewAt: 0 };
      if (renewAt === undefined || this.#now() < renewAt) return;
      const mine = this.#underway === undefined;
      this.#underway ??= this.#begun(ask, signal);
      const underway = this.#underway;
      try {
        // Who asks ends by the same signal, and can tell whether anything was sent.
        await (mine ? underway.token : settled(underway.token, signal));
        return;
      } catch (thrown) {
        // Whoever asked was given up, which is no reason for those who wait with him.
        if (mine || signal.aborted || !underway.signal.aborted) throw thrown;
      }
    }
  }

  /** This one was taken. */
  proven(text: string): void {
    if (this.#token?.text !== text) return;
    this.#isProven = true;
    this.#vain = 0;
  }

  /**
   * This one was refused; another that came meanwhile stays. Whether another may be had: when two in a row were refused
   * fresh, the second stays for a while, since logins do not help.
   */
  drop(text: string): boolean {
    if (this.#token?.text !== text) return true;
    if (!this.#isProven) {
      const now = this.#now();
      if (this.#vain === 1) this.#heldUntil = now + heldMs;
      this.#vain++;
      if (now < this.#heldUntil) return false;
      // One more, and no second at once.
      if (this.#vain > 2) this.#vain = 1;
    }
    this.#token = undefined;
    return true;
  }

  #begun(ask: () => Promise<Token>, signal: AbortSignal): Underway {
    const token = this.#renewed(ask).finally(() => {
      this.#underway = undefined;
    });
    // Everybody who waits may have been given up.
    token.catch(() => undefined);
    return { token, signal };
  }

  async #renewed(ask: () => Promise<Token>): Promise<Token> {
    const now = this.#now();
    if (this.#refused !== undefined && now < this.#refused.until) throw this.#refused.fault;
    this.#refused = undefined;
    try {
      this.#token = await ask();
      this.#isProven = false;
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'SOUTH_LOGIN_REFUSED') this.#refused = { fault, until: now + refusedMs };
      const old = this.#token;
      if (old?.endsAt === undefined || this.#now() >= old.endsAt) throw fault;
      // It still works for a while; trouble now is no reason to stop.
      this.#token = { ...old, renewAt: Math.min(this.#now() + pauseMs, old.endsAt) };
    }
    return this.#token as Token;
  }
}

/** What was promised, or the reason of the signal, whichever comes first. */
function settled<Found>(promise: Promise<Found>, signal: AbortSignal): Promise<Found> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    signal.addEventListener('abort', give);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
