// Network elements beside BroadWorks' own interfaces, as settings declare them, and what is asked of them. Types and small
// tables only.
import type { SouthLog } from '../../records/index.js';

export const elementProtocols = ['BS-XSI', 'TR', 'CR', 'PV'] as const;
export type ElementProtocol = (typeof elementProtocols)[number];

/** Makers that the audit records know, by protocol; none for BS-XSI. */
export const vendorTypes: Readonly<Record<ElementProtocol, readonly string[]>> = {
  'BS-XSI': [],
  TR: ['Mutare'],
  CR: ['Dubber'],
  PV: ['Cisco', 'Yealink', 'Panasonic', 'Snom', 'Polycom', 'Grandstream'],
};

export const actions = ['create', 'read', 'update', 'delete'] as const;
export type Action = (typeof actions)[number];

/** How an answer with a status below 400 tells that nothing was done. */
export const successTests = [
  'http',
  'error-info',
  'xml-rpc',
  'ret',
  'ret-code',
  'graphql',
  'ztp',
] as const;
export type SuccessTest = (typeof successTests)[number];

/** Where tokens come from: `tokenPath` below the base, or `tokenUrl`, which may be on another host that is named so. */
interface TokenCall {
  readonly tokenPath?: string;
  readonly tokenUrl?: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface OAuth extends TokenCall {
  /** How the client says who it is; default `body`. */
  readonly clientAuth?: 'body' | 'basic';
  readonly scope?: string;
  /** Form of the token call; default `form`. */
  readonly tokenFormat?: 'form' | 'json';
  /** Adds a `timestamp` and a `nonce` header to every request, as YMCS wants it. */
  readonly stamp?: boolean;
}

export type AuthSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'header-key';
      readonly header: string;
      readonly key: string;
      /** Put before the key, such as `Bearer `. */
      readonly prefix?: string;
    }
  | ({
      readonly kind: 'oauth-password';
      readonly username: string;
      readonly password: string;
    } & OAuth)
  | ({ readonly kind: 'oauth-client' } & OAuth)
  | { readonly kind: 'digest'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'hawk';
      readonly id: string;
      readonly key: string;
      /** Whether bodies are hashed as well; default true. */
      readonly payload?: boolean;
    }
  | { readonly kind: 'signed-headers'; readonly key: string; readonly secret: string }
  | ({
      readonly kind: 'signed-query';
      readonly username: string;
      readonly password: string;
    } & TokenCall)
  | {
      readonly kind: 'body-credentials';
      readonly username: string;
      readonly password: string;
      /** Attributes of the root element; default `userid` and `password`. */
      readonly userAttribute?: string;
      readonly passwordAttribute?: string;
    };
export type AuthKind = AuthSettings['kind'];

/** What a call is meant to do, told by what it looks like. All that is named must fit; patterns may hold `*`. */
export interface ActionRow {
  readonly method?: string;
  /** Of the path below the base, without query. */
  readonly path?: string;
  /**
   * Of the name of an XML-RPC method; of other XML, of an element (for a read of the root, or of all right below it); of
   * any other body something that stands in it, which never makes a read.
   */
  readonly body?: string;
  readonly action: Action;
}

export interface ElementCheck {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
}

export interface ElementSettings {
  /** Unique; small letters, digits and hyphens, at most 40. */
  readonly name: string;
  readonly protocol: ElementProtocol;
  /** One of {@link vendorTypes}; absent for BS-XSI. */
  readonly vendorType?: string;
  /** `https://host[:port]/path`; `http://` only with `allowClearText`. */
  readonly baseUrl: string;
  readonly auth: AuthSettings;
  readonly success?: SuccessTest;
  /** Of requests that do not say it themselves. */
  readonly format?: 'json' | 'xml';
  /** For a whole call with its waiting, token call and repeats; default 30 s. */
  readonly timeoutMs?: number;
  /** Of one answer; default 8 MB. */
  readonly maxBytes?: number;
  /** Of XML in answers; default and most 64. */
  readonly maxDepth?: number;
  /** How often a read is asked again; default 2. */
  readonly retries?: number;
  /** Requests per second; default 0, no limit. */
  readonly rate?: number;
  /** Calls at once; default 8. */
  readonly concurrent?: number;
  readonly actions?: readonly ActionRow[];
  /** What `muster south check` sends. */
  readonly check?: ElementCheck;
  /** PEM of further authorities to trust. */
  readonly ca?: string;
  readonly allowClearText?: boolean;
  /** The lowest level of callers that may use it over the API; default 16. */
  readonly leastLevel?: 0 | 4 | 8 | 12 | 16;
}

export interface ElementCall {
  readonly method: string;
  /** Below the base, with query; or a whole link that the element gave, on the same origin. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
  readonly accept?: string;
  readonly action?: Action;
  /** Where its messages are kept. */
  readonly log: SouthLog;
  readonly signal?: AbortSignal;
}

/** A complete answer, whatever its status. */
export interface ElementAnswer {
  readonly status: number;
  /** Names in lower case; without cookies and what belongs to the connection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly contentType: string;
  readonly outcome: 'succeeded' | 'refused';
  /** Of a refusal, in words, without secrets. */
  readonly reason?: string;
  readonly action: Action;
}

export interface CheckWords {
  readonly ok: boolean;
  readonly words: string;
}

/** A connector that is open. */
export interface SouthElement {
  readonly settings: ElementSettings;
  /**
   * Throws Faults only: when no complete answer came, or one that does not show whether it succeeded. A change of which
   * that is not known is `SOUTH_OUTCOME_UNKNOWN`, and is never sent twice.
   */
  call(call: ElementCall): Promise<ElementAnswer>;
  /** Tries it, and says in words what is wrong. Never throws. */
  check(log: SouthLog): Promise<CheckWords>;
  /** All that must never be shown, as far as it is known by now: credentials, and the tokens given for them. */
  secrets(): readonly string[];
  close(): Promise<void>;
}

export interface ElementDeps {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (count: number) => Buffer;
}
