// One HTTP exchange with ODIN: a request out, status, headers and bytes back. No login, pace, retry or judgement.
import { rootCertificates } from 'node:tls';
import { buildConnector } from 'undici';
import { asFault, type Fault } from '../../fault.js';
import { patience, timeoutFault, type WireOptions } from '../transport.js';
import { makeConnection, type OdinConnection } from './odin-connection.js';
import type { HttpAnswer, HttpRequest } from './odin-http.js';

/** How a request is to go. */
export interface Sending {
  /** Over a connection that has served nobody yet. */
  readonly isFresh: boolean;
  /** Called as it goes out, unless it never does. */
  readonly sent: () => void;
}

/** Connections to one host, kept alive: as many as there are exchanges at once. */
export interface OdinWire {
  /**
   * Throws Faults only. Whatever the status, what came is an answer. A fault whose detail says `stale` came from a
   * connection that had served before, and ended without a byte: the host was about to close it anyway.
   */
  exchange(request: HttpRequest, sending: Sending): Promise<HttpAnswer>;
  /** Ends everything at once; exchanges under way fail with `fault`. */
  destroy(fault: Fault): Promise<void>;
}

/** Makes the wire; connections are opened when they are needed. */
export function openWire(options: WireOptions): OdinWire {
  const { target, timeoutMs, ca } = options;
  const connect = buildConnector({
    timeout: timeoutMs,
    // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
  });
  const idle: OdinConnection[] = [];
  const busy = new Set<OdinConnection>();
  let ended: Fault | undefined;
  const take = (isFresh: boolean): OdinConnection => {
    // The one that was used last: the others may time out.
    const found = idle.pop();
    if (found !== undefined && !isFresh) return found;
    // Instead of it, or there would be more and more.
    if (found !== undefined) void found.destroy();
    return makeConnection(options, connect);
  };
  return {
    async exchange(request, { isFresh, sent }) {
      if (ended !== undefined) throw ended;
      const connection = take(isFresh);
      busy.add(connection);
      const limit = setTimeout(
        () =>
          void connection.destroy(timeoutFault(target, timeoutMs * patience, 'finish its answer')),
        timeoutMs * patience,
      );
      try {
        const answer = await connection.send(request, sent);
        idle.push(connection);
        return answer;
      } catch (thrown) {
        const fault = asFault(thrown);
        void connection.destroy(fault);
        throw fault;
      } finally {
        clearTimeout(limit);
        busy.delete(connection);
      }
    },
    async destroy(fault) {
      if (ended !== undefined) return;
      ended = fault;
      await Promise.all([...busy, ...idle].map((connection) => connection.destroy(fault)));
    },
  };
}
