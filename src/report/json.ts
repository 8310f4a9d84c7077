// The json format: the whole model, versioned and exact, numbers as intervals. Its schema is schema/group-audit-1.json.
import type { GroupAudit, NumberState, Numbers, TrunkAudit } from '../audit/index.js';
import { type DnRange, type DnSet, formatDn } from '../numbers/index.js';
import { jsonText } from './json-text.js';
import { partIfAsked, partJson, sourceJson } from './part-json.js';
import { numberTotals } from './words.js';

export interface JsonOptions {
  /** Write every number of a state out as well, besides the intervals. */
  readonly expandNumbers?: boolean;
}

/** The audit as JSON text in pieces, to be written one after the other. */
export function formatJson(audit: GroupAudit, options: JsonOptions = {}): Iterable<string> {
  const { schema, status, serviceProviderId, groupId, startedAt, finishedAt, parts } = audit;
  return jsonText({
    schema,
    status,
    serviceProviderId,
    groupId,
    source: sourceJson(audit.source),
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
      packs: partIfAsked(parts.packs),
      instances: partIfAsked(parts.instances),
    },
  });
}

/** The trunk audit as JSON text in pieces. Its schema is schema/trunk-audit-1.json. */
export function formatTrunkJson(audit: TrunkAudit): Iterable<string> {
  const { schema, status, serviceProviderId, startedAt, finishedAt, parts } = audit;
  return jsonText({
    schema,
    status,
    serviceProviderId,
    source: sourceJson(audit.source),
    startedAt,
    finishedAt,
    parts: { trunks: partJson(parts.trunks) },
  });
}

function numbersJson(numbers: Numbers, expand: boolean) {
  const { zerosDoubtful } = numbers;
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
    zerosDoubtful: zerosDoubtful === undefined ? undefined : setJson(zerosDoubtful, false),
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
