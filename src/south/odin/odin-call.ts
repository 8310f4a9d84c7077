// What is asked of ODIN, and what comes back: types only.
import type { RefusalKind } from '../../ocip/index.js';
import type { SouthLog } from '../../records/index.js';
import type { LoginFacts } from '../session.js';

/** A GET. ODIN v2 keeps ids out of the path; they are percent-encoded here, once. */
export interface OdinCall {
  /** Below the base, such as `/groups/dns`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Where its messages are kept; default: where those of the road are. */
  readonly log?: SouthLog;
}

/** ODIN said no. */
export interface OdinRefusal {
  readonly status: number;
  /** BroadWorks' error number, when ODIN passed one on. */
  readonly code?: number;
  /** ODIN's words; secrets are taken out. */
  readonly summary: string;
  readonly detail?: string;
  /** By BroadWorks' number or words, else by the status: 403 is `notPermitted`, 404 `notFound`. */
  readonly kind: RefusalKind;
}

/** What ODIN answered: data, or no. "We could not" is a Fault, thrown. */
export type OdinAnswer = {
  /** `GET /groups/dns`, as evidence and problems name it. */
  readonly command: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly answeredAt: number;
} & (
  | { readonly kind: 'reply'; readonly body: unknown }
  | { readonly kind: 'refusal'; readonly refusal: OdinRefusal }
);

/** The road to one ODIN host. Close it when done; ODIN knows no logout. */
export interface OdinSouth {
  readonly protocol: 'ODIN';
  /** The account as ODIN described it, once logged in. */
  readonly facts: LoginFacts | undefined;
  /** Logs in if nobody has yet. */
  connect(): Promise<LoginFacts>;
  /** Asks once; repeated inside only where that is safe. Throws Faults only. */
  get(call: OdinCall): Promise<OdinAnswer>;
  /** Fails what still waits. */
  close(): Promise<void>;
}
