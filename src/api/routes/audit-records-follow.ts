// Audit records as they end, as server-sent events: nothing is missed between two followings, and none goes on for ever.
// A following is one call with one record, made at its end, so that followers do not feed each other.
import { endedSince, type Heard, type RecordFilter } from '../../records/index.js';
import { problem } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import { filterQuery, invalidSearch, missing } from './audit-records-query.js';
import { sightOf } from './audit-records-scope.js';
import { shownAs, summaryJson, summarySchema } from './audit-records-summaries.js';

const longestMs = 10 * 60_000;
const lookEveryMs = 500;
const tellEveryMs = 15_000;
/** So often a token is looked at once more while there is nothing to tell. */
const tokenEveryMs = 5_000;
/** Followings of one caller at once. */
const mostAtOnce = 5;
/** A client that reads slowly has them in our memory. */
const mostRecords = 10_000;
/** Ids that the record of a following names. */
const mostNamed = 4_000;

const reasons = {
  now: 'it was not asked for events',
  full: 'there is more: go on at once',
  time: 'it went on for ten minutes',
  session: 'the session has ended',
  stopping: 'the server stops',
  interrupted: 'the client went away, or the call was given up',
} as const;
type Reason = keyof typeof reasons;

const endSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['records', 'since', 'why'],
  properties: {
    records: {
      type: 'array',
      items: summarySchema,
      description: 'What has ended; empty when events were asked for, since they told it.',
    },
    since: { type: 'integer', description: 'Where to go on, so that nothing is missed.' },
    why: {
      type: 'string',
      enum: Object.keys(reasons),
      description: `Why it ended. ${Object.entries(reasons)
        .map(([why, words]) => `${why}: ${words}.`)
        .join(' ')}`,
    },
  },
} as const satisfies Schema;

/** `GET …/follow/`. */
export function followRoute(house: House, path: string): Route {
  const seats = new Map<string, number>();
  return {
    method: 'GET',
    path: `${path}follow/`,
    operation: 'followAuditRecords',
    endPointName: 'svc_v1:muster.local.audit_records.follow',
    tag: 'Audit records',
    summary: 'Hear of audit records as they end',
    description:
      'As server-sent events: `progress` with {"record": …, "since": …} for each, and with {"since": …} at the start and every 15 seconds; `result` at the end, after ten minutes at most, with where to go on. A record may come once more when it is gone on with. At most 5 at once for one caller. Without Accept: text/event-stream what has ended since is answered at once.',
    access: { reach: 'list' },
    changes: false,
    query: {
      ...filterQuery,
      since: {
        type: 'integer',
        minimum: -1,
        maximum: Number.MAX_SAFE_INTEGER,
        description:
          'Records behind this position, -1 for all, and those that are open now; default: those that end from now on.',
      },
    },
    answers: { 200: { description: 'The end, or what has ended.', schema: endSchema } },
    bare: true,
    streams: true,
    example: { query: { groupId: 'Head-Office', since: '-1' } },
    handle: (call) => answered(house, seats, call),
  };
}

async function answered(house: House, seats: Map<string, number>, call: ApiCall): Promise<Reply> {
  const { since: place, ...filter } = call.query;
  const sight = sightOf(call.caller.scope, filter);
  if (sight.kind === 'missing') return missing(sight.name);
  const since = place === undefined ? undefined : Number(place);
  const own = sight.kind === 'nothing' ? undefined : sight.filter;
  const listen = await listener(house, own, since).catch(invalidSearch);
  if ('refused' in listen) return listen.refused;
  if (!/text\/event-stream/.test(call.headers.accept ?? '')) return atOnce(await listen());
  const caller = `${call.caller.via} ${call.caller.id}`;
  const taken = seats.get(caller) ?? 0;
  if (taken >= mostAtOnce)
    return problem('TOO_MANY', `at most ${mostAtOnce} followings go on at once for one caller`, {
      retryAfter: 60,
    });
  seats.set(caller, taken + 1);
  try {
    return await followed(house, call, listen, since);
  } finally {
    const left = (seats.get(caller) ?? 1) - 1;
    if (left === 0) seats.delete(caller);
    else seats.set(caller, left);
  }
}

/** Who may see nothing hears nothing: no filter is searched for. */
async function listener(
  { reader }: House,
  filter: RecordFilter | undefined,
  since: number | undefined,
): Promise<() => Promise<Heard>> {
  if (filter !== undefined) return endedSince(reader, filter, since);
  const heard = { records: [], since: (await reader.state()).size - 1, isMore: false };
  return async () => heard;
}

function atOnce({ records, since, isMore }: Heard): Reply {
  const why: Reason = isMore ? 'full' : 'now';
  return {
    status: 200,
    body: { records: records.map(summaryJson), since, why },
    kept: shownAs(records.map(({ id }) => id)),
  };
}

async function followed(
  house: House,
  call: ApiCall,
  listen: () => Promise<Heard>,
  place: number | undefined,
): Promise<Reply> {
  const startedAt = house.now();
  const shown: string[] = [];
  let askedAt = startedAt;
  let told = place;
  let toldAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  for (;;) {
    const { records, since, isMore } = await listen();
    const now = house.now();
    // Before anything is told: whoever has signed out hears no more.
    const asks = records.length > 0 || now - askedAt >= tokenEveryMs;
    const isOver = asks && (await call.tokenHolds?.()) === false;
    if (asks) askedAt = now;
    const why = isOver ? 'session' : reasonToEnd(house, call, { ms: now - startedAt, count });
    if (why !== undefined) {
      const body = { records: [], since: told ?? since, why };
      return { status: 200, body, kept: shownAs(shown) };
    }
    for (const record of records) call.progress({ record: summaryJson(record), since });
    count += records.length;
    shown.push(...records.slice(0, mostNamed - shown.length).map(({ id }) => id));
    if (now - toldAt >= tellEveryMs) {
      toldAt = now;
      call.progress({ since });
    }
    told = since;
    await pause(isMore ? 0 : lookEveryMs, [call.signal, house.stopping]);
  }
}

function reasonToEnd(
  { stopping, isSignedIn }: House,
  { signal, sessionId }: ApiCall,
  { ms, count }: { readonly ms: number; readonly count: number },
): Reason | undefined {
  if (stopping?.aborted === true) return 'stopping';
  if (signal.aborted) return 'interrupted';
  if (sessionId !== undefined && isSignedIn?.(sessionId) === false) return 'session';
  if (ms >= longestMs) return 'time';
  return count >= mostRecords ? 'full' : undefined;
}

/** Until the time is over, or one of the signals. Joined by hand: `AbortSignal.any` would keep a long-lived one's memory. */
function pause(ms: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    for (const signal of signals) signal?.addEventListener('abort', done);
    if (signals.some((signal) => signal?.aborted)) done();
  });
}
