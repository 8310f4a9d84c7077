// A request to an element and its answer, as HTTP has them: types, and a little reading.

export interface HttpRequest {
  /** `https://host:port`. */
  readonly origin: string;
  readonly method: string;
  /** Complete and encoded, with query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; what came several times is joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** The media type alone, in lower case; empty when none is said. */
export const mediaTypeOf = (headers: Readonly<Record<string, string>>): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** What belongs to the connection, or to our own session there, is nobody else's business. */
const ours =
  /^(?:set-cookie2?|connection|keep-alive|transfer-encoding|upgrade|trailer|proxy-.*|www-authenticate|authentication-info|server-authorization)$/;

/** The headers of an answer that a caller may see. */
export function passedOn(headers: HttpAnswer['headers']): HttpAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.test(name)));
}
