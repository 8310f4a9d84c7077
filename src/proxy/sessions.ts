// Who is logged in, by the session ids that are seen on the wire. Believes a login only when the switch has confirmed it,
// and that one has failed only when the switch has said so.
import { type Element, type OciDocument, textOf } from '../ocip/index.js';
import { type Actor, actorOf } from '../records/index.js';
import { type AskedDocument, loginOf } from './asked.js';

/** A service provider, or a group of it; empty texts for what the switch did not name. */
export interface Place {
  readonly tenantId: string;
  readonly groupId: string;
}

/** Made by `newSession` or by a `SessionBook`. */
export interface Session {
  /** Undefined before the login, and after the logout. */
  actor: Actor | undefined;
  /** What the account of that login is confined to, as the switch said at the login; undefined when to nothing. */
  place: Place | undefined;
  /** Passwords, digests and nonces that were seen, the latest ones. */
  secrets: readonly string[];
  /** Logins that were let in and not answered yet, or not in words that can be read: any of them may act. */
  unsure: readonly string[];
  /** User ids that a nonce was asked for since the last login, the latest ones. */
  asking: readonly string[];
  /** For each document under way, who it was judged for. */
  readonly underWay: Set<readonly string[]>;
  /** There are too many sessions, and what it says is forgotten at once: nothing of it may pass. */
  readonly isSurplus: boolean;
}

/** Secrets of one session that are remembered: a nonce and a digest for each try. */
const mostSecrets = 16;
/** Logins of one session that nobody knows the outcome of. */
const mostUnsure = 100;
/** A login that was not used for so long may be forgotten where there is no room for another: it is long over there. */
const staleMs = 24 * 3_600_000;

export function newSession(isSurplus = false): Session {
  return {
    actor: undefined,
    place: undefined,
    secrets: [],
    unsure: [],
    asking: [],
    underWay: new Set(),
    isSurplus,
  };
}

/**
 * The sessions of one connection, or of all SOAP clients: bounded. What nobody is logged in to is forgotten first, what
 * somebody is logged in to never, but for stale ones: a login that is forgotten is a rule that is not applied.
 */
export class SessionBook {
  readonly #sessions = new Map<string, { readonly session: Session; usedAt: number }>();
  readonly #most: number;
  readonly #monotonic: () => number;

  /** `monotonic` in milliseconds. */
  constructor(most: number, monotonic = () => performance.now()) {
    this.#most = most;
    this.#monotonic = monotonic;
  }

  /** The session of that id; when there is no room for another, one that is `isSurplus`, which is not kept. */
  of(id: string): Session {
    const known = this.#sessions.get(id);
    if (known === undefined && this.#sessions.size >= this.#most && !this.#forgotten())
      return newSession(true);
    const session = known?.session ?? newSession();
    this.#put(id, session);
    return session;
  }

  /** The same session is known by another id from now on. */
  rename(from: string, to: string): void {
    const entry = this.#sessions.get(from);
    if (entry === undefined || from === to) return;
    const { session } = entry;
    const before = this.#sessions.get(to)?.session;
    // Two that turn out to be one: whoever was logged in to the other may act.
    if (before !== undefined) {
      const also = before.actor === undefined ? [] : [before.actor.id];
      session.unsure = [...session.unsure, ...before.unsure, ...also];
    }
    this.#sessions.delete(from);
    this.#put(to, session);
  }

  /** Puts it behind all others. */
  #put(id: string, session: Session): void {
    this.#sessions.delete(id);
    this.#sessions.set(id, { session, usedAt: this.#monotonic() });
  }

  /** Makes room, if it can. */
  #forgotten(): boolean {
    for (const [id, { session, usedAt }] of this.#sessions) {
      const isStale = this.#monotonic() - usedAt > staleMs;
      const isFree = isStale || (session.actor === undefined && session.unsure.length === 0);
      if (isFree && session.underWay.size === 0) return this.#sessions.delete(id);
    }
    return false;
  }
}

/** A document that is under way in its session. */
export interface Stay {
  /** Everybody who may be logged in when it comes there; the empty text for nobody. */
  readonly before: readonly string[];
  /** They, and whom it logs in itself. */
  readonly logins: readonly string[];
  /** It is over. `wasSent` false: what it wanted to log in never came there. */
  leave(wasSent: boolean): void;
}

/** Begins a document. It may not, where it would change who another that is under way is done by. */
export function enter(
  session: Session,
  { commands }: AskedDocument,
): Stay | { readonly refused: string } {
  if (session.isSurplus) return { refused: 'too many sessions are in use' };
  const tried = commands.map(loginOf).filter((one) => one !== undefined);
  if (tried.length > 0 && session.unsure.length + tried.length > mostUnsure)
    return { refused: 'too many logins of this session are without an answer' };
  for (const judgedFor of session.underWay)
    if (tried.some((one) => !judgedFor.includes(one)))
      return { refused: 'other commands of this session are under way' };
  const before = [session.actor?.id ?? '', ...session.unsure];
  const logins = [...new Set([...before, ...tried])];
  session.underWay.add(logins);
  session.unsure = [...session.unsure, ...tried];
  return {
    before,
    logins,
    leave(wasSent) {
      session.underWay.delete(logins);
      if (!wasSent) for (const one of tried) settle(session, one);
    },
  };
}

/** One login less that nobody knows the outcome of. */
function settle(session: Session, login: string): void {
  const at = session.unsure.indexOf(login);
  if (at >= 0) session.unsure = session.unsure.toSpliced(at, 1);
}

/** Remembers what must not be kept of any message of the session. */
export function addSecrets(session: Session, secrets: readonly string[]): void {
  if (secrets.length > 0) session.secrets = [...session.secrets, ...secrets].slice(-mostSecrets);
}

/** Takes note of what a reply says of the session: a nonce, a login, a logout. Gives who it was, if that is new. */
export function takeNote(
  session: Session,
  asked: AskedDocument,
  reply: OciDocument,
): Actor | undefined {
  let found: Actor | undefined;
  reply.commands.forEach(({ type, severity, elements }, at) => {
    const command = asked.commands[at];
    if (type === 'AuthenticationResponse') addSecrets(session, [textOf(elements, 'nonce') ?? '']);
    const login = command && loginOf(command);
    if (login !== undefined && /^LoginResponse/.test(type)) {
      const loginType = textOf(elements, 'loginType') ?? '';
      found = actorOf({ userId: login, loginType });
      session.actor = found;
      session.place = placeIn(elements);
      settle(session, login);
    } else if (type === 'ErrorResponse') {
      const isWarning = severity === 'Warning' || severity === 'Info';
      if (login !== undefined && !isWarning) settle(session, login);
    } else if (command?.name === 'LogoutRequest') leave(session);
  });
  return found;
}

/** Nobody is logged in any more. */
export function leave(session: Session): void {
  session.actor = undefined;
  session.place = undefined;
}

function placeIn(elements: readonly Element[]): Place | undefined {
  const tenantId = textOf(elements, 'serviceProviderId') ?? '';
  return tenantId === '' ? undefined : { tenantId, groupId: textOf(elements, 'groupId') ?? '' };
}
