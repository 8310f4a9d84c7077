// One call from its arrival to its answer: let in, recorded, handled, recorded again, answered. Knows no HTTP server: it is
// handed what came, and gives what is sent.
import { asFault, Fault } from '../fault.js';
import { type Call, noLog, type OpenRecord, type Recorder } from '../records/index.js';
import type { OciSouth, OdinCalls } from '../south/index.js';
import { type Entry, type Knock, letIn } from './gate.js';
import { failed, problem } from './problem.js';
import type { ApiCall, Reply, Route } from './route.js';

/** What came. */
export interface Incoming extends Knock {
  readonly method: string;
  readonly client: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Whether the token of the call is still good; for calls that take long. Undefined: it came with a session. */
  readonly tokenHolds?: () => Promise<boolean>;
  /** Where progress goes when events were asked for; called before any of it is sent. */
  readonly events?: {
    begin(headers: Readonly<Record<string, string>>): void;
    send(event: string, data: unknown): void;
  };
}

/** What is sent. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | Uint8Array | undefined;
  readonly recordId: string | undefined;
  /** What went wrong at our side; for the log. */
  readonly fault?: Fault;
}

export interface CallHouse {
  readonly recorder: Recorder;
  /** Puts `_record_internal_id` into JSON objects. */
  readonly echoRecordId: boolean;
  /** The road for this caller; its messages go to the record. */
  south(incoming: Incoming, record: OpenRecord): Promise<OciSouth | OdinCalls>;
}

/** Serves one call of a route. Never throws. */
export async function serve(route: Route, incoming: Incoming, house: CallHouse): Promise<Outgoing> {
  const entry = letIn(route, incoming);
  const isNothing = route.asksForSession === true && incoming.isBlank === true;
  if (route.recorded === false || (isNothing && 'refused' in entry))
    return unrecorded(route, incoming, entry);
  const call = callOf(route, incoming, entry);
  let record: OpenRecord;
  try {
    record = await house.recorder.open(call);
  } catch (thrown) {
    return outgoing(failed(thrown), undefined, asFault(thrown));
  }
  const done = await handled(route, incoming, entry, record, house);
  return closed(record, { ...done, changes: call.changes, isBare: route.bare === true }, house);
}

/** A call that cannot be answered by its route: a body that is too large, an unknown address. It is recorded too. */
export async function serveRefused(
  incoming: Incoming,
  reply: Reply,
  house: CallHouse,
): Promise<Outgoing> {
  try {
    const record = await house.recorder.open(callOf(undefined, incoming, { refused: reply }));
    return await closed(record, { reply, changes: false, isBare: false }, house);
  } catch (thrown) {
    return outgoing(failed(thrown), undefined, asFault(thrown));
  }
}

async function unrecorded(route: Route, incoming: Incoming, entry: Entry): Promise<Outgoing> {
  if ('refused' in entry) return outgoing(entry.refused, undefined);
  const none: OpenRecord = {
    id: '',
    south: noLog,
    learn: () => undefined,
    close: async () => undefined,
  };
  const nowhere = () =>
    Promise.reject(new Fault('INTERNAL', 'an unrecorded call must not go south'));
  incoming.events?.begin({});
  try {
    return outgoing(await route.handle(apiCall(incoming, entry.body, none, nowhere)), undefined);
  } catch (thrown) {
    return outgoing(failed(thrown), undefined, asFault(thrown));
  }
}

function callOf(route: Route | undefined, incoming: Incoming, entry: Entry): Call {
  const { caller, params, body, type } = incoming;
  const isLetIn = 'body' in entry;
  const { changes = false, endPointName = '' } = route ?? {};
  // Whoever is not signed in touches nothing, and must not fill the ledger, nor the records of those whom a path names.
  const isKnown = caller.via !== 'nobody' || route?.access === 'public';
  return {
    endPointName: typeof endPointName === 'string' ? endPointName : endPointName(params),
    url: incoming.url,
    method: incoming.method,
    changes: isKnown && (typeof changes === 'function' ? changes(params, incoming) : changes),
    actor: { id: caller.id, role: caller.via === 'nobody' ? '' : String(caller.level) },
    impact: isKnown
      ? {
          tenantId: params.tenant_id ?? '',
          groupId: params.group_id ?? '',
          userId: params.user_id ?? '',
          instanceName: params.instance_name ?? '',
        }
      : { tenantId: '', groupId: '', userId: '', instanceName: '' },
    ...(body === undefined || body.length === 0 || !isKnown
      ? {}
      : { request: { type, content: body } }),
    ...(isLetIn ? {} : { isRefused: true, mostBytes: mostOfRefused }),
  };
}

