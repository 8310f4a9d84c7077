// Puts the server together: sessions, roads south, routes, health, figures, listener.
import { Fault } from '../fault.js';
import type { Records } from '../records/index.js';
import type { Connection, Credentials, SouthElement } from '../south/index.js';
import { type AttemptLimits, attemptLimits, countAttempts } from './attempts.js';
import type { CallHouse, Incoming } from './call.js';
import { type Caller, nobody } from './caller.js';
import { describe } from './describe.js';
import { type Health, healthOf } from './health.js';
import { type Metrics, openMetrics } from './metrics.js';
import { type OneTimeLinks, oneTimeLinks, withoutCodes } from './one-time-links.js';
import { failed, problem } from './problem.js';
import { openRoad, serviceRoad } from './roads.js';
import type { House, Route } from './route.js';
import { routesOf } from './routes/index.js';
import { operationRoutes } from './routes/operations.js';
import { signInRoutes } from './routes/sign-in.js';
import { type CallLine, type HttpLimits, httpLimits, type Known, listen } from './server.js';
import { type SessionLimits, Sessions, sessionLimits } from './sessions.js';

export interface ApiOptions {
  readonly records: Records;
  /** Where calls go; undefined: only what is kept can be read, and nobody can sign in with a password. */
  readonly connection: Omit<Connection, 'credentials'> | undefined;
  /** Account for calls with tokens. */
  readonly account?: Credentials;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Callers of bearer tokens that are no sessions; the first who knows the token, wins. */
  readonly bearers?: readonly ((token: string) => Promise<Caller | undefined>)[];
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly onCall?: (line: CallLine) => void;
  readonly onTrouble?: (fault: Fault) => void;
  readonly echoRecordId?: boolean;
  /** Reading records is recorded, unless this is false. */
  readonly recordsReading?: boolean;
  readonly limits?: Partial<HttpLimits>;
  readonly sessions?: Partial<SessionLimits>;
  readonly attempts?: Partial<AttemptLimits>;
  /** How long a one-time link works, in milliseconds; default: 10 minutes. */
  readonly linkLifeMs?: number;
  readonly trustProxy?: string | false;
  /** Folder of the web page, as it was built. */
  readonly page?: string;
  /** Connectors to other network elements; whoever opened them closes them. */
  readonly elements?: readonly SouthElement[];
  /** False: nothing is sent to them that may change something. Default: as the connection says, else true. */
  readonly mayChangeElements?: boolean;
  /** Name of the one over which user services go as far as they can. */
  readonly userServicesOver?: string;
}

export interface Api {
  readonly url: string;
  readonly port: number;
  readonly routes: readonly Route[];
  useCertificate(tls: { readonly key: string; readonly cert: string }): void;
  /**
   * An address of the page that signs in this account, once and soon: its code stands behind the #, where no log of a server
   * sees it. Whoever has it is let in, so it is to be shown to its owner alone.
   */
  oneTimeLink(credentials: Credentials): string;
  /** Takes no new calls, finishes those in flight, logs out everywhere. The records stay open: they are the caller's. */
  close(graceMs?: number): Promise<void>;
}

/** Listens. Faults: `LISTEN_REFUSED`. */
export async function openApi(options: ApiOptions): Promise<Api> {
  // Before anything is opened.
  elementsOf(options);
  const onTrouble = options.onTrouble ?? (() => undefined);
  const { records, connection, now } = options;
  const sessions = new Sessions({ ...sessionLimits, ...options.sessions }, now, onTrouble);
  const health = healthOf(records, connection, now);
  const metrics = openMetrics({ records, sessions });
  const links = oneTimeLinks(now, options.linkLifeMs);
  const roads = connection && {
    connection: health.watched(connection),
    recorder: records.recorder,
  };
  const service = roads && serviceRoad(options.account, roads);
  const stopping = new AbortController();
  const routes = allRoutes(options, {
    stopping: stopping.signal,
    sessions,
    links,
    health,
    metrics,
    roads,
  });
  const http = await listen(
    {
      routes,
      house: houseOf(options, sessions, service),
      identify: (credential) => identify(credential, options, sessions),
      onCall: (line) => {
        metrics.called(line);
        health.called(line);
        options.onCall?.(line);
      },
      limits: { ...httpLimits, ...options.limits },
      ...(options.tls && { tls: options.tls }),
      trustProxy: options.trustProxy ?? false,
      ...(options.page !== undefined && { page: options.page }),
    },
    options.listen,
  ).catch(async (thrown: unknown) => {
    await sessions.close();
    throw thrown;
  });
  return {
    url: http.url,
    port: http.port,
    routes,
    useCertificate: http.useCertificate,
    oneTimeLink: (credentials) => `${http.url}/sign-in#code=${links.make(credentials)}`,
    close: async (graceMs = 30_000) => {
      health.stopping();
      stopping.abort();
      links.close();
      await http.close(graceMs);
      await sessions.close();
      await service?.close();
    },
  };
}

