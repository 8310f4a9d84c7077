// Who is logged in, by the session ids that are seen on the wire. Believes a login only when the switch has confirmed it.
import { type OciDocument, textOf } from '../ocip/index.js';
import { type Actor, actorOf } from '../records/index.js';
import type { AskedDocument } from './asked.js';

export interface Session {
  /** Undefined before the login, and after the logout. */
  actor: Actor | undefined;
  /** Passwords, digests and nonces that were seen, the latest ones. */
  secrets: readonly string[];
}

/** Secrets of one session that are remembered: a nonce and a digest for each try. */
const mostSecrets = 16;

/** The sessions of one connection, or of all SOAP clients: bounded, the least used is forgotten first. */
export class SessionBook {
  readonly #sessions = new Map<string, Session>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  of(id: string): Session {
    const known = this.#sessions.get(id);
    const session = known ?? { actor: undefined, secrets: [] };
    if (known !== undefined) this.#sessions.delete(id);
    this.#sessions.set(id, session);
    if (this.#sessions.size > this.#most) {
      const [oldest] = this.#sessions.keys();
      this.#sessions.delete(oldest as string);
    }
    return session;
  }

  /** The same session is known by another id from now on. */
  rename(from: string, to: string): void {
    const session = this.#sessions.get(from);
    if (session === undefined || from === to) return;
    this.#sessions.delete(from);
    this.#sessions.set(to, session);
  }
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
  reply.commands.forEach(({ type, elements }, at) => {
    const command = asked.commands[at];
    if (type === 'AuthenticationResponse') addSecrets(session, [textOf(elements, 'nonce') ?? '']);
    if (command?.kind !== 'session' || type === 'ErrorResponse') return;
    if (/^LoginResponse/.test(type)) {
      const loginType = textOf(elements, 'loginType') ?? '';
      found = actorOf({ userId: command.tried ?? '', loginType });
      session.actor = found;
    } else if (command.tried === undefined) session.actor = undefined;
  });
  return found;
}