/** Enough to see what somebody tried, in bytes. */
const mostOfRefused = 2048;

function apiCall(
  incoming: Incoming,
  body: unknown,
  record: OpenRecord,
  south: () => Promise<OciSouth | OdinCalls>,
): ApiCall {
  const { caller, params, events, signal } = incoming;
  return {
    caller,
    params,
    query: incoming.texts,
    method: incoming.method,
    url: incoming.url,
    body,
    bodyText: incoming.body?.toString('utf8') ?? '',
    headers: plain(incoming.headers),
    client: incoming.client,
    sessionId: incoming.sessionId,
    ...(incoming.tokenHolds && { tokenHolds: incoming.tokenHolds }),
    recordId: record.id,
    log: record.south,
    learn: (impact, actor) => record.learn({ impact, ...(actor === undefined ? {} : { actor }) }),
    south,
    oci: async () => {
      const road = await south();
      if (road.protocol === 'OCI-P') return road;
      throw new Fault('SOUTH_SPEAKS_ODIN', 'this needs a target that speaks OCI-P');
    },
    progress: (data) => events?.send('progress', data),
    signal,
  };
}

function plain(headers: Knock['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}

async function handled(
  route: Route,
  incoming: Incoming,
  entry: Entry,
  record: OpenRecord,
  house: CallHouse,
): Promise<Done> {
  if ('refused' in entry) return { reply: entry.refused };
  incoming.events?.begin({ 'X-Audit-Record-Id': record.id });
  let road: Promise<OciSouth | OdinCalls> | undefined;
  const south = () => {
    road ??= house.south(incoming, record);
    return road;
  };
  try {
    return { reply: await route.handle(apiCall(incoming, entry.body, record, south)) };
  } catch (thrown) {
    const fault = asFault(thrown);
    return { reply: failed(fault), fault };
  }
}

/** How a call went. */
interface Done {
  readonly reply: Reply;
  readonly fault?: Fault;
}

/** The answer goes out when the record is durable. */
async function closed(
  record: OpenRecord,
  {
    reply,
    fault,
    changes,
    ...about
  }: Done & { readonly changes: boolean; readonly isBare: boolean },
  house: CallHouse,
): Promise<Outgoing> {
  const isBare = about.isBare || !house.echoRecordId;
  const out = outgoing(reply, record.id, fault, isBare);
  const type = out.headers['Content-Type'] ?? '';
  const answer =
    reply.kept ?? (out.content === undefined ? undefined : { type, content: out.content });
  const outcome = fault?.code === 'SOUTH_OUTCOME_UNKNOWN' ? 'unknown' : reply.outcome;
  try {
    await record.close({
      status: reply.status,
      ...(answer === undefined ? {} : { answer }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    return out;
  } catch (thrown) {
    const lost = asFault(thrown, 'LEDGER_UNAVAILABLE');
    const isMade = changes && reply.status < 300;
    const words = isMade
      ? `the change was made, but how it ended could not be recorded. The record stays open; do not repeat the call`
      : 'the answer could not be recorded';
    return outgoing(problem('UNAVAILABLE', words, { retryAfter: 5 }), record.id, lost, isBare);
  }
}

function outgoing(
  reply: Reply,
  recordId: string | undefined,
  fault?: Fault,
  isBare = true,
): Outgoing {
  const { body, text, type } = reply;
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const json =
    body === undefined
      ? undefined
      : JSON.stringify(
          isObject && !isBare && recordId ? { ...body, _record_internal_id: recordId } : body,
        );
  const content = text ?? json;
  return {
    status: reply.status,
    headers: {
      ...(content === undefined ? {} : { 'Content-Type': type ?? 'application/json' }),
      ...(recordId === undefined ? {} : { 'X-Audit-Record-Id': recordId }),
      ...reply.headers,
    },
    content,
    recordId,
    ...(fault === undefined ? {} : { fault }),
  };
}
