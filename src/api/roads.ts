// Roads south for callers: each session has its own, with the caller's login; tokens share the one of the server's
// account. Messages between calls (logging out) go to a record of their own.
import { Fault } from '../fault.js';
import { noLog, type Recorder, type SouthLog } from '../records/index.js';
import {
  type Connection,
  type Credentials,
  type OciSouth,
  type OdinCalls,
  type OdinSouth,
  openOdin,
  openSouth,
  type South,
  under,
} from '../south/index.js';

/** A road, and what it is told to keep its own messages in. */
export interface LiveRoad {
  /** Logs in for a call that is going on. Throws a Fault when that fails. */
  connect(log: SouthLog): ReturnType<South['connect']>;
  /** The same road for one call. */
  under(log: SouthLog): OciSouth | OdinCalls;
  /** Logs out. Without a log that is a record of its own. */
  close(log?: SouthLog): Promise<void>;
}

export interface RoadsOptions {
  readonly connection: Omit<Connection, 'credentials'>;
  readonly recorder: Recorder;
}

/** Firewalls forget quiet connections, and a change must not be lost in one. */
const idleMs = 4 * 60_000;

/** Opens nothing yet. */
export function openRoad(
  credentials: Credentials,
  { connection, recorder }: RoadsOptions,
): LiveRoad {
  let log: SouthLog = noLog;
  const options = {
    ...connection,
    sharesPace: true,
    idleMs,
    credentials,
    log: { request: (message) => log.request(message) } satisfies SouthLog,
  };
  const road: South | OdinSouth =
    connection.target.transport === 'odin' ? openOdin(options) : openSouth(options);
  const withLog = async <T>(one: SouthLog, work: () => Promise<T>): Promise<T> => {
    log = one;
    try {
      return await work();
    } finally {
      log = noLog;
    }
  };
  return {
    connect: (one) => withLog(one, () => road.connect()),
    under: (one) => under(road, one),
    close: async (one) => {
      if (one !== undefined) return withLog(one, () => road.close());
      if (road.facts === undefined) return road.close();
      const record = await recorder.open(farewell(credentials.username));
      await withLog(record.south, () => road.close());
      await record.close({ status: 204 });
    },
  };
}

const farewell = (id: string) => ({
  endPointName: 'svc_v1:muster.session.end',
  url: '/api/v1/login/',
  method: 'DELETE',
  changes: false,
  actor: { id, role: '' },
  impact: { tenantId: '', groupId: '', userId: '', instanceName: '' },
});

/** The road of the server's own account, opened when the first call needs it. */
export function serviceRoad(credentials: Credentials | undefined, options: RoadsOptions) {
  let road: LiveRoad | undefined;
  return {
    under(log: SouthLog): OciSouth | OdinCalls {
      if (credentials === undefined)
        throw new Fault(
          'CREDENTIALS_MISSING',
          'a call with a token goes south with the account of the server, and it has none',
        );
      road ??= openRoad(credentials, options);
      return road.under(log);
    },
    close: async () => road?.close(),
  };
}
