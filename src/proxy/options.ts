// What a proxy is told, and what it tells. Types and the limits when nobody says otherwise.
import type { Fault } from '../fault.js';
import type { Recorder } from '../records/index.js';
import type { Target } from '../south/index.js';
import type { ProxyPolicy } from './policy.js';

export interface ProxyOptions {
  /** `tcp://127.0.0.1:2208`, `tls://…`, `http://…`, `https://…`; port 0 for a free one. */
  readonly listen: readonly string[];
  /** tcp:// and tls:// listeners need a target of TCP or TLS, http:// and https:// ones a target of SOAP. */
  readonly target: Target;
  /** PEM, for tls:// and https:// listeners. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Whoever gave it closes it, after the proxy. */
  readonly recorder: Recorder;
  readonly policy: ProxyPolicy;
  readonly timeouts: ProxyTimeouts;
  /** PEM of further authorities that the target's certificate may come from. */
  readonly ca?: string;
  readonly limits?: Partial<ProxyLimits>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only ever grow. */
  readonly monotonic: () => number;
  /** Once for each document, when it has been dealt with. */
  readonly onCall?: (line: ProxyLine) => void;
  /** Hears of what went wrong where nobody else is told. */
  readonly onTrouble?: (fault: Fault) => void;
  /** Reads go on while the ledger takes nothing. Never changes. */
  readonly readsMayGoUnrecorded?: boolean;
}

/** All in milliseconds; 0 for no limit, but for `connectMs`. */
export interface ProxyTimeouts {
  /** Until the target has accepted a connection. */
  readonly connectMs: number;
  /** Between two documents of a client. */
  readonly idleMs: number;
  /** Within a document, before and within an answer, and until a client takes what it was sent. */
  readonly silenceMs: number;
}

export interface ProxyLimits {
  /** Largest document that a client may send. */
  readonly requestBytes: number;
  /** Bytes of documents that all clients together may have sent in part. */
  readonly heldBytes: number;
  /** Connections at once. */
  readonly clients: number;
}

export const proxyLimits: ProxyLimits = {
  requestBytes: 16 << 20,
  heldBytes: 512 << 20,
  clients: 2000,
};

/** One line of the log: no content, no secret. */
export interface ProxyLine {
  /** Empty when there is none. */
  readonly recordId: string;
  readonly login: string;
  readonly commands: readonly string[];
  readonly ms: number;
  readonly status: number;
  /** Address and port of the client. */
  readonly client: string;
  /** Why Muster did not pass it on. */
  readonly refused?: string;
}

/** How often a login used a command. */
export interface Learned {
  readonly login: string;
  readonly command: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lastAt: number;
}

export interface OciProxy {
  /** Where it listens, in the order of `listen`, with real ports; those of HTTP with the whole path. */
  readonly urls: readonly string[];
  /** The most used first. */
  learned(): readonly Learned[];
  /** Connections that are open now. */
  readonly clients: number;
  /** Takes nothing new, waits `graceMs` for answers under way, ends what is left, and waits for its records. */
  close(graceMs?: number): Promise<void>;
}
