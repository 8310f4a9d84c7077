// The only room that opens connections to network elements.
import { randomUUID } from 'node:crypto';
import { Fault } from '../fault.js';
import type { SouthLog } from '../records/index.js';
import { Governor, joinGovernor } from './governor.js';
import type { OdinCall, OdinSouth } from './odin/odin-call.js';
import { OdinRoad } from './odin/odin-road.js';
import type { CheckResult } from './probe.js';
import type { Answer, ExchangeNote, Question } from './question.js';
import type { HttpRelay, HttpRelayOptions } from './relay-http.js';
import { Road, type RoadOptions } from './road.js';
import {
  type Credentials,
  type LoginCommand,
  type LoginFacts,
  openSession,
  type Session,
} from './session.js';
import type { Target } from './target.js';
import { connectTcp } from './tcp.js';
import type { Transport, WireOptions } from './transport.js';

export {
  type Action,
  type AuthSettings,
  actionOf,
  actions,
  type CheckWords,
  type ElementAnswer,
  type ElementCall,
  type ElementDeps,
  type ElementProtocol,
  type ElementSettings,
  elementPresets,
  elementProtocols,
  elementSecrets,
  elementsFrom,
  openElement,
  readXml,
  type SouthElement,
  type SuccessTest,
  type XmlNode,
} from './elements/index.js';
export type { Pace } from './governor.js';
export type { OdinAnswer, OdinCall, OdinRefusal, OdinSouth } from './odin/odin-call.js';
export type { CheckName, CheckResult } from './probe.js';
export type { Answer, ExchangeNote, Question } from './question.js';
export { openRelay, type Relay } from './relay.js';
export type { HttpRelay, HttpRelayAnswer } from './relay-http.js';
export type { Credentials, LoginFacts } from './session.js';
export { parseTarget, soapPath, type Target } from './target.js';

/** The road to one BroadWorks. Close it to log out. */
export type South = Road;

/** What an audit needs of a road over OCI-P. */
export interface OciSouth {
  readonly protocol: 'OCI-P';
  readonly facts: LoginFacts | undefined;
  connect(): Promise<LoginFacts>;
  ask(question: Question): Promise<Answer>;
}

/** What an audit needs of a road over ODIN. */
export type OdinCalls = Omit<OdinSouth, 'close'>;

/** The same road for one call: its messages go to the log of that call. */
export function under(road: South, log: SouthLog): OciSouth;
export function under(road: OdinSouth, log: SouthLog): OdinCalls;
export function under(road: South | OdinSouth, log: SouthLog): OciSouth | OdinCalls;
export function under(road: South | OdinSouth, log: SouthLog): OciSouth | OdinCalls {
  const facts = {
    get facts() {
      return road.facts;
    },
    connect: () => road.connect(),
  };
  // The getter is kept by Object.assign's target alone.
  return road.protocol === 'ODIN'
    ? Object.assign(facts, {
        protocol: 'ODIN' as const,
        get: (call: OdinCall) => road.get({ ...call, log }),
      })
    : Object.assign(facts, {
        protocol: 'OCI-P' as const,
        ask: (question: Question) => road.ask({ ...question, log }),
      });
}

/** All that is set but where messages are kept, which is the affair of each call. */
export type Connection = Omit<SouthOptions, 'log'>;

export interface SouthOptions {
  readonly target: Target;
  readonly credentials: Credentials;
  /** Longest silence, in milliseconds. */
  readonly timeoutMs: number;
  readonly connections: number;
  /** Commands per second, 0 for no limit. */
  readonly rate: number;
  readonly burst: number;
  readonly batch: number;
  readonly ca?: string;
  readonly mayChange?: boolean;
  readonly maxDocumentBytes?: number;
  readonly now: () => number;
  /** Where every message is kept; no connection is opened without one. */
  readonly log: SouthLog;
  readonly onExchange?: (note: ExchangeNote) => void;
  /** OCI-P: roads of this process to the same host keep one pace together. Over ODIN they always do. */
  readonly sharesPace?: boolean;
  /** OCI-P: a session that was not used for so many milliseconds is given up. */
  readonly idleMs?: number;
}

/** Makes the road; the first question, or `connect`, opens the first session. Throws for an ODIN target. */
export function openSouth(options: SouthOptions): South {
  if (options.target.transport === 'odin')
    throw new Fault(
      'SETTING_INVALID',
      `${options.target.url} is ODIN, which knows no OCI-P commands; a tcp://, tls:// or https:// target is needed`,
    );
  let loginCommand: LoginCommand | undefined;
  const open = async (stop: AbortSignal, log: SouthLog): Promise<Session> => {
    stop.throwIfAborted();
    const transport = await connectTransport({ ...options, stop });
    const hangUp = () => transport.destroy(stop.reason as Fault);
    stop.addEventListener('abort', hangUp);
    try {
      const session = await openSession(transport, {
        target: options.target,
        credentials: options.credentials,
        sessionId: randomUUID(),
        log,
        roadLog: options.log,
        ...(loginCommand === undefined ? {} : { loginCommand }),
      });
      const used = session.facts.loginCommand;
      if (used !== 'POST /auth/token') loginCommand = used;
      return session;
    } finally {
      stop.removeEventListener('abort', hangUp);
    }
  };
  const pace = { rate: options.rate, burst: options.burst };
  const monotonic = () => performance.now();
  const { host, port } = options.target;
  const { governor, leave } = options.sharesPace
    ? joinGovernor(`${host}:${port}`, pace)
    : { governor: new Governor(pace, monotonic), leave: undefined };
  const road: RoadOptions = {
    open,
    log: options.log,
    connections: options.connections,
    batch: options.batch,
    governor,
    ...(leave === undefined ? {} : { onClosed: leave }),
    mayChange: options.mayChange ?? false,
    now: options.now,
    monotonic,
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    ...(options.onExchange === undefined ? {} : { onExchange: options.onExchange }),
  };
  return new Road(road);
}

/**
 * Makes the road to an ODIN host; the first call, or `connect`, logs in. `batch` and `mayChange` mean nothing here:
 * calls travel alone and are reads. Throws for another target.
 */
export function openOdin(options: SouthOptions): OdinSouth {
  if (options.target.transport !== 'odin')
    throw new Fault(
      'SETTING_INVALID',
      `${options.target.url} is not ODIN; an odin+https:// target is needed`,
    );
  return new OdinRoad({ ...options, pace: { rate: options.rate, burst: options.burst } });
}

/** Tries a target step by step; see {@link CheckResult}. Without credentials, only as far as the login. */
export async function* probeSouth(
  wire: Omit<SouthOptions, 'credentials'>,
  credentials: Credentials | undefined,
): AsyncGenerator<CheckResult> {
  const { probe } = await import('./probe.js');
  const open = wire.target.transport === 'odin' ? openOdin : openSouth;
  yield* probe(wire, credentials && (() => open({ ...wire, credentials })), wire.now);
}

/** Makes the relay of SOAP calls; throws `SETTING_INVALID` for another target. */
export async function openHttpRelay(options: HttpRelayOptions): Promise<HttpRelay> {
  const relays = await import('./relay-http.js');
  return relays.openHttpRelay(options);
}

/** Opens the wire a target asks for. SOAP's HTTP client is only loaded when it is needed. */
async function connectTransport(options: WireOptions): Promise<Transport> {
  if (options.target.transport !== 'soap') return connectTcp(options);
  const { connectSoap } = await import('./soap.js');
  return connectSoap(options);
}
