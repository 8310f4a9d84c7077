// The road to one network element: calls take their turn, get their credentials, are noted and only then sent; reads are
// asked again where that is safe, changes never. The one place in this folder that sends.
import { setMaxListeners } from 'node:events';
import { asFault, Fault } from '../../fault.js';
import { redactText } from '../../ocip/index.js';
import type { AnswerSink, SouthLog } from '../../records/index.js';
import { Governor, type Turn } from '../governor.js';
import { mostDepth } from './answer-text.js';
import { strategyFor } from './auth/index.js';
import type { Ask, AuthStrategy, SideCall } from './auth/strategy.js';
import { namesIn } from './body-names.js';
import type {
  Action,
  CheckWords,
  ElementAnswer,
  ElementCall,
  ElementDeps,
  ElementSettings,
  SouthElement,
} from './element.js';
import { recordedAs } from './element-action.js';
import { checkWith } from './element-check.js';
import { notSent, unknownOutcome } from './element-faults.js';
import { defaults, limitsOf } from './element-limits.js';
import { orderOf } from './element-order.js';
import { ElementTurns } from './element-turns.js';
import type { ElementWire } from './element-wire.js';
import { type HttpAnswer, type HttpRequest, passedOn } from './http.js';
import { longestRestMs, nextStep, restAsked } from './next-step.js';
import { type Base, baseOf, endpointOf } from './origin.js';
import { clean, verdictOf } from './success.js';

/** One request of the road and what it is for. */
interface Order {
  readonly request: HttpRequest;
  readonly action: Action;
  /** It may change something there; a token call does not. */
  readonly changes: boolean;
  readonly log: SouthLog;
  readonly signal: AbortSignal;
  readonly learn?: (answer: HttpAnswer) => void;
}

interface Call extends Order {
  readonly mayRepeat: boolean;
  /** By its looks, whatever it is called: it may go again even when the first may have arrived. */
  readonly isRead: boolean;
  /** By `performance.now()`. */
  readonly endsAt: number;
}

/** The request as it went, and its answer. */
type Sent = { readonly signed: HttpRequest; readonly answer: HttpAnswer };

/** See the file's first lines. */
export class ElementRoad implements SouthElement {
  readonly settings: ElementSettings;
  readonly #deps: ElementDeps;
  readonly #base: Base;
  readonly #strategy: AuthStrategy;
  readonly #turns: ElementTurns;
  readonly #governor: Governor;
  readonly #stop = new AbortController();
  readonly secrets = (): readonly string[] => this.#strategy.secrets();
  #wire: Promise<ElementWire> | undefined;

