// The audit record: one call, who made it, what it touched, what was answered, and the messages to network elements.
// Types only. On the wire the names and shapes are those of the APIO audit records (docs/record-format.md).

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
  readonly actor: Actor;
  readonly impact: Impact;
  readonly request?: Body;
}

/** How a call ended. */
export interface CallEnd {
  /** HTTP status, or its like. */
  readonly status: number;
  /** A function when it costs something to make: it is asked for only where something is kept of it. */
  readonly answer?: Body | (() => Body);
}

/** `open`: not ended yet. `unknown`: it never was; the process that made the call died. */
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
}

/** Takes the pieces of an answer as they arrive, so that it need not be held whole. */
export interface AnswerSink {
  write(piece: Uint8Array): void;
  /** The answer is complete; `status` over HTTP. */
  end(status?: number): void;
  /** No usable answer: what went wrong, in a word, without secrets. */
  fail(why: string): void;
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
