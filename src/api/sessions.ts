// Who is signed in: sessions in memory, each with its own road south. Ids are kept as hashes only; a session ends when it
// was not used for a while, after its longest life, or on sign-out. What ends a session hangs up its road.
import { createHash, randomBytes } from 'node:crypto';
import { asFault, type Fault } from '../fault.js';
import type { SouthLog } from '../records/index.js';
import type { Caller } from './caller.js';
import type { LiveRoad } from './roads.js';

export interface Session {
  readonly caller: Caller;
  readonly road: LiveRoad;
  readonly startedAt: number;
  /** What a page shows of it: the answer of the login. */
  readonly profile: object;
  usedAt: number;
}

export interface SessionLimits {
  /** Milliseconds. */
  readonly idleMs: number;
  readonly longestMs: number;
  /** Sessions of one account; the one used longest ago goes. */
  readonly perAccount: number;
  /** Of all accounts together. */
  readonly most: number;
}

export const sessionLimits: SessionLimits = {
  idleMs: 30 * 60_000,
  longestMs: 12 * 3_600_000,
  perAccount: 20,
  most: 5_000,
};

const hashOf = (id: string) => createHash('sha256').update(id).digest('base64url');

/** See the file's first lines. Close it to log everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #limits: SessionLimits;
  readonly #now: () => number;
  readonly #onTrouble: (fault: Fault) => void;
  readonly #sweeper: NodeJS.Timeout;
  readonly #leaving = new Set<Promise<void>>();

  constructor(limits: SessionLimits, now: () => number, onTrouble: (fault: Fault) => void) {
    this.#limits = limits;
    this.#now = now;
    this.#onTrouble = onTrouble;
    this.#sweeper = setInterval(() => this.sweep(), 30_000).unref();
  }

  get size(): number {
    return this.#sessions.size;
  }

  /** Begins a session; the id is told once. */
  begin(caller: Caller, road: LiveRoad, profile: object): string {
    this.#makeRoom(caller.id);
    const id = randomBytes(32).toString('base64url');
    const now = this.#now();
    this.#sessions.set(hashOf(id), { caller, road, profile, startedAt: now, usedAt: now });
    return id;
  }

  /** The session of this id; using it keeps it alive. */
  use(id: string): Session | undefined {
    const key = hashOf(id);
    const session = this.#sessions.get(key);
    if (session === undefined) return undefined;
    if (this.#isOver(session)) {
      this.#end(key, session);
      return undefined;
    }
    session.usedAt = this.#now();
    // The one used longest ago stands first.
    this.#sessions.delete(key);
    this.#sessions.set(key, session);
    return session;
  }

  /** Whether the session of this id goes on; asking does not keep it alive. */
  goesOn(id: string): boolean {
    const session = this.#sessions.get(hashOf(id));
    return session !== undefined && !this.#isOver(session);
  }

  /** Signs out; its farewell goes to the log of the call that asked for it. */
  async end(id: string, log: SouthLog): Promise<void> {
    const key = hashOf(id);
    const session = this.#sessions.get(key);
    this.#sessions.delete(key);
    await session?.road.close(log);
  }

  /** Ends what is over. */
  sweep(): void {
    for (const [key, session] of this.#sessions) if (this.#isOver(session)) this.#end(key, session);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    for (const [key, session] of this.#sessions) this.#end(key, session);
    await Promise.all(this.#leaving);
  }

  #isOver({ startedAt, usedAt }: Session): boolean {
    const now = this.#now();
    return now - usedAt >= this.#limits.idleMs || now - startedAt >= this.#limits.longestMs;
  }

  #makeRoom(account: string): void {
    const own = [...this.#sessions].filter(([, { caller }]) => caller.id === account);
    const [oldest] = own.length >= this.#limits.perAccount ? own : [];
    const [first] = this.#sessions.size >= this.#limits.most ? this.#sessions : [];
    for (const one of new Set([oldest, first])) if (one !== undefined) this.#end(...one);
  }

  #end(key: string, { road }: Session): void {
    this.#sessions.delete(key);
    const left = road
      .close()
      .catch((thrown: unknown) => this.#onTrouble(asFault(thrown)))
      .finally(() => this.#leaving.delete(left));
    this.#leaving.add(left);
  }
}
