// Who we are at ODIN: logs in, keeps the token fresh, and lets many callers share one login. Sends by what it is given.
import { asFault, Fault } from '../../fault.js';
import { redactText } from '../../ocip/index.js';
import type { Credentials, LoginFacts } from '../session.js';
import type { Target } from '../target.js';
import { pathOf } from './odin-address.js';
import type { HttpAnswer, HttpRequest } from './odin-http.js';
import { type Token, tokenFrom } from './odin-token.js';
import { jsonOf, refusalFrom, spellingsOf } from './odin-words.js';

export interface OdinLoginOptions {
  readonly target: Target;
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** One HTTP exchange, at its turn. */
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
}

/** After so many tokens in a row that did not help, no other is asked for. */
const mostInVain = 3;

/** See the file's first lines. */
export class OdinLogin {
  readonly #options: OdinLoginOptions;
  /** What must never show up in a message: the password, and every token there was. */
  readonly secrets: string[] = [];
  #facts: LoginFacts | undefined;
  #token: Token | undefined;
  /** A login that was refused. It is not tried again: a few of those and the account is locked. */
  #refused: Fault | undefined;
  /** The last login or renewal that failed, until one succeeds. */
  #trouble: Fault | undefined;
  /** The last time that nothing could be got for a token that was refused. */
  #failure: { readonly fault: Fault; readonly at: number } | undefined;
  /** How often in a row a token was refused and another one asked for, since a call went through. */
  #inVain = 0;
  /** Whether a call has gone with the token that is there. */
  #isUsed = false;
  #underway: Promise<Token> | undefined;
  /** False once the server did not know how to renew a token. */
  #renews = true;

  constructor(options: OdinLoginOptions) {
    this.#options = options;
    this.#hide(options.credentials.password);
  }

  /** The account as ODIN described it, once logged in. */
  get facts(): LoginFacts | undefined {
    return this.#facts;
  }

  /** Whether nothing can be asked now because of this fault: it is the login's, not that of a call. */
  isDown(fault: Fault): boolean {
    return fault === this.#refused || fault === this.#trouble;
  }

  /** A token to ask with: logs in first, or renews, if need be. */
  async current(): Promise<Token> {
    const ready = this.ready();
    if (ready !== undefined) return ready;
    const token = this.#token;
    return this.#alone(() => (token === undefined ? this.#logIn() : this.#renewEarly(token)));
  }

  /** The token, where nobody needs to be asked for it. Throws when there will be none. */
  ready(): Token | undefined {
    if (this.#refused !== undefined) throw this.#refused;
    if (this.#token === undefined || this.#underway !== undefined) return undefined;
    // One that nobody has asked with yet goes, however old: at a slow pace each would be too old at its turn.
    return this.#isUsed && this.isOld(this.#token) ? undefined : this.#token;
  }

  /** Whether it is time for the next. */
  isOld({ renewAt }: Token): boolean {
    return renewAt !== undefined && this.#options.now() >= renewAt;
  }

  /** A call goes with this token. */
  use(token: Token): void {
    this.#isUsed ||= token === this.#token;
  }

  /** A call went through: the token is taken. */
  worked(): void {
    this.#inVain = 0;
  }

  /**
   * Another token than `old`, which was refused. Whoever comes later gets the one that is there by then, or what went
   * wrong since they asked (`askedAt`, of `performance.now`).
   */
  async renewed(old: Token, askedAt: number): Promise<Token> {
    await this.#underway?.catch(() => undefined);
    if (this.#refused !== undefined) throw this.#refused;
    if (this.#failure !== undefined && askedAt < this.#failure.at) throw this.#failure.fault;
    if (this.#token !== undefined && this.#token.text !== old.text) return this.#token;
    if (this.#inVain >= mostInVain) throw this.#giveUp();
    return this.#alone(() => this.#replace(old)).catch((thrown: unknown) => {
      const fault = asFault(thrown);
      this.#failure = { fault, at: performance.now() };
      throw fault;
    });
  }

  /** A fresh token was refused as well. Throws when that has happened too often. */
  refusedAgain(): void {
    if (this.#refused !== undefined) throw this.#refused;
    if (this.#inVain >= mostInVain) throw this.#giveUp();
  }

  /** For good: more logins would only be more of the same. */
  #giveUp(): Fault {
    const { target, credentials } = this.#options;
    this.#refused =
      this.#trouble ??
      new Fault(
        'SOUTH_PROTOCOL',
        `${target.url} takes the login of ${credentials.username}, but refuses the token it gives`,
        { detail: { status: 401 } },
      );
    return this.#refused;
  }

  #alone(run: () => Promise<Token>): Promise<Token> {
    this.#underway ??= run().finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  /** The old token still works for a while; trouble now is no reason to stop. */
  async #renewEarly(token: Token): Promise<Token> {
    try {
      return await this.#renew(token);
    } catch (thrown) {
      if (this.#refused !== undefined || asFault(thrown).code === 'INTERRUPTED') throw thrown;
      this.#token = { text: token.text };
      return this.#token;
    }
  }

  /** The old one is dead: when renewal is in trouble the password, which does not depend on it, may still do. */
  async #replace(old: Token): Promise<Token> {
    this.#inVain++;
    try {
      return await this.#renew(old);
    } catch (thrown) {
      const { code, detail } = asFault(thrown);
      // A login that failed is not tried again, nor is a host asked that wants to be left alone.
      if (this.isDown(thrown as Fault) || code === 'INTERRUPTED' || 'restSeconds' in detail)
        throw thrown;
      return this.#logIn();
    }
  }

  /** By the token itself; if the server refuses or does not know how, by the password. */
  async #renew({ text }: Token): Promise<Token> {
    if (!this.#renews) return this.#logIn();
    const askedAt = this.#options.now();
    const answer = await this.#send('PUT', { token: text });
    if (answer.status === 404 || answer.status === 405) this.#renews = false;
    if (answer.status >= 500) throw this.#failed(answer, 'the renewal of its token');
    const renewed = answer.status < 300 ? this.#tokenIn(answer, askedAt)?.token : undefined;
    return renewed ?? this.#logIn();
  }

  async #logIn(): Promise<Token> {
    try {
      return await this.#logInOnce();
    } catch (thrown) {
      this.#trouble = asFault(thrown);
      throw this.#trouble;
    }
  }

  async #logInOnce(): Promise<Token> {
    const { credentials, now, target } = this.#options;
    const askedAt = now();
    const { username, password } = credentials;
    const answer = await this.#send('POST', { body: JSON.stringify({ username, password }) });
    if (answer.status >= 300) throw this.#notLoggedIn(answer);
    const found = this.#tokenIn(answer, askedAt);
    if (found === undefined)
      throw new Fault('ODIN_MALFORMED', `${target.url} answered the login without a usable token`);
    this.#facts ??= factsOf(found.session, username, this.secrets);
    return found.token;
  }

  #send(method: 'POST' | 'PUT', with_: Pick<HttpRequest, 'token' | 'body'>): Promise<HttpAnswer> {
    const { send, target } = this.#options;
    return send({ method, path: pathOf(target, { path: '/auth/token', query: {} }), ...with_ });
  }

  /** Reads a session object and keeps its token. Undefined when there is none that can be used. */
  #tokenIn(answer: HttpAnswer, askedAt: number) {
    let session: unknown;
    try {
      session = jsonOf(answer, '', this.secrets);
    } catch {
      // Its message quotes the body, which may hold a token nobody could recognise as one.
      return undefined;
    }
    if (typeof session !== 'object' || session === null) return undefined;
    const { token: text } = session as Readonly<Record<string, unknown>>;
    if (typeof text !== 'string' || !/^[\x21-\x7e]+$/.test(text)) return undefined;
    this.#hide(text);
    this.#token = tokenFrom(text, askedAt);
    this.#isUsed = false;
    this.#trouble = undefined;
    return { token: this.#token, session: session as Readonly<Record<string, unknown>> };
  }

  /** Longest first: one that is part of another must not spoil it. */
  #hide(secret: string): void {
    this.secrets.push(...spellingsOf(secret));
    this.secrets.sort((one, other) => other.length - one.length);
  }

