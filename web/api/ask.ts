// Calls of the API, with the session cookie. When the session has ended, a call waits until somebody has signed in again
// and is then made once more: the page only reads, so nothing is ever done twice.
import { shellStrings } from '../strings.js';
import { type ApiProblem, noAnswer, problemOf } from './problem.js';
import { currentAccount, sessionEnded, sessionNumber } from './session.js';

export interface AskOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** False: a 401 is thrown as it is; for signing in itself. */
  readonly waits?: boolean;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  /** Record of the call, where one was made. */
  readonly recordId: string | undefined;
}

/** Asks and reads JSON (or text, for other types). Throws `ApiProblem`, or the signal's reason. */
export async function ask<T>(path: string, options: AskOptions = {}): Promise<Answer<T>> {
  const response = await respond(path, options, 'application/json, text/plain');
  const body = (await contentOf(response)) as T;
  return { status: response.status, body, recordId: recordIdOf(response) };
}

/** The body of an answer, for callers that need nothing else: `queryFn: ({ signal }) => read(path, signal)`. */
export async function read<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await ask<T>(path, signal === undefined ? {} : { signal })).body;
}

/** A file to be kept: its bytes and the name that the server gives it. */
export async function fetchFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ readonly name: string | undefined; readonly blob: Blob }> {
  const response = await respond(path, signal === undefined ? {} : { signal }, '*/*');
  const [, name] =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
  return { name, blob: await response.blob() };
}

export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}

/**
 * Server-sent events of one call, as they come. The first is `open`, `{recordId}`, once the call was let in; the last is
 * `result`, `{status, body}`.
 */
export async function* listen(
  path: string,
  options: AskOptions = {},
): AsyncGenerator<ServerEvent, void> {
  const response = await respond(path, options, 'text/event-stream');
  yield { event: 'open', data: { recordId: recordIdOf(response) } };
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('text/event-stream')) {
    yield { event: 'result', data: { status: response.status, body: await contentOf(response) } };
    return;
  }
  let rest = '';
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event = 'message'] = /^event: (.*)$/m.exec(block) ?? [];
        const [, data] = /^data: (.*)$/m.exec(block) ?? [];
        if (data !== undefined) yield { event, data: JSON.parse(data) as unknown };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function respond(path: string, options: AskOptions, accept: string): Promise<Response> {
  const { method = 'GET', body, signal, waits = true } = options;
  // Whoever asks who is signed in, or signs in, means nobody yet; whoever signs out means one account only.
  const isSignIn = path.startsWith('/api/v1/login/') && method !== 'DELETE';
  const account = isSignIn ? undefined : currentAccount();
  for (;;) {
    const session = sessionNumber();
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        Accept: accept,
        // Another window may have signed in somebody else, whose cookie this one would send.
        ...(account === undefined ? {} : { 'X-Muster-Account': encodeURIComponent(account) }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    }).catch((thrown: unknown) => {
      if (signal?.aborted) throw thrown;
      throw noAnswer(shellStrings.noAnswer);
    });
    if (response.ok) return response;
    if (response.status !== 401 || !waits) throw await problemIn(response);
    await sessionEnded(session, signal);
    // What one person asked is not asked for the next.
    if (currentAccount() !== account)
      throw new DOMException('somebody else signed in', 'AbortError');
  }
}

async function problemIn(response: Response): Promise<ApiProblem> {
  const body = await contentOf(response).catch(() => null);
  return problemOf(response.status, response.headers, body);
}

async function contentOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => {
    throw noAnswer(shellStrings.answerCut);
  });
  if (text === '') return null;
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw noAnswer(shellStrings.answerCut);
  }
}

const recordIdOf = ({ headers }: Response) => headers.get('x-audit-record-id') ?? undefined;
