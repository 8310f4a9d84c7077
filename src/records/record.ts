// The audit record: one call, who made it, what it touched, what was answered, and the messages to network elements.
// Types only. On the wire the names and shapes are those of the APIO audit records (docs/record-format.md).
import type { Claims, SouthMessage } from './audit-record.js';

/** Who caused a call. */
export interface Actor {
  /** Login; empty when nobody was logged in. */
  readonly id: string;
  /** Level as digits, `16` for system down to `0` for an end user; empty when unknown. */
  readonly role: string;
}

/** What a call touches; empty texts where it touches none. */
export interface Impact {
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
  /** A named object, such as a schedule. */
  readonly instanceName: string;
}

export interface Body {
  /** Media type. */
  readonly type: string;
  readonly content: string | Uint8Array;
}

/** A call as it begins. */
export interface Call {
  /** `svc_v1:muster.tenant.group.audit`. */
  readonly endPointName: string;
  /** Path with ids as called, without host. */
  readonly url: string;
  readonly method: string;
  /** It may change something: its record is durable before anything goes south. */
  readonly changes: boolean;
  /**
   * Muster refuses it. `changes` then only says what was asked: nothing goes south, so its end is all that is entered. Its
   * answer is Muster's own words, and kept whatever the policy says of bodies.
   */
  readonly isRefused?: boolean;
  readonly actor: Actor;
  readonly impact: Impact;
  readonly request?: Body;
  /** Most bytes that are kept of its bodies, where that is less than the limits say. */
  readonly mostBytes?: number;
  /** In place of a new id, in its form. Whoever gives one sees to it that there is no such record yet. */
  readonly id?: string;
  /** Somebody else made the call and tells of it. It is entered at once and whole, when it is closed. */
  readonly told?: Told;
}

/** What somebody tells of a call that he made himself. `changes` of the call then only says what it was. */
export interface Told {
  /** Each at most some thousand characters. */
  readonly claims: Claims;
  /** By which the same record is recognised when it comes again; must tell nothing that redaction takes out. */
  readonly bodyHash: string;
  /** At most 250. Undefined when he recorded none. */
  readonly messages: readonly SouthMessage[] | undefined;
}

/** How a call ended. */
export interface CallEnd {
  /** HTTP status, or its like; null for a call that was told of and never answered. */
  readonly status: number | null;
  /** A function when it costs something to make: it is asked for only where something is kept of it. */
  readonly answer?: Body | (() => Body);
  /** Said where the status cannot: a change was sent and nobody knows whether it happened; or a success held a refusal. */
  readonly outcome?: 'unknown' | 'refused';
}

/**
 * `open`: not ended yet. `unknown`: the process that made the call died before its end, or a change was never answered; it
 * may or may not have happened.
 */
export type Outcome = 'open' | 'succeeded' | 'partial' | 'refused' | 'failed' | 'unknown';

export const southProtocols = ['BS-OCI', 'BS-XSI', 'BS-ODIN', 'TR', 'CR', 'PV'] as const;
export type SouthProtocol = (typeof southProtocols)[number];

/** A message to a network element as it is sent. */
export interface SouthRequest {
  readonly protocol: SouthProtocol;
  readonly format: 'xml' | 'json';
  /** What it asks for, such as the names of its commands; for policy, and not kept as content. */
  readonly commands: readonly string[];
  readonly content: Uint8Array;
  /** Literal secrets that must not be kept, as far as they are known by then: passwords, digests, tokens. */
  readonly secrets?: () => readonly string[];
  /** REST only. */
  readonly method?: string;
  readonly endpoint?: string;
  readonly action?: 'create' | 'read' | 'update' | 'delete';
  readonly vendorType?: string;
  /** When it was sent, in microseconds since 1970, if that was not just now. */
  readonly at?: bigint;
}

/** Takes the pieces of an answer as they arrive, so that it need not be held whole. */
export interface AnswerSink {
  write(piece: Uint8Array): void;
  /** The answer is complete; `status` over HTTP. `at` as in a request. */
  end(status?: number, at?: bigint): void;
  /** No usable answer: what went wrong, in a word, without secrets. */
  fail(why: string, at?: bigint): void;
}

/** Where the messages of one call are kept. South hands every message to one of these. */
export interface SouthLog {
  /** Notes a request before its first byte is sent. */
  request(message: SouthRequest): AnswerSink;
}

/** The record of one call while it goes on. */
export interface OpenRecord {
  readonly id: string;
  readonly south: SouthLog;
  /** What is known only later: who it was, what it touched. */
  learn(more: { readonly actor?: Actor; readonly impact?: Partial<Impact> }): void;
  /** Resolves when the record is durable. May be called once. */
  close(end: CallEnd): Promise<void>;
}

export interface Recorder {
  /** For a call that changes something, resolves when its intent is durable; else at once. */
  open(call: Call): Promise<OpenRecord>;
  /** Ends what is still open as `unknown`, signs a checkpoint, lets go of the store. */
  close(): Promise<void>;
}
