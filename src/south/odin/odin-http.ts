// A request to ODIN and its answer, as HTTP has them: types only.

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Complete and encoded: path of the base, path, query. */
  readonly path: string;
  /** Sent as the bearer. */
  readonly token?: string;
  /** JSON. */
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Milliseconds from sending to the head of the answer. */
  readonly waitedMs: number;
}
