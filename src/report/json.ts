// The json format: the whole model, versioned and exact, numbers as intervals. Its schema is schema/group-audit-1.json.
import type { GroupAudit, NumberState, Numbers, Part } from '../audit/index.js';
import { type DnRange, type DnSet, formatDn } from '../numbers/index.js';
import { jsonText } from './json-text.js';
import { numberTotals } from './words.js';

export interface JsonOptions {
  /** Write every number of a state out as well, besides the intervals. */
  readonly expandNumbers?: boolean;
}

/** The audit as JSON text in pieces, to be written one after the other. */
export function formatJson(audit: GroupAudit, options: JsonOptions = {}): Iterable<string> {
  const { schema, status, serviceProviderId, groupId, startedAt, finishedAt, parts } = audit;
  const { protocol, target, release, userId, loginType } = audit.source;
  return jsonText({
    schema,
    status,
    serviceProviderId,
    groupId,
    source: { protocol, target, release, userId, loginType },
    startedAt,
    finishedAt,
    parts: {
      details: partJson(parts.details),
      licences: partJson(parts.licences),
      users: partJson(parts.users),
      numbers: partJson(parts.numbers, (value) =>
        numbersJson(value, options.expandNumbers === true),
      ),
      trunking: partJson(parts.trunking),
    },
  });
}

/** The members of a part in a fixed order; those it does not have are left out. */
function partJson<T>(part: Part<T>, valueJson: (value: T) => unknown = (value) => value) {
  return {
    status: part.status,
    readAt: 'readAt' in part ? part.readAt : undefined,
    commands: 'commands' in part ? part.commands : undefined,
    reason: 'reason' in part ? part.reason : undefined,
    value: 'value' in part ? valueJson(part.value) : undefined,
    problems: 'problems' in part ? part.problems : undefined,
    notes: 'notes' in part ? part.notes : undefined,
  };
}

function numbersJson(numbers: Numbers, expand: boolean) {
  const { assigned, unassigned, unknown } = numberTotals(numbers.states);
  return {
    total: numbers.all.size,
    assigned,
    unassigned,
    unknown: unknown > 0 ? unknown : undefined,
    states: numbers.states.map((state) => stateJson(state, expand)),
    all: setJson(numbers.all, false),
    groupCallingLineIds: setJson(numbers.groupCallingLineIds, expand),
    holders: numbers.holders,
    unreadable: numbers.unreadable,
  };
}

function stateJson({ assigned, activated, numbers }: NumberState, expand: boolean) {
  return { assigned, activated, ...setJson(numbers, expand) };
}

function setJson(numbers: DnSet, expand: boolean) {
  return {
    total: numbers.size,
    ranges: each(numbers.ranges(), rangeJson),
    numbers: expand ? numbers : undefined,
  };
}

function rangeJson({ prefix, width, first, last }: DnRange) {
  return {
    first: formatDn(prefix, width, first),
    last: formatDn(prefix, width, last),
    total: last - first + 1,
  };
}

function* each<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}
