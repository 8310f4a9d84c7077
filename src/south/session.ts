// One logged-in conversation: session id, login, documents out, answers checked and paired. No retry, no queue.
import { asFault, Fault, type FaultDetail } from '../fault.js';
import {
  type AskedCommand,
  type Command,
  encodeCommand,
  encodeDocument,
  type OciCommand,
  type OciDocument,
  type Refusal,
  type RowSinkFor,
  redactText,
  refusalOf,
  secretsIn,
  signPassword,
  textOf,
} from '../ocip/index.js';
import type { AnswerSink, SouthLog } from '../records/index.js';
import type { Target } from './target.js';
import type { Transport } from './transport.js';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What BroadWorks says about the account at login. */
export interface LoginFacts {
  readonly userId: string;
  /** `System`, `Service Provider`, `Group` …: decides which commands are allowed. */
  readonly loginType: string;
  readonly serviceProviderId?: string;
  readonly groupId?: string;
  readonly isEnterprise?: boolean;
  /** Absent when the password does not expire. */
  readonly passwordExpiresDays?: number;
  /** Release of BroadWorks, where the login tells it: over ODIN. */
  readonly softwareVersion?: string;
  /** Which login worked, so that the next session need not find out again. */
  readonly loginCommand: LoginCommand | 'POST /auth/token';
}

export type LoginCommand = 'LoginRequest22V5' | 'LoginRequest14sp4';

interface DocumentAnswer {
  readonly replies: readonly (OciCommand | Refusal)[];
  /** One error came for a document of several commands: it says nothing about the others. */
  readonly refusedWhole: boolean;
  readonly waitedMs: number;
}

export interface SessionOptions {
  readonly target: Target;
  readonly credentials: Credentials;
  /** Fresh for each session: shared ids mix conversations up. */
  readonly sessionId: string;
  readonly loginCommand?: LoginCommand;
  /** Of the call for which the session is opened: the login is part of it. */
  readonly log: SouthLog;
  /** Of the road: the calls have ended when it logs out. */
  readonly roadLog: SouthLog;
}

export interface Session {
  readonly facts: LoginFacts;
  readonly alive: boolean;
  /** Sends commands in one document; one reply or refusal each, in order. Throws Faults only. */
  ask(
    commands: readonly AskedCommand[],
    log: SouthLog,
    rowSinkFor?: RowSinkFor,
  ): Promise<DocumentAnswer>;
  /** Logs out, without waiting long for it. */
  close(): Promise<void>;
  destroy(fault: Fault): void;
}

/** Logs in over a fresh connection. One try with the password, so that no account is locked. */
export async function openSession(transport: Transport, options: SessionOptions): Promise<Session> {
  const conversation = new Conversation(transport, options);
  try {
    const facts = await logIn(conversation, options);
    return {
      facts,
      get alive() {
        return transport.alive;
      },
      ask: (commands, log, rowSinkFor) => conversation.ask(commands, log, rowSinkFor),
      close: () => conversation.leave(facts.userId),
      destroy: (fault) => transport.destroy(fault),
    };
  } catch (thrown) {
    await transport.close();
    throw thrown;
  }
}

/** Documents out and in under one session id. */
class Conversation {
  readonly #transport: Transport;
  readonly #options: SessionOptions;
  /** Of the call that is served. */
  #log: SouthLog;
  /** What must never show up in a message: password, digests, nonces. */
  readonly secrets: string[];
  /** Those that the commands under way carry: new passwords, PINs. */
  #carried: readonly string[] = [];

  constructor(transport: Transport, options: SessionOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#log = options.log;
    this.secrets = [options.credentials.password];
  }

  async ask(
    commands: readonly AskedCommand[],
    log: SouthLog,
    rowSinkFor?: RowSinkFor,
  ): Promise<DocumentAnswer> {
    const xml = commands.map((command) => command.xml);
    const bytes = encodeDocument(this.#options.sessionId, xml);
    const names = commands.map(({ shape }) => shape.name);
    this.#log = log;
    this.#carried = xml.flatMap(secretsIn);
    const { document, waitedMs } = await this.#exchange(bytes, names, rowSinkFor);
    const replies = this.#checked(document, commands);
    return { replies, refusedWhole: replies.length < commands.length, waitedMs };
  }

  /** A fault may quote what the other side sent, and that may quote the login. */
  async #exchange(bytes: Buffer, commands: readonly string[], rowSinkFor: RowSinkFor | undefined) {
    const answer = this.#noted(bytes, commands);
    try {
      const exchange = await this.#transport.exchange(
        bytes,
        (piece) => answer.write(piece),
        rowSinkFor,
      );
      answer.end();
      return exchange;
    } catch (thrown) {
      const fault = asFault(thrown);
      answer.fail(fault.code);
      const message = redactText(fault.message, this.#known());
      throw message === fault.message ? fault : new Fault(fault.code, message);
    }
  }

  #known(): readonly string[] {
    return [...this.secrets, ...this.#carried];
  }

