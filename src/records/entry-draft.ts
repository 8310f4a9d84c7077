// The entries of a record: what is said in clear, what only by commitment, and by what it can be found.
import type { Draft, DraftPart, Facts, SearchValue } from '../ledger/index.js';
import type { Actor, Call, Impact, Outcome } from './record.js';
import { isoOf } from './times.js';

/**
 * `call`: a whole record in one entry. `intent`: opened, not ended. `more`: messages on the way. `outcome`: its end.
 * `unknown`: whoever made the call is gone without saying how it ended.
 */
export const entryKinds = ['call', 'intent', 'more', 'outcome', 'unknown'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Kinds after which a record is at its end. */
export const endKinds: ReadonlySet<string> = new Set<EntryKind>(['call', 'outcome', 'unknown']);

/** A call as far as it is known by now; redacted already. */
export interface KnownCall {
  readonly id: string;
  readonly call: Pick<Call, 'endPointName' | 'url' | 'method' | 'changes' | 'told'>;
  readonly actor: Actor;
  readonly impact: Impact;
  readonly requestTime: bigint;
  readonly requestType: string;
  /** How much of the bodies is kept. */
  readonly bodies: string;
  /** Whether messages to network elements are recorded. */
  readonly isSouthKept: boolean;
  /** How many places were taken out of the bodies. */
  readonly redactions: { readonly request: number; readonly answer: number };
  readonly isFirst: boolean;
}

/** How it ended, for entries that say so. */
export interface KnownEnd {
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Undefined when it was never answered. */
  readonly answerTime?: bigint;
  readonly answerType: string;
  /** How many messages to network elements all entries of the record hold. */
  readonly messages: number;
}

/** Subjects that an entry commits to, beside the tenant, which is the scope. Their order is that of the header. */
export const subjectKinds = ['group', 'user', 'instance', 'author', 'url'] as const;

export function draftOf(
  kind: EntryKind,
  known: KnownCall,
  end: KnownEnd | undefined,
  parts: readonly DraftPart[],
): Draft {
  const values = subjectValues(known);
  return {
    kind,
    record: known.id,
    isFirst: known.isFirst,
    scope: { kind: 'tenant', value: values.tenant },
    subjects: subjectKinds
      .map((name) => ({ kind: name, value: values[name] }))
      .filter(({ value }) => value !== ''),
    facts: kind === 'more' ? {} : factsOf(known, end),
    parts,
    search: kind === 'more' ? {} : searchOf(known, values, end),
  };
}

function subjectValues({ impact, actor, call }: KnownCall) {
  return {
    tenant: clean(impact.tenantId),
    group: clean(impact.groupId),
    user: clean(impact.userId),
    instance: clean(impact.instanceName),
    author: clean(actor.id),
    url: clean(call.url, 4096),
  };
}

/** Clear text in the ledger for ever: nothing personal, nothing secret, nothing long. */
function factsOf(known: KnownCall, end: KnownEnd | undefined): Facts {
  const { call, actor } = known;
  const facts: Record<string, string | number | null> = {
    endPointName: clean(call.endPointName, 200),
    method: clean(call.method, 20),
    role: /^\d{1,4}$/.test(actor.role) ? actor.role : '',
    changes: call.changes ? 1 : 0,
    requestTime: isoOf(known.requestTime),
    requestType: mediaType(known.requestType),
    requestRedactions: known.redactions.request,
    bodies: known.bodies,
    outcome: end?.outcome ?? 'open',
  };
  if (end === undefined) return facts;
  facts.status = end.status;
  facts.answerTime = end.answerTime === undefined ? null : isoOf(end.answerTime);
  facts.answerType = mediaType(end.answerType);
  facts.answerRedactions = known.redactions.answer;
  facts.south = known.isSouthKept ? 1 : 0;
  facts.messages = end.messages;
  return facts;
}

function searchOf(
  { call, requestTime }: KnownCall,
  values: ReturnType<typeof subjectValues>,
  end: KnownEnd | undefined,
): Record<string, SearchValue> {
  return {
    tenant: values.tenant,
    group: values.group,
    user: values.user,
    instance: values.instance,
    author: values.author,
    endpoint: clean(call.endPointName, 200),
    method: clean(call.method, 20),
    status: end?.status ?? null,
    outcome: end?.outcome ?? 'open',
    time: Number(requestTime),
    answered: end?.answerTime === undefined ? null : Number(end.answerTime),
    changes: call.changes ? 1 : 0,
    handed_over: call.told === undefined ? 0 : 1,
  };
}

/** What a header must not refuse: no half characters, not too long. */
function clean(text: string, most = 500): string {
  const whole = text.toWellFormed();
  return whole.length <= most ? whole : whole.slice(0, most).toWellFormed();
}

/** A media type comes from outside: what does not look like one is not told in clear. */
export function mediaType(type: string): string {
  const [plain] =
    /^[\w.+-]{1,60}\/[\w.+-]{1,60}(?:;\s?charset="?[\w.:-]{1,40}"?)?/i.exec(type) ?? [];
  return plain ?? '';
}
