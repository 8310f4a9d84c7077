// Clients for the history of the demo: somebody in front of the HTTP API, and a script that speaks OCI-P to the proxy. They
// stand outside, as real ones do, so that nothing they do goes past the records: what they reach, listens in this process.
import { noLog } from '../records/index.js';
import { type Credentials, openSouth, parseTarget, type South } from '../south/index.js';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** Calls an API as one person or machine; keeps the cookie of its session. */
export interface HttpClient {
  call(method: string, path: string, body?: unknown): Promise<HttpAnswer>;
}

/** `bearer`: a token to call with. */
export function httpClient(url: string, bearer?: string): HttpClient {
  let cookie = '';
  return {
    async call(method, path, body) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
          ...(cookie !== '' && { Cookie: cookie }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const [set] = response.headers.getSetCookie();
      if (set !== undefined) cookie = set.split(';')[0] as string;
      return { status: response.status, text: await response.text() };
    },
  };
}

/** A provisioning script: it knows the proxy as its BroadWorks. Keeps no log; the proxy does. */
export function ociClient(url: string, credentials: Credentials, now: () => number): South {
  return openSouth({
    target: parseTarget(url),
    credentials,
    timeoutMs: 5_000,
    connections: 1,
    rate: 0,
    burst: 0,
    batch: 1,
    mayChange: true,
    now,
    log: noLog,
  });
}
