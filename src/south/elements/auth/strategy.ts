// What every way to prove who we are has in common: it adds to a request, and may ask for something first.
import type { Action } from '../element.js';
import type { HttpAnswer, HttpRequest } from '../http.js';

/** A request of the strategy's own, such as for a token. It is recorded like any other. */
export interface SideCall {
  readonly request: HttpRequest;
  readonly action: Action;
  /** Told before the answer is recorded, so that secrets in it are known by then. */
  readonly learn?: (answer: HttpAnswer) => void;
}

/** Sends a side call under the call that needs it. */
export interface Ask {
  (side: SideCall): Promise<HttpAnswer>;
  /** Of that call. */
  readonly signal: AbortSignal;
}

export interface AuthStrategy {
  /** All that must never be shown, as far as it is known by now. */
  readonly secrets: () => readonly string[];
  /** Before a request waits for its turn. `changes`: it must go right at once, for it is not repeated. */
  readonly prepare?: (request: HttpRequest, changes: boolean, ask: Ask) => Promise<void>;
  /** The request with all that it needs; called just before it goes. */
  readonly sign: (request: HttpRequest) => HttpRequest;
  /** Its answer was 401: whether the same request, signed anew, would fare otherwise. */
  readonly refused?: (answer: HttpAnswer, signed: HttpRequest) => boolean;
  /** Every answer, those to requests of its own as well. */
  readonly answered?: (answer: HttpAnswer, signed: HttpRequest) => void;
}

/** The same request with more headers. */
export const withHeaders = (
  request: HttpRequest,
  headers: Readonly<Record<string, string>>,
): HttpRequest => ({
  ...request,
  headers: { ...request.headers, ...headers },
});
