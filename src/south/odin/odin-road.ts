// The road to one ODIN host: reads are queued, paced and asked over a few connections, and asked again where that is
// safe. Nothing but a login is ever sent that is not a read.
import { asFault, Fault } from '../../fault.js';
import { redactText } from '../../ocip/index.js';
import { maxFailures, notAsked, weightOf } from '../failure.js';
import { type Governor, type Pace, sharedGovernor } from '../governor.js';
import type { ExchangeNote } from '../question.js';
import type { Credentials, LoginFacts } from '../session.js';
import { pathOf } from './odin-address.js';
import type { OdinAnswer, OdinCall, OdinSouth } from './odin-call.js';
import { OdinLogin } from './odin-login.js';
import { mostTries, verdictOf } from './odin-verdict.js';
import type { HttpAnswer, HttpRequest, OdinWire, OdinWireOptions } from './odin-wire.js';
import { jsonOf, refusalFrom } from './odin-words.js';

export interface OdinRoadOptions extends OdinWireOptions {
  readonly credentials: Credentials;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onExchange?: (note: ExchangeNote) => void;
}

/** Something to do in its turn, and who waits for it. */
interface Errand {
  readonly run: () => Promise<void>;
  readonly reject: (fault: Fault) => void;
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
  readonly #login: OdinLogin;
  readonly #queue: Errand[] = [];
  readonly #running = new Set<Errand>();
  #wire: Promise<OdinWire> | undefined;
  #failures = 0;
  #closed: Fault | undefined;
  /** Wakes what waits for its turn. */
  readonly #stop = new AbortController();

  constructor(options: OdinRoadOptions) {
    this.#options = options;
    const { target, credentials, now, pace } = options;
    this.#governor = sharedGovernor(`${target.host}:${target.port}`, pace);
    const send = async (request: HttpRequest) => (await this.#send(request)).answer;
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
    return this.#inTurn(() => this.#ask(`GET ${call.path}`, path));
  }

  /** Fails what still waits and what is under way. */
  async close(): Promise<void> {
    if (this.#closed !== undefined) return;
    const closed = new Fault('INTERRUPTED', 'the connection was closed before the answer came');
    this.#closed = closed;
    for (const errand of [...this.#running, ...this.#queue.splice(0)]) errand.reject(closed);
    this.#stop.abort(closed);
    await (await this.#wire)?.destroy(closed);
  }

  #inTurn<Found>(run: () => Promise<Found>): Promise<Found> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    return new Promise((resolve, reject) => {
      this.#queue.push({ run: async () => resolve(await run()), reject });
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#running.size < this.#options.connections) {
      const errand = this.#queue.shift() as Errand;
      this.#running.add(errand);
      void this.#serve(errand);
    }
  }

  /** Runs one errand, and goes on with the queue. Never throws. */
  async #serve(errand: Errand): Promise<void> {
    try {
      await errand.run();
    } catch (thrown) {
      const fault = this.#harmless(asFault(thrown));
      errand.reject(fault);
      this.#failed(fault);
    } finally {
      this.#running.delete(errand);
      this.#pump();
    }
  }

  /** A fault may quote what the other side sent, and that may quote the login. */
  #harmless(fault: Fault): Fault {
    const message = redactText(fault.message, this.#login.secrets);
    return message === fault.message
      ? fault
      : new Fault(fault.code, message, { detail: fault.detail });
  }

  /** Counts against all; when it is in vain for all, those who still wait are told. */
  #failed(fault: Fault): void {
    this.#failures += weightOf(fault);
    const inVain =
      this.facts === undefined || hopeless.has(fault.code) || 'restSeconds' in fault.detail;
    if (!inVain && this.#failures < maxFailures) return;
    for (const errand of this.#queue.splice(0)) errand.reject(notAsked(fault));
  }

  async #ask(command: string, path: string): Promise<OdinAnswer> {
    const ask = (token: string) => this.#send({ method: 'GET', path, token }, command);
    const token = await this.#login.current();
    let sent = await ask(token.text);
    // Once: a fresh token that is refused too says something else.
    if (sent.answer.status === 401) sent = await ask((await this.#login.renewed(token)).text);
    const { answer, sentAt, answeredAt } = sent;
    const times = { command, sentAt, answeredAt };
    const { url } = this.#options.target;
    if (answer.status === 502)
      this.#failed(new Fault('SOUTH_LOST', `a gateway at ${url} has lost ODIN (HTTP 502)`));
    else this.#failures = 0;
    const { secrets } = this.#login;
    if (answer.status >= 300)
      return { ...times, kind: 'refusal', refusal: refusalFrom(answer, secrets) };
    return { ...times, kind: 'reply', body: jsonOf(answer, `${url} (${command})`, secrets) };
  }

  /** Sends when its turn has come, and again where that is safe. */
  async #send(request: HttpRequest, command = `${request.method} /auth/token`) {
    const { target, now } = this.#options;
    for (let tries = 1; ; tries++) {
      await this.#governor.acquire(1, this.#stop.signal);
      if (this.#closed !== undefined) throw this.#closed;
      const askedAt = performance.now();
      const sent = await this.#exchange(request, command).catch((thrown: unknown) => {
        const fault = asFault(thrown);
        const again = fault.code === 'SOUTH_LOST' && request.method === 'GET' && tries < mostTries;
        if (again && this.#failures < maxFailures) return undefined;
        throw fault;
      });
      if (sent === undefined) continue;
      const how = { tries, now: now(), where: target.url };
      const verdict = verdictOf(sent.answer, request, how);
      if (verdict.next === 'fail') throw verdict.fault;
      if (verdict.next === 'take') {
        // A login takes its own time, which says nothing about the switch.
        if (request.method === 'GET') this.#governor.observe(sent.answer.waitedMs);
        return sent;
      }
      if (verdict.restMs === undefined) this.#governor.backOff(askedAt);
      else this.#governor.rest(verdict.restMs);
    }
  }

  async #exchange(request: HttpRequest, command: string) {
    this.#wire ??= import('./odin-wire.js').then(({ openWire }) => openWire(this.#options));
    const wire = await this.#wire;
    const sentAt = this.#options.now();
    const note = (outcome: ExchangeNote['outcome']) => {
      const answeredAt = this.#options.now();
      this.#options.onExchange?.({ commands: [command], sentAt, answeredAt, outcome });
      return answeredAt;
    };
    let answer: HttpAnswer;
    try {
      answer = await wire.exchange(request);
    } catch (thrown) {
      note('failed');
      throw thrown;
    }
    return { answer, sentAt, answeredAt: note('answered') };
  }
}
