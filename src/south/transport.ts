// What the session needs of a wire: one document out, one document back. TCP, TLS and SOAP fit behind it.
import { asFault, Fault, type FaultCode } from '../fault.js';
import type { OciDocument, RowSinkFor } from '../ocip/index.js';
import type { Target } from './target.js';

export interface Exchange {
  readonly document: OciDocument;
  /** Milliseconds from sending to the first byte of the answer: how busy the switch is. */
  readonly waitedMs: number;
}

/** Whoever keeps what came, piece by piece. */
export type Taken = (piece: Uint8Array) => void;

/** One connection. Never two exchanges at once: replies carry no number to tell them apart. */
export interface Transport {
  /** False once the peer or a fault has ended it; it never comes back. */
  readonly alive: boolean;
  /** `taken` gets the bytes of the answer as they arrive, before they are read. */
  exchange(bytes: Buffer, taken: Taken, rowSinkFor?: RowSinkFor): Promise<Exchange>;
  /** Sends a farewell without waiting for its answer, and ends the connection. */
  close(farewell?: Buffer): Promise<void>;
  /** Ends it at once; an exchange under way fails with `fault`. */
  destroy(fault: Fault): void;
}

export interface WireOptions {
  readonly target: Target;
  /** Longest silence in milliseconds: to connect, to the first byte, and between two bytes. */
  readonly timeoutMs: number;
  /** PEM of further authorities to trust, for a private CA. */
  readonly ca?: string;
  readonly maxDocumentBytes?: number;
  /** Gives up connecting; its reason is a Fault. */
  readonly stop?: AbortSignal;
}

/** How long a farewell waits for its answer, in milliseconds: it is sent either way, and the result is in hand. */
export const farewellMs = 150;

/** A reply that keeps dripping may take this many times the time-out in all. */
export const patience = 10;

const codes: Readonly<Record<string, FaultCode>> = {
  ENOTFOUND: 'SOUTH_NAME_UNKNOWN',
  EAI_AGAIN: 'SOUTH_NAME_UNKNOWN',
  EAI_NODATA: 'SOUTH_NAME_UNKNOWN',
  EPROTO: 'SOUTH_TLS_REFUSED',
};

/** Puts what Node says about a connection into words. `opening`: it never stood. */
export function connectionFault(cause: unknown, target: Target, opening: boolean): Fault {
  if (cause instanceof Fault) return cause;
  const error = cause as NodeJS.ErrnoException;
  const code = error.code ?? '';
  const tls = /^ERR_(?:TLS|SSL|OSSL)|CERT|UNABLE_TO_|^HOSTNAME_MISMATCH/.test(code);
  const fault = tls
    ? 'SOUTH_TLS_REFUSED'
    : (codes[code] ?? (opening ? 'SOUTH_UNREACHABLE' : 'SOUTH_LOST'));
  // OpenSSL's own words end in a source line and a line feed.
  const said = error.message
    .split('\n')[0]
    ?.replace(/^.*:SSL routines:/, '')
    .slice(0, 200);
  const reason = code === '' ? said : `${wordsFor[code] ?? said} (${code})`;
  const stood = !opening && fault !== 'SOUTH_TLS_REFUSED' && fault !== 'SOUTH_NAME_UNKNOWN';
  const what = stood ? 'the connection was lost to' : 'no connection to';
  return new Fault(fault, `${what} ${target.url}: ${reason}`, { cause });
}

const wordsFor: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the name server does not answer',
  ECONNREFUSED: 'nothing listens on that port',
  ECONNRESET: 'the other side reset it',
  EPIPE: 'the other side had closed it',
  UND_ERR_SOCKET: 'the other side closed it',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'it did not answer in time',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  EPROTO: 'it does not speak TLS as expected',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS; is this the port for clear text?',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it offers only versions of TLS that are too old to be safe',
};

/** Says from where a document came that could not be read. */
export function documentFault(thrown: unknown, target: Target): Fault {
  const fault = asFault(thrown);
  if (fault.code !== 'OCIP_MALFORMED' && fault.code !== 'OCIP_TOO_LARGE') return fault;
  return new Fault(fault.code, `${target.url}: ${fault.message}`, { cause: fault });
}

export function timeoutFault(target: Target, timeoutMs: number, doing: string): Fault {
  return new Fault('SOUTH_TIMEOUT', `${target.url} did not ${doing} within ${timeoutMs / 1000} s`);
}