  #notLoggedIn(answer: HttpAnswer): Fault {
    const { target, credentials } = this.#options;
    const { status } = answer;
    const { summary, code, kind } = refusalFrom(answer, this.secrets);
    const detail = { status, ...(code === undefined ? {} : { code }) };
    if (status === 404 || status === 405)
      return new Fault(
        'SOUTH_PROTOCOL',
        `${target.url} knows no login (HTTP ${status}); is this the base address of the ODIN API? It should end in /api/v2`,
      );
    if (status === 402) {
      const words = `the password of ${credentials.username} must be changed first: ${summary}`;
      this.#refused = new Fault('SOUTH_PASSWORD_EXPIRED', words, { detail });
    } else if ([400, 401, 403, 422].includes(status) || kind === 'login') {
      const words = `ODIN refused the login of ${credentials.username}: ${summary}`;
      this.#refused = new Fault('SOUTH_LOGIN_REFUSED', words, { detail });
    }
    return this.#refused ?? this.#failed(answer, 'the login');
  }

  #failed(answer: HttpAnswer, what: string): Fault {
    const { summary } = refusalFrom(answer, this.secrets);
    return new Fault(
      answer.status === 502 ? 'SOUTH_LOST' : 'SOUTH_PROTOCOL',
      `${this.#options.target.url} answered ${what} with HTTP ${answer.status}: ${summary}`,
      { detail: { status: answer.status } },
    );
  }
}

/** What ODIN writes for a password that does not expire. */
const never = 2_147_483_647;

/** They are shown: what quotes a secret is told without it. */
function factsOf(
  session: Readonly<Record<string, unknown>>,
  username: string,
  secrets: readonly string[],
): LoginFacts {
  const text = (name: string) => {
    const value = session[name];
    if (value === null || !['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    const words = redactText(String(value), secrets).trim();
    return words === '' || words === 'None' ? undefined : words;
  };
  const serviceProviderId = text('serviceProviderId');
  const groupId = text('groupId');
  const enterprise = text('isEnterprise')?.toLowerCase();
  const days = text('passwordExpiresDays');
  const expires = days !== undefined && /^-?\d+$/.test(days) && Number(days) !== never;
  const softwareVersion = text('softwareVersion');
  return {
    userId: text('userId') ?? username,
    loginType: text('loginType') ?? 'unknown',
    ...(serviceProviderId === undefined ? {} : { serviceProviderId }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(enterprise === 'true' || enterprise === 'false'
      ? { isEnterprise: enterprise === 'true' }
      : {}),
    ...(expires ? { passwordExpiresDays: Number(days) } : {}),
    ...(softwareVersion === undefined ? {} : { softwareVersion }),
    loginCommand: 'POST /auth/token',
  };
}