  /** Throws SETTING_INVALID for an address that is none. */
  constructor(settings: ElementSettings, deps: ElementDeps) {
    const base = baseOf(settings);
    // Each call listens to it.
    setMaxListeners(0, this.#stop.signal);
    this.settings = settings;
    this.#deps = deps;
    this.#base = base;
    this.#strategy = strategyFor(settings.auth, base, deps);
    this.#turns = new ElementTurns(settings.concurrent ?? defaults.concurrent);
    // Never more than the rate in one second.
    this.#governor = new Governor({ rate: settings.rate ?? 0, burst: 0 }, () => performance.now());
  }

  async call(call: ElementCall): Promise<ElementAnswer> {
    const ordered = orderOf(this.settings, this.#base, call);
    const { signal, endsAt, done } = limitsOf(this.settings, this.#stop.signal, call.signal);
    let leave: (() => void) | undefined;
    try {
      leave = await this.#turns.enter(signal).catch((thrown) => {
        throw notSent(asFault(thrown));
      });
      const changes = ordered.action !== 'read';
      return await this.#asked({ ...ordered, changes, log: call.log, signal, endsAt });
    } catch (thrown) {
      throw this.#harmless(asFault(thrown));
    } finally {
      leave?.();
      done();
    }
  }

  check(log: SouthLog): Promise<CheckWords> {
    return checkWith(this.settings, (call) => this.call({ ...call, log }));
  }

  async close(): Promise<void> {
    this.#stop.abort(new Fault('INTERRUPTED', `the connector ${this.settings.name} was closed`));
    await (await this.#wire)?.destroy();
  }

  /** A fault may quote what the other side sent, and that may quote our credentials. */
  #harmless(fault: Fault): Fault {
    const message = redactText(fault.message, this.#strategy.secrets());
    return message === fault.message
      ? fault
      : new Fault(fault.code, message, { detail: fault.detail });
  }

  async #asked(call: Call): Promise<ElementAnswer> {
    let { request } = call;
    const retries = this.settings.retries ?? defaults.retries;
    let isRenewed = false;
    for (let tries = 0, hops = 0; ; ) {
      const sent = await this.#sent({ ...call, request }).catch((thrown) => {
        const fault = asFault(thrown);
        if (!call.mayRepeat || !call.isRead || tries >= retries || fault.code !== 'SOUTH_LOST')
          throw fault;
        return undefined;
      });
      if (sent === undefined) {
        tries++;
        continue;
      }
      const { answer, signed } = sent;
      const isRenewable =
        answer.status === 401 && this.#strategy.refused?.(answer, signed) === true;
      if (isRenewable && call.mayRepeat && !isRenewed) {
        isRenewed = true;
        continue;
      }
      this.#rest(answer);
      const step = nextStep(answer, {
        ...{ origin: request.origin, method: request.method, path: request.path, tries, hops },
        mayRepeat: call.mayRepeat,
        triesLeft: retries - tries,
        leftMs: call.endsAt - performance.now(),
        now: this.#deps.now(),
      });
      if (step.next === 'take') return this.#taken(call, answer);
      if (step.next === 'elsewhere') throw this.#ledAway(call, answer, step.to);
      if (step.next === 'follow') {
        hops++;
        request = { ...request, path: step.path };
      } else {
        tries++;
        this.#governor.rest(step.restMs);
      }
    }
  }

  /** Asked to be left alone, it is left alone by everybody. */
  #rest({ status, headers }: HttpAnswer): void {
    const ms = status === 429 || status === 503 ? restAsked(headers, this.#deps.now()) : undefined;
    if (ms !== undefined) this.#governor.rest(Math.min(ms, longestRestMs));
  }

  #taken({ action, changes, request }: Call, answer: HttpAnswer): ElementAnswer {
    const { success: test = 'http', maxDepth = mostDepth, name } = this.settings;
    const secrets = this.#strategy.secrets();
    // A HEAD is answered without a body.
    const verdict = verdictOf(answer, {
      test: request.method === 'HEAD' ? 'http' : test,
      maxDepth,
      secrets,
    });
    if (verdict.outcome === 'unseen') {
      const fault = new Fault('SOUTH_PROTOCOL', `${name} at ${this.#base.origin}: ${verdict.why}`, {
        detail: { status: answer.status },
      });
      throw changes ? unknownOutcome(`${name} does not say whether it did`, fault) : fault;
    }
    return {
      status: answer.status,
      headers: passedOn(answer.headers),
      body: answer.bytes,
      contentType: answer.headers['content-type'] ?? '',
      action,
      ...verdict,
    };
  }

  #ledAway({ changes, request }: Call, { status }: HttpAnswer, to: string): Fault {
    const { origin } = this.#base;
    const words = `${origin} sends ${request.method} ${endpointOf(request.path, this.#strategy.secrets())} on to ${clean(to, [])} (HTTP ${status}), which is not followed`;
    const fault = new Fault('SOUTH_PROTOCOL', words, { detail: { status } });
    // The others are also how a server says that it is done.
    return changes && status < 307 ? unknownOutcome('it was answered by a redirect', fault) : fault;
  }

  /** Sends one request in its turn. */
  async #sent(order: Order): Promise<Sent> {
    await this.#strategy.prepare?.(order.request, order.changes, this.#askFor(order));
    return this.#inTurn(order, (request) => this.#strategy.sign(request));
  }

  /** For the strategy's own requests: under the same call, unsigned, sent once. */
  #askFor({ log, signal }: Order): Ask {
    const send = async ({ request, action, learn }: SideCall) => {
      const order = { request, action, changes: false, log, signal, ...(learn && { learn }) };
      const { answer } = await this.#inTurn(order, (plain) => plain);
      this.#rest(answer);
      return answer;
    };
    return Object.assign(send, { signal });
  }

  async #inTurn(order: Order, sign: (request: HttpRequest) => HttpRequest): Promise<Sent> {
    const wire = await this.#opened();
    const turn = await this.#governor.acquire(1, order.signal);
    try {
      if (order.signal.aborted) throw notSent(asFault(order.signal.reason));
      const signed = sign(order.request);
      return { answer: await this.#exchange(wire, { ...order, request: signed }, turn), signed };
    } finally {
      // Unless it was sent.
      turn.back();
    }
  }

  /** Ready before a turn is taken. */
  #opened(): Promise<ElementWire> {
    const { timeoutMs = defaults.timeoutMs, maxBytes = defaults.maxBytes, ca } = this.settings;
    this.#wire ??= import('./element-wire.js').then(({ openElementWire }) =>
      openElementWire({
        connectMs: Math.min(timeoutMs, defaults.connectMs),
        maxBytes,
        connections: this.settings.concurrent ?? defaults.concurrent,
        ...(ca === undefined ? {} : { ca }),
      }),
    );
    return this.#wire;
  }

  async #exchange(wire: ElementWire, order: Order, turn: Turn): Promise<HttpAnswer> {
    const { request, changes, signal } = order;
    let isSent = false;
    const sent = () => {
      isSent = true;
    };
    const isFresh = changes || order.learn !== undefined;
    const kept = this.#noted(order);
    // A connection that cannot be opened is a call as well.
    turn.sent();
    try {
      const answer = await wire.exchange(request, {
        isFresh,
        sent,
        taken: (piece) => kept.write(piece),
        signal,
      });
      order.learn?.(answer);
      kept.end(answer.status);
      this.#strategy.answered?.(answer, request);
      return answer;
    } catch (thrown) {
      const fault = this.#harmless(asFault(thrown));
      kept.fail(fault.code);
      throw changes && isSent
        ? unknownOutcome('it was sent, but no complete answer came', fault)
        : fault;
    }
  }

  /** Nothing is sent that was not noted before. */
  #noted({ request, action, log }: Order): AnswerSink {
    const {
      protocol,
      vendorType,
      format: usual = protocol === 'BS-XSI' ? 'xml' : 'json',
    } = this.settings;
    const { format, content } = recordedAs(request.headers, request.body, usual);
    const secrets = this.#strategy.secrets;
    const endpoint = endpointOf(request.path, secrets());
    const rpc = namesIn(request.body, request.headers['content-type'])?.rpc;
    return log.request({
      protocol,
      format,
      commands: [
        `${request.method} ${endpoint.split('?')[0]}`,
        ...(rpc === undefined ? [] : [rpc]),
      ],
      content,
      secrets,
      method: request.method,
      endpoint,
      action,
      ...(vendorType === undefined ? {} : { vendorType }),
    });
  }
}
