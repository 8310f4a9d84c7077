// The audit record as it is shown: the 19 members of the APIO record, in their order, all of them always there.

export interface AuditRecord {
  readonly internal_id: string;
  readonly end_point_name: string;
  readonly end_point_full_url: string;
  readonly http_method: string;
  readonly impacted_tenant_id: string;
  readonly impacted_group_id: string;
  readonly impacted_user_id: string;
  readonly impacted_specific_id: string;
  readonly author_id: string;
  readonly author_role: string;
  readonly request_time: string;
  readonly request_data: string;
  /** Media type of the request. */
  readonly request_payload: string;
  /** Null as long as there is no answer. */
  readonly status_code: number | null;
  /** Empty as long as there is no answer. */
  readonly answer_time: string;
  readonly answer_data: string;
  readonly answer_payload: string;
  /** JSON text of an `ExtraData` when something is not there as it was; else null. */
  readonly extra_data: string | null;
  /** JSON text of an array of messages; empty when none were to be recorded. */
  readonly south_data: string;
}

export const auditRecordFields = [
  'internal_id',
  'end_point_name',
  'end_point_full_url',
  'http_method',
  'impacted_tenant_id',
  'impacted_group_id',
  'impacted_user_id',
  'impacted_specific_id',
  'author_id',
  'author_role',
  'request_time',
  'request_data',
  'request_payload',
  'status_code',
  'answer_time',
  'answer_data',
  'answer_payload',
  'extra_data',
  'south_data',
] as const satisfies readonly (keyof AuditRecord)[];

/** One message to or from a network element: all members are texts. */
export interface SouthMessage {
  readonly timestamp: string;
  readonly id: string;
  readonly type: string;
  readonly protocol: string;
  readonly content: string;
  readonly format: string;
  readonly vendorType?: string;
  readonly action?: string;
  readonly method?: string;
  readonly endpoint?: string;
  readonly status_code?: string;
}

/** What of a record is not there as it was, and why. */
export interface ExtraData {
  /** Where the status does not tell it. `unknown`: nobody ever said how it ended. `refused`: in an answer that was a success by its status. */
  readonly outcome?: 'unknown' | 'refused';
  /** Of a record that somebody else handed over: what he says, and Muster does not know. */
  readonly claimed?: Claims;
  readonly notes?: readonly ContentRemark[];
}

/** Members of a record that was handed over, as they were there; the record itself says what Muster knows. */
export interface Claims {
  readonly author_id?: string;
  readonly author_role?: string;
  readonly request_time?: string;
  readonly answer_time?: string;
  readonly extra_data?: string;
}

export interface ContentRemark {
  /** `request_data`, `answer_data`, `south_data[3]`, or the name of a member that was erased. */
  readonly of: string;
  /**
   * `kept`: all of it. `cut`: from the start. `notKept`: by policy. `erased`: it was there. `lost`: the process that made the
   * call died, and messages may have gone south that it had not entered yet.
   */
  readonly state: 'kept' | 'cut' | 'notKept' | 'erased' | 'lost';
  /** True length in bytes. */
  readonly length?: number;
  /** Base64 of the commitment to the whole. */
  readonly commitment?: string;
  /** `received`: it covers the bytes as they came; else what redaction left. */
  readonly covers?: 'received';
  /** Bytes that were kept, of a cut one. */
  readonly kept?: number;
  /** How many places were taken out. */
  readonly redactions?: number;
  /** Names of the OCI-P commands of a request whose content is not there, or not all of it. */
  readonly commands?: readonly string[];
  /** The text is base64, because the bytes are none. */
  readonly encoding?: 'base64';
}
