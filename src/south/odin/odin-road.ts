// The road to one ODIN host: reads are queued, paced and asked over a few connections, and asked again where that is
// safe. Nothing but a login is ever sent that is not a read.
import { asFault, Fault } from '../../fault.js';
import { redactText } from '../../ocip/index.js';
import type { AnswerSink, SouthLog } from '../../records/index.js';
import { maxFailures, notAsked, weightOf } from '../failure.js';
import { type Governor, joinGovernor, type Pace, type Turn } from '../governor.js';
import type { ExchangeNote } from '../question.js';
import type { Credentials, LoginFacts } from '../session.js';
import type { WireOptions } from '../transport.js';
import { pathOf } from './odin-address.js';
import type { OdinAnswer, OdinCall, OdinSouth } from './odin-call.js';
import { OdinErrands } from './odin-errands.js';
import type { HttpAnswer, HttpRequest } from './odin-http.js';
import { OdinLogin } from './odin-login.js';
import type { Token } from './odin-token.js';
import { mostTries, verdictOf } from './odin-verdict.js';
import type { OdinWire } from './odin-wire.js';
import { jsonOf, refusalFrom } from './odin-words.js';

export interface OdinRoadOptions extends WireOptions {
  /** Most connections at once. */
  readonly connections: number;
  readonly credentials: Credentials;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where every message is kept. */
  readonly log: SouthLog;
  readonly onExchange?: (note: ExchangeNote) => void;
}

/** One request of the road: what it is called, and where it is kept. */
interface Order {
  readonly request: HttpRequest;
  readonly log: SouthLog;
  readonly command: string;
}

/** An answer, when it was asked for, and with what. */
interface Sent {
  readonly answer: HttpAnswer;
  readonly sentAt: number;
  readonly answeredAt: number;
  /** `performance.now()`. */
  readonly askedAt: number;
  /** Of a read. `wasOld`: it was time for another one. */
  readonly token?: Token;
  readonly wasOld: boolean;
}

/** Nobody else would fare better. */
const hopeless: ReadonlySet<string> = new Set([
  'SOUTH_NAME_UNKNOWN',
  'SOUTH_UNREACHABLE',
  'SOUTH_TLS_REFUSED',
]);

/** See the file's first lines. */
export class OdinRoad implements OdinSouth {
  readonly protocol = 'ODIN';
  readonly #options: OdinRoadOptions;
  readonly #governor: Governor;
  readonly #leave: () => void;
  readonly #login: OdinLogin;
  readonly #errands: OdinErrands;
  #wire: Promise<OdinWire> | undefined;
  #failures = 0;
  #closed: Fault | undefined;
  /** Wakes what waits for its turn. */
  readonly #stop = new AbortController();

