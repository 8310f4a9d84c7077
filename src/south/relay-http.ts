// The same for OCI-P inside SOAP: somebody else's POST goes on as it is, its answer comes back as a stream. Every request
// is noted on the log of its call before it is sent.
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { Fault } from '../fault.js';
import type { AnswerSink, SouthLog } from '../records/index.js';
import type { Target } from './target.js';
import { connectionFault, timeoutFault } from './transport.js';

export interface HttpRelayOptions {
  /** http:// or https:// of the provisioning service. */
  readonly target: Target;
  readonly connectMs: number;
  /** Longest silence before and within an answer. */
  readonly silenceMs: number;
  readonly ca?: string;
}

/** One request on its way south. */
interface HttpRelayMessage {
  readonly log: SouthLog;
  readonly commands: readonly string[];
  readonly method: 'GET' | 'POST';
  /** Put behind the address of the target, with its `?`. */
  readonly query?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: Buffer;
  readonly secrets: () => readonly string[];
  readonly signal: AbortSignal;
}

export interface HttpRelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** What goes wrong within it is to be put into words with `faultOf`. */
  readonly body: Readable;
  /** Takes the body for the record. */
  readonly sink: AnswerSink;
}

export interface HttpRelay {
  /** Notes a request and sends it. Faults say why no answer came; the sink has been told then. */
  send(message: HttpRelayMessage): Promise<HttpRelayAnswer>;
  faultOf(thrown: unknown): Fault;
  close(): Promise<void>;
}

/** Makes the relay; connections are made when they are needed, and kept for the next request. */
export function openHttpRelay(options: HttpRelayOptions): HttpRelay {
  if (options.target.transport !== 'soap')
    throw new Fault('SETTING_INVALID', `${options.target.url} is not the SOAP service`);
  return new AgentRelay(options);
}

class AgentRelay implements HttpRelay {
  readonly #options: HttpRelayOptions;
  readonly #wire: HttpRelayWire;

  constructor(options: HttpRelayOptions) {
    this.#options = options;
    this.#wire = new HttpRelayWire(options);
  }

  async send(message: HttpRelayMessage): Promise<HttpRelayAnswer> {
    const sink = this.#noted(message);
    try {
      return { ...(await this.#wire.exchange(message)), sink };
    } catch (thrown) {
      const fault = this.faultOf(thrown);
      sink.fail(fault.code);
      throw fault;
    }
  }

  /** Nothing is sent that was not noted before. */
  #noted({ log, commands, content, secrets }: HttpRelayMessage): AnswerSink {
    return log.request({ protocol: 'BS-OCI', format: 'xml', commands, content, secrets });
  }

  faultOf(thrown: unknown): Fault {
    if (thrown instanceof Fault) return thrown;
    const { target, connectMs, silenceMs } = this.#options;
    const code = (thrown as NodeJS.ErrnoException).code ?? '';
    if (/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code))
      return timeoutFault(target, silenceMs, 'answer');
    if (code === 'UND_ERR_CONNECT_TIMEOUT')
      return timeoutFault(target, connectMs, 'accept a connection');
    const opening = /^E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT)$/.test(code);
    return connectionFault(thrown, target, opening);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }
}

class HttpRelayWire {
  readonly #target: Target;
  readonly #agent: Agent;

  constructor({ target, connectMs, silenceMs, ca }: HttpRelayOptions) {
    this.#target = target;
    this.#agent = new Agent({
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      connect: {
        timeout: connectMs,
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      },
    });
  }

  async exchange(message: HttpRelayMessage): Promise<Omit<HttpRelayAnswer, 'sink'>> {
    const { method, query = '', content, signal } = message;
    const { statusCode, headers, body } = await request(`${this.#target.url}${query}`, {
      method,
      dispatcher: this.#agent,
      signal,
      headers: message.headers,
      ...(method === 'POST' ? { body: content } : {}),
    });
    return { status: statusCode, headers, body };
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