interface Parts {
  readonly stopping: AbortSignal;
  readonly sessions: Sessions;
  readonly links: OneTimeLinks;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly roads: Parameters<typeof openRoad>[1] | undefined;
}

function allRoutes(
  options: ApiOptions,
  { stopping, sessions, links, health, metrics, roads }: Parts,
): readonly Route[] {
  const { records, now, version, echoRecordId = true } = options;
  const house: House = {
    reader: records.reader,
    recorder: records.recorder,
    origin: records.origin,
    verifierKey: records.verifierKey,
    checkpoint: () => records.checkpoint(),
    target: options.connection?.target.url,
    isSignedIn: (sessionId) => sessions.goesOn(sessionId),
    stopping,
    now,
    onTrouble: options.onTrouble ?? (() => undefined),
    ...elementsOf(options),
  };
  const signIn = signInRoutes({
    sessions,
    links,
    attempts: countAttempts({ ...attemptLimits, ...options.attempts }, now),
    isSecure: options.tls !== undefined,
    longestMs: { ...sessionLimits, ...options.sessions }.longestMs,
    openRoad: (username, password) => {
      if (roads === undefined) throw noTarget();
      const road = openRoad({ username, password }, roads);
      const connect: typeof road.connect = async (log) => {
        const facts = await road.connect(log);
        health.reached();
        return facts;
      };
      return { ...road, connect };
    },
  });
  const described = [...signIn, ...routesOf(house)].map((route) =>
    options.recordsReading === false && readsRecords(route) ? { ...route, recorded: false } : route,
  );
  const operations = operationRoutes({
    health,
    metrics,
    describe: () => describe(all, { version, echoRecordId }),
  });
  const all: readonly Route[] = [...described, ...operations];
  return all;
}

/** Throws `SETTING_INVALID` for a name that no fitting connector has. */
function elementsOf({
  elements = [],
  connection,
  mayChangeElements = connection?.mayChange ?? true,
  userServicesOver: name,
}: ApiOptions): Pick<House, 'elements' | 'mayChangeElements' | 'userServicesOver'> {
  const over = elements.find(({ settings }) => settings.name === name);
  if (name !== undefined && over?.settings.protocol !== 'BS-XSI')
    throw new Fault(
      'SETTING_INVALID',
      `userServicesOver names ${name}, which is no connector of protocol BS-XSI`,
    );
  return { elements, mayChangeElements, ...(over && { userServicesOver: over }) };
}

const readsRecords = ({ path, operation }: Route) =>
  path.startsWith('/api/v1/local/') && operation !== 'storeAuditRecords';

function houseOf(
  { records, echoRecordId = true }: ApiOptions,
  sessions: Sessions,
  service: ReturnType<typeof serviceRoad> | undefined,
): CallHouse {
  return {
    recorder: withoutCodes(records.recorder),
    echoRecordId,
    south: async ({ caller, sessionId }: Incoming, record) => {
      if (service === undefined) throw noTarget();
      if (caller.via !== 'session') return service.under(record.south);
      const session = sessionId === undefined ? undefined : sessions.use(sessionId);
      if (session === undefined)
        throw new Fault('INTERRUPTED', 'the session ended while the call was going on');
      return session.road.under(record.south);
    },
  };
}

const noTarget = () =>
  new Fault(
    'CREDENTIALS_MISSING',
    'this server was started without a target; nothing can be asked of BroadWorks',
  );

async function identify(
  { bearer, cookie }: { readonly bearer?: string; readonly cookie?: string },
  { bearers = [] }: ApiOptions,
  sessions: Sessions,
): Promise<Known> {
  const id = bearer ?? cookie;
  if (id === undefined) return { caller: nobody };
  const session = sessions.use(id);
  if (session !== undefined) return { caller: session.caller, sessionId: id };
  const over = problem(
    'NOT_SIGNED_IN',
    'the session has ended, or the token is not valid; sign in again',
  );
  if (bearer === undefined) return { caller: nobody, whyNobody: over };
  try {
    for (const callerOf of bearers) {
      const caller = await callerOf(bearer);
      if (caller !== undefined) return { caller };
    }
  } catch (thrown) {
    // Whoever vouches for tokens cannot be asked: that is not the caller's fault.
    return { caller: nobody, whyNobody: failed(thrown) };
  }
  return { caller: nobody, whyNobody: over };
}
