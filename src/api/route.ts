// What an end point is: one row. Routing, validation, scope, recording and the OpenAPI description all come from it.
// Types only; no server is needed to read or to test a row.
import type { Fault } from '../fault.js';
import type { StoreReader } from '../ledger/index.js';
import type { Actor, Impact, Recorder, SouthLog } from '../records/index.js';
import type { OciSouth, OdinCalls, SouthElement } from '../south/index.js';
import type { Caller, Level } from './caller.js';

/** JSON Schema, 2020-12 as in OpenAPI 3.1. */
export type Schema = Readonly<Record<string, unknown>>;

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call. The scope of the caller is checked against the ids in the path beside this. */
export type Access =
  | 'public'
  | {
      /** The lowest level that may call at all; lower ones get 403. Default 0: everybody who is signed in. */
      readonly least?: Level;
      /** What the caller's role must allow besides reading. */
      readonly needs?: 'change' | 'store';
      /**
       * `object` (default): the caller's scope must hold the object of the path; else 404.
       * `list`: a list inside an object that the scope lies in is enough (a group administrator lists the groups of the
       * own service provider and sees one); the handler shows only what `caller` may see. Else an empty list.
       */
      readonly reach?: 'object' | 'list';
    };

export interface Route {
  readonly method: Method;
  /**
   * With ids in braces and a slash at the end: `/api/v1/tenants/{tenant_id}/`. Matches without the slash too. `{rest*}` at
   * the end stands for whatever follows; its handler reads it from `url`.
   */
  readonly path: string;
  /** Unique; `operationId` of the description. */
  readonly operation: string;
  /** `svc_v1:apio.tenant.group.user.acr`. */
  readonly endPointName: string | ((params: Texts) => string);
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** It may change something at a network element: its record is durable before anything goes south. */
  readonly changes: boolean | ((params: Texts, sight: Sight) => boolean);
  /** By name; all are optional texts unless the schema says otherwise. Unknown ones are refused with 400. */
  readonly query?: Readonly<Record<string, Schema>>;
  /** Of the JSON body. Left out: a body is refused, but for an empty one or an empty object. */
  readonly body?: Schema;
  /** The body may be missing. */
  readonly bodyOptional?: boolean;
  /** Media types of the body besides JSON; such a body reaches the handler as text. */
  readonly bodyTypes?: readonly string[];
  /** It passes on what comes: any query, and a body of any type, which reaches the handler as bytes. */
  readonly relays?: true;
  /** Headers that it reads, for the description. */
  readonly headers?: Readonly<Record<string, Schema>>;
  /** What is answered with 2xx, by status; the errors are the same everywhere and added where the row is used. */
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** No `_record_internal_id` is put into the answer. */
  readonly bare?: boolean;
  /** Answers as server-sent events when asked for `text/event-stream`: progress, then the result. */
  readonly streams?: boolean;
  /** False: no record is kept of it (health, the description itself). */
  readonly recorded?: boolean;
  /** No record is kept of somebody who shows no credential, and is refused: it only asks whether there is one. */
  readonly asksForSession?: true;
  /** Examples for the description, and for the test that calls every operation. */
  readonly example?: {
    readonly params?: Texts;
    readonly query?: Texts;
    readonly body?: unknown;
    readonly answer?: unknown;
  };
  readonly handle: (call: ApiCall) => Promise<Reply>;
}

/** What is seen of a call before it is let in. */
export interface Sight {
  /** Path and query as they came. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer | undefined;
}

export interface AnswerShape {
  readonly description: string;
  /** Of JSON; left out for other types. */
  readonly schema?: Schema;
  /** `application/json` unless said. */
  readonly type?: string;
}

export type Texts = Readonly<Record<string, string>>;

/** One call, as a handler sees it: authenticated, in scope, valid by its schema, with its record open. */
export interface ApiCall {
  readonly caller: Caller;
  /** Decoded ids of the path: `tenant_id`, `group_id`, `user_id`, `instance_name`, … */
  readonly params: Texts;
  readonly query: Texts;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** JSON that fits the schema, text for other types, bytes where the route relays; undefined when there was none. */
  readonly body: unknown;
  /** The body as it came. */
  readonly bodyText: string;
  readonly headers: Texts;
  /** Address of the client. */
  readonly client: string;
  /** Of the cookie or bearer that was sent, when it is one of a session. */
  readonly sessionId: string | undefined;
  /** Whether the token that was sent is still good; undefined when it was a session. For calls that take long. */
  readonly tokenHolds?: () => Promise<boolean>;
  /** Id of this call's record. */
  readonly recordId: string;
  /** Where this call's messages are kept; for signing in, which opens a road of its own. */
  readonly log: SouthLog;
  /** Names what the call touches, or who made it, when path and caller do not tell it. */
  learn(impact: Partial<Impact>, actor?: Actor): void;
  /**
   * The road to the target over OCI-P, with the caller's own rights where the caller has them; its messages go to this
   * call's record. Throws a Fault: no account, refused login, or a target that speaks ODIN.
   */
  oci(): Promise<OciSouth>;
  /** The same for readers that know both sources (audits). */
  south(): Promise<OciSouth | OdinCalls>;
  /** Tells whoever listens how far it is; nobody does unless events were asked for. */
  progress(data: unknown): void;
  /** Aborted when the client of a read goes away, or the server stops. */
  readonly signal: AbortSignal;
}

/** What is answered. JSON, or text of the type that is said. */
export interface Reply {
  readonly status: number;
  /** Undefined for none (204). */
  readonly body?: unknown;
  /** In place of `body`: ready text or bytes of this media type. */
  readonly text?: string | Uint8Array;
  readonly type?: string;
  readonly headers?: Texts;
  /** What the record keeps as the answer, where that is not what is sent. */
  readonly kept?: { readonly type: string; readonly content: string };
  /** Said where the status cannot: the other side refused inside a success. */
  readonly outcome?: 'refused';
}

/** What handlers work with besides the call; made once by the server. */
export interface House {
  /** Of the ledger, beside its writer. */
  readonly reader: StoreReader;
  /** For records that somebody hands in; a call's own record is opened by the server. */
  readonly recorder: Recorder;
  readonly origin: string;
  readonly verifierKey: string;
  /** Signs the present size; the text of the note. */
  checkpoint(): Promise<string>;
  /** Address of the target as it may be shown; undefined when there is none. */
  readonly target: string | undefined;
  /** Connectors to other network elements. */
  readonly elements?: readonly SouthElement[];
  /** False: nothing is sent to them that may change something. */
  readonly mayChangeElements?: boolean;
  /** The connector over which user services go as far as they can. */
  readonly userServicesOver?: SouthElement;
  /** Whether a session goes on; asking does not keep it alive. */
  readonly isSignedIn?: (sessionId: string) => boolean;
  /** Aborted when the server begins to stop: what has no end of its own ends now. */
  readonly stopping?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Hears of trouble that nobody waits for. */
  readonly onTrouble: (fault: Fault) => void;
}
