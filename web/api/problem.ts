// What the API answers when it cannot, as one error that the page shows in words.

/** An answer that is not 2xx, or no answer at all (`status` 0). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Such as `NOT_FOUND_AT_NE`; `NO_ANSWER` when the server could not be reached. */
  readonly code: string;
  /** BroadWorks' own words, where it refused. */
  readonly refusal: Refusal | undefined;
  /** Muster's fault code, where Muster could not. */
  readonly fault: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Record of the call that failed; undefined when there is none. */
  readonly recordId: string | undefined;

  constructor(message: string, told: Omit<ApiProblem, 'name' | 'message' | 'stack' | 'cause'>) {
    super(message);
    this.status = told.status;
    this.code = told.code;
    this.refusal = told.refusal;
    this.fault = told.fault;
    this.retryAfterSeconds = told.retryAfterSeconds;
    this.recordId = told.recordId;
  }
}

export interface Refusal {
  readonly errorCode: string;
  readonly summary: string;
  readonly detail: string;
}

/** Reads what came with a status that is not 2xx; whatever it is, something can be said. */
export function problemOf(status: number, headers: Headers, body: unknown): ApiProblem {
  const [first] = (body as { errors?: unknown[] } | null)?.errors ?? [];
  const { message, details = {} } = (first ?? {}) as { message?: string; details?: Members };
  const reason = text(details.reason) ?? text(details.summary);
  const wait = Number(headers.get('retry-after') ?? Number.NaN);
  return new ApiProblem(reason ?? `HTTP ${status}`, {
    status,
    code: typeof message === 'string' ? message : `HTTP_${status}`,
    refusal:
      typeof details.error_code === 'string'
        ? {
            errorCode: details.error_code,
            summary: text(details.summary) ?? '',
            detail: text(details.detail) ?? '',
          }
        : undefined,
    fault: text(details.fault),
    retryAfterSeconds: Number.isFinite(wait) ? wait : undefined,
    recordId: headers.get('x-audit-record-id') ?? undefined,
  });
}

type Members = Readonly<Record<string, unknown>>;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** The server did not answer: it is down, or the network is. */
export const noAnswer = (words: string): ApiProblem =>
  new ApiProblem(words, {
    status: 0,
    code: 'NO_ANSWER',
    refusal: undefined,
    fault: undefined,
    retryAfterSeconds: undefined,
    recordId: undefined,
  });