  constructor(options: OdinRoadOptions) {
    this.#options = options;
    this.#errands = new OdinErrands(options.connections, (thrown) => this.#told(thrown));
    const { target, credentials, now, pace } = options;
    const { governor, leave } = joinGovernor(`${target.host}:${target.port}`, pace);
    this.#governor = governor;
    this.#leave = leave;
    const send = async (request: HttpRequest) => {
      const command = `${request.method} /auth/token`;
      return (await this.#send({ request, log: options.log, command })).answer;
    };
    this.#login = new OdinLogin({ target, credentials, now, send });
  }

  /** The account as ODIN described it, once logged in. */
  get facts(): LoginFacts | undefined {
    return this.#login.facts;
  }

  /** Logs in if nobody has yet. */
  async connect(): Promise<LoginFacts> {
    if (this.facts !== undefined) return this.facts;
    return this.#inTurn(async () => {
      await this.#login.current();
      return this.facts as LoginFacts;
    });
  }

  /** Asks once; repeated inside only where that is safe. Throws Faults only. */
  async get(call: OdinCall): Promise<OdinAnswer> {
    const path = pathOf(this.#options.target, call);
    const log = call.log ?? this.#options.log;
    return this.#inTurn(() => this.#ask(`GET ${call.path}`, path, log));
  }

  /** Fails what still waits and what is under way. */
  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    const closed = new Fault('INTERRUPTED', 'the connection was closed before the answer came');
    this.#closed = closed;
    this.#errands.rejectAll(closed);
    this.#stop.abort(closed);
    this.#leave();
    await (await this.#wire)?.destroy(closed);
  }

  #inTurn<Found>(run: () => Promise<Found>): Promise<Found> {
    return this.#closed === undefined ? this.#errands.add(run) : Promise.reject(this.#closed);
  }

  /** What whoever asked is told. */
  #told(thrown: unknown): Fault {
    const fault = asFault(thrown);
    const harmless = this.#harmless(fault);
    this.#failed(harmless, this.#login.isDown(fault));
    return harmless;
  }

  /** A fault may quote what the other side sent, and that may quote the login. */
  #harmless(fault: Fault): Fault {
    const message = redactText(fault.message, this.#login.secrets);
    return message === fault.message
      ? fault
      : new Fault(fault.code, message, { detail: fault.detail });
  }

  /** Counts against all; when it is in vain for all, those who still wait are told. */
  #failed(fault: Fault, isDown: boolean): void {
    this.#failures += weightOf(fault);
    const inVain =
      isDown ||
      this.facts === undefined ||
      hopeless.has(fault.code) ||
      'restSeconds' in fault.detail;
    if (!inVain && this.#failures < maxFailures) return;
    this.#errands.rejectWaiting(notAsked(fault));
  }

  async #ask(command: string, path: string, log: SouthLog): Promise<OdinAnswer> {
    const order = { request: { method: 'GET', path }, log, command } as const;
    const { answer, sentAt, answeredAt } = await this.#read(order);
    const times = { command, sentAt, answeredAt };
    const { url } = this.#options.target;
    if (answer.status === 502)
      this.#failed(new Fault('SOUTH_LOST', `a gateway at ${url} has lost ODIN (HTTP 502)`), false);
    else this.#failures = 0;
    const { secrets } = this.#login;
    if (answer.status >= 300)
      return { ...times, kind: 'refusal', refusal: refusalFrom(answer, secrets) };
    return { ...times, kind: 'reply', body: jsonOf(answer, `${url} (${command})`, secrets) };
  }

  /** Sends a read, and again with another token when its token is refused. */
  async #read(order: Order): Promise<Sent> {
    let sent = await this.#send(order);
    // Once: a fresh token that is refused too says something else, unless it grew old before its turn.
    for (let again = 0; sent.answer.status === 401; again++) {
      if (again >= (sent.wasOld ? mostTries : 1)) break;
      await this.#login.renewed(sent.token as Token, sent.askedAt);
      sent = await this.#send(order);
    }
    if (sent.answer.status === 401) this.#login.refusedAgain();
    else if (sent.answer.status < 500) this.#login.worked();
    return sent;
  }

  /** Sends when its turn has come, and again where that is safe. */
  async #send(order: Order): Promise<Sent> {
    const { target, now } = this.#options;
    const { request } = order;
    const isRead = request.method === 'GET';
    // A login is sent once: not over a connection that the other side may just be closing.
    let isFresh = !isRead;
    for (let tries = 1; ; tries++) {
      const wire = await this.#opened();
      const { turn, token } = await this.#turn(isRead);
      const askedAt = performance.now();
      const wasOld = token !== undefined && this.#login.isOld(token);
      const sent = await this.#exchange(wire, { order, turn, token, isFresh }).catch((thrown) => {
        const fault = asFault(thrown);
        if (!isRead || fault.code !== 'SOUTH_LOST') throw fault;
        // No try at all: the connection had ended before the call came.
        if (fault.detail.stale === true) tries--;
        else if (tries >= mostTries || this.#failures >= maxFailures) throw fault;
        isFresh ||= fault.detail.stale === true;
        return undefined;
      });
      if (sent === undefined) continue;
      const how = { tries, now: now(), where: target.url };
      const verdict = verdictOf(sent.answer, request, how);
      if (verdict.next === 'fail') throw verdict.fault;
      if (verdict.next === 'take') {
        // A login takes its own time, which says nothing about the switch.
        if (isRead) this.#governor.observe(sent.answer.waitedMs);
        return { ...sent, askedAt, wasOld, ...(token === undefined ? {} : { token }) };
      }
      if (verdict.restMs === undefined) this.#governor.backOff(askedAt);
      else this.#governor.rest(verdict.restMs);
    }
  }

  /** Ready before a turn is taken, which must not pass while a module is loaded. */
  #opened(): Promise<OdinWire> {
    this.#wire ??= import('./odin-wire.js').then(({ openWire }) => openWire(this.#options));
    return this.#wire;
  }

  /** Leave to send. For a read with its token, which is taken last: in the queue it would grow old. */
  async #turn(isRead: boolean): Promise<{ readonly turn: Turn; readonly token?: Token }> {
    for (;;) {
      // Where there will be no token, nobody needs to wait to be told.
      if (isRead) this.#login.ready();
      const turn = await this.#governor.acquire(1, this.#stop.signal);
      let token: Token | undefined;
      try {
        if (this.#closed !== undefined) throw this.#closed;
        if (!isRead) return { turn };
        token = this.#login.ready();
      } catch (thrown) {
        turn.back();
        throw thrown;
      }
      if (token !== undefined) {
        this.#login.use(token);
        return { turn, token };
      }
      // Whoever gets the next token needs the place.
      turn.back();
      await this.#login.current();
    }
  }

  async #exchange(
    wire: OdinWire,
    how: {
      readonly order: Order;
      readonly turn: Turn;
      readonly token: Token | undefined;
      readonly isFresh: boolean;
    },
  ) {
    const { turn, token, isFresh } = how;
    const { request, log, command } = how.order;
    let sentAt = this.#options.now();
    const sent = () => {
      sentAt = this.#options.now();
      turn.sent();
    };
    const note = (outcome: ExchangeNote['outcome']) => {
      const answeredAt = this.#options.now();
      this.#options.onExchange?.({ commands: [command], sentAt, answeredAt, outcome });
      return answeredAt;
    };
    const complete = token === undefined ? request : { ...request, token: token.text };
    let answer: HttpAnswer;
    const kept = this.#noted(request, log, command);
    try {
      answer = await wire.exchange(complete, { isFresh, sent });
    } catch (thrown) {
      kept.fail(asFault(thrown).code);
      note('failed');
      throw thrown;
    } finally {
      // A connection that could not be opened was a call as well.
      turn.sent();
    }
    kept.write(answer.bytes);
    kept.end(answer.status);
    return { answer, sentAt, answeredAt: note('answered') };
  }

  /** Nothing is sent that was not noted before. */
  #noted({ method, path, body }: HttpRequest, log: SouthLog, command: string): AnswerSink {
    const action = method === 'GET' ? 'read' : method === 'POST' ? 'create' : 'update';
    return log.request({
      protocol: 'BS-ODIN',
      format: 'json',
      commands: [command],
      content: Buffer.from(body ?? ''),
      secrets: () => this.#login.secrets,
      method,
      endpoint: path,
      action,
    });
  }
}