  /** Nothing is sent that was not noted before. */
  #noted(content: Buffer, commands: readonly string[]): AnswerSink {
    const carried = this.#carried;
    const secrets = () => [...this.secrets, ...carried];
    return this.#log.request({ protocol: 'BS-OCI', format: 'xml', commands, content, secrets });
  }

  /** Logs out. Its answer is not waited for, and so not noted. */
  async leave(userId: string): Promise<void> {
    const fields = { userId, reason: 'Client Logout' };
    const { xml } = encodeCommand({ command: 'LogoutRequest', fields });
    const farewell = encodeDocument(this.#options.sessionId, [xml]);
    this.#log = this.#options.roadLog;
    const answer = this.#noted(farewell, ['LogoutRequest']);
    await this.#transport.close(farewell);
    answer.fail('not waited for');
  }

  /** The answer must be ours, and hold what was asked, position by position. Otherwise the connection is done for. */
  #checked(document: OciDocument, asked: readonly AskedCommand[]): (OciCommand | Refusal)[] {
    const { target, sessionId } = this.#options;
    const wrong = (why: string, detail: FaultDetail = {}): never => {
      const fault = new Fault('SOUTH_PROTOCOL', `${target.url} ${why}`, { detail });
      this.#transport.destroy(fault);
      throw fault;
    };
    if (document.sessionId?.trim() !== sessionId)
      wrong(
        document.sessionId === undefined
          ? 'sent an answer without a session id'
          : 'sent an answer that belongs to another session',
      );
    const known = this.#known();
    const replies = document.commands.map((command) => refusalOf(command, known) ?? command);
    const lost = replies.find((reply) => 'kind' in reply && reply.kind === 'sessionLost');
    if (lost !== undefined) {
      const fault = new Fault(
        'SOUTH_LOST',
        `${target.url} no longer knows the session: ${(lost as Refusal).summary}`,
        { detail: { answered: true } },
      );
      this.#transport.destroy(fault);
      throw fault;
    }
    // A document that is refused whole gets a single error, however many commands it held.
    if (asked.length > 1 && replies.length === 1 && 'kind' in replies[0]!) return replies;
    if (replies.length !== asked.length)
      wrong(`answered ${asked.length} command(s) with ${replies.length}`, {
        answers: replies.length,
      });
    replies.forEach((reply, at) => {
      const expected = asked[at]!.shape;
      if ('kind' in reply || expected.reply === undefined) return;
      if (reply.type !== expected.reply)
        wrong(`answered ${expected.name} with ${reply.type.slice(0, 80)}`);
    });
    return replies;
  }
}

async function logIn(conversation: Conversation, options: SessionOptions): Promise<LoginFacts> {
  const { target, credentials } = options;
  const { username, password } = credentials;
  const ask = async (command: Command): Promise<OciCommand | Refusal> =>
    (await conversation.ask([encodeCommand(command)], options.log)).replies[0]!;
  // The one-step login carries the password itself: only under TLS.
  if (target.encrypted && options.loginCommand !== 'LoginRequest14sp4') {
    const reply = await ask({
      command: 'LoginRequest22V5',
      fields: { userId: username, password },
    });
    if (!('kind' in reply)) return factsOf(reply, username, 'LoginRequest22V5');
    if (reply.kind !== 'invalid') throw refused(reply, options);
  }
  const challenge = await ask({ command: 'AuthenticationRequest', fields: { userId: username } });
  if ('kind' in challenge) throw refused(challenge, options);
  const nonce = textOf(challenge.elements, 'nonce') ?? '';
  // Signing nothing would give a digest that is good for ever.
  if (nonce === '') throw new Fault('SOUTH_PROTOCOL', `${target.url} sent no nonce to sign`);
  const signedPassword = signPassword(nonce, password);
  conversation.secrets.push(nonce, signedPassword);
  const reply = await ask({
    command: 'LoginRequest14sp4',
    fields: { userId: username, signedPassword },
  });
  if ('kind' in reply) throw refused(reply, options);
  return factsOf(reply, username, 'LoginRequest14sp4');
}

function refused(refusal: Refusal, { target, credentials }: SessionOptions): Fault {
  const clear = refusal.kind === 'invalid' && !target.encrypted;
  const hint = clear
    ? '. It may want the password itself, which Muster sends over tls:// or https:// only'
    : '';
  return new Fault(
    'SOUTH_LOGIN_REFUSED',
    `BroadWorks refused the login of ${credentials.username}: ${refusal.summary}${hint}`,
    { detail: { ...(refusal.code === undefined ? {} : { code: refusal.code }) } },
  );
}

function factsOf(reply: OciCommand, username: string, loginCommand: LoginCommand): LoginFacts {
  const text = (name: string) => textOf(reply.elements, name) || undefined;
  const serviceProviderId = text('serviceProviderId');
  const groupId = text('groupId');
  const enterprise = text('isEnterprise');
  const days = text('passwordExpiresDays');
  return {
    userId: username,
    loginType: text('loginType') ?? 'unknown',
    ...(serviceProviderId === undefined ? {} : { serviceProviderId }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(enterprise === undefined ? {} : { isEnterprise: enterprise === 'true' }),
    ...(days !== undefined && /^-?\d+$/.test(days) ? { passwordExpiresDays: Number(days) } : {}),
    loginCommand,
  };
}
