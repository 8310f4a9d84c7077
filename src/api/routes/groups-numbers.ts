// The numbers of a group, by pages: a group may hold a hundred thousand of them. One call asks BroadWorks for all, so pages
// are large; as ranges nearly every group fits in one.
import type { Flag, Numbers } from '../../audit/index.js';
import { type DnRange, DnSet, formatDn, formatDnRange, parseDn } from '../../numbers/index.js';
import { problem } from '../problem.js';
import type { House, Reply, Route, Schema, Texts } from '../route.js';
import { answerOf, problemsSchema, readPart } from './groups-parts.js';

const usualLimit = 10_000;
const mostOnPage = 100_000;

const flag = (description: string): Schema => ({
  type: 'string',
  enum: ['true', 'false'],
  description,
});

const list = (description: string): Schema => ({
  type: 'array',
  description,
  items: { type: 'string' },
});

/** `GET …/numbers/`. Over ODIN too. */
export function numbersRoute(house: House): Route {
  return {
    method: 'GET',
    path: '/api/v1/tenants/{tenant_id}/groups/{group_id}/numbers/',
    operation: 'getGroupNumbers',
    endPointName: 'svc_v1:apio.tenant.group.numbers',
    tag: 'Groups',
    summary: 'The directory numbers of a group',
    description:
      'Each page reads the whole list from BroadWorks: prefer one large page, or `ranges=true`, where an entry may be `first - last`. Numbers come in order, and `cursor` goes on after the last one of the page before, whatever has changed since.',
    access: {},
    changes: false,
    query: {
      assigned: flag('Only numbers that are assigned (`true`) or free (`false`).'),
      activated: flag('Only numbers that are activated (`true`) or not (`false`).'),
      ranges: flag('Consecutive numbers as one entry: `+44-1632960100 - +44-1632960149`.'),
      limit: {
        type: 'integer',
        minimum: 1,
        maximum: mostOnPage,
        description: `Most entries in \`numbers\`; ${usualLimit} unless said.`,
      },
      cursor: { type: 'string', description: '`nextCursor` of the page before.' },
    },
    answers: { 200: { description: 'A page of numbers.', schema: numbersSchema } },
    example: {
      params: { tenant_id: 'Brightwater', group_id: 'Head-Office' },
      query: { ranges: 'true' },
    },
    handle: async (call): Promise<Reply> => {
      const { cursor } = call.query;
      const after = cursor === undefined ? undefined : placeOf(cursor);
      if (cursor !== undefined && after === undefined)
        return problem('QUERY_INVALID', 'the cursor is not one of this list');
      const part = await readPart(call, house, 'numbers', 'states');
      return answerOf(part, (numbers) => pageJson(numbers, call.query, after));
    },
  };
}

const numbersSchema: Schema = {
  type: 'object',
  required: ['total', 'numbers', 'assigned_numbers', 'available_numbers', 'nextCursor'],
  properties: {
    total: { type: 'integer', description: 'How many numbers fit, on all pages together.' },
    numbers: list('The numbers of this page, in order.'),
    assigned_numbers: list('Those of them that are assigned.'),
    available_numbers: list('Those of them that are free.'),
    unknown_numbers: list('Those of which neither is known. Left out when there are none.'),
    nextCursor: { type: ['string', 'null'], description: 'Null on the last page.' },
    problems: problemsSchema,
  },
};

function pageJson(numbers: Numbers, query: Texts, after: DnRange | undefined): object {
  const isRanges = query.ranges === 'true';
  const fits = filtered(numbers, query);
  const { ranges, nextCursor } = pageOf(fits, {
    after,
    limit: Number(query.limit ?? usualLimit),
    isRanges,
  });
  const page = DnSet.of(ranges);
  const texts = (set: DnSet) => (isRanges ? [...set.ranges()].map(formatDnRange) : [...set]);
  const those = (assigned: Flag) => texts(page.intersection(setOf(numbers, assigned)));
  const unknown = those('unknown');
  return {
    total: fits.size,
    numbers: isRanges ? ranges.map(formatDnRange) : [...page],
    assigned_numbers: those(true),
    available_numbers: those(false),
    ...(unknown.length === 0 ? {} : { unknown_numbers: unknown }),
    nextCursor,
  };
}

function filtered(numbers: Numbers, { assigned, activated }: Texts): DnSet {
  if (assigned === undefined && activated === undefined) return numbers.all;
  return setOf(numbers, flagOf(assigned), flagOf(activated));
}

const flagOf = (text: string | undefined) => (text === undefined ? undefined : text === 'true');

/** Numbers by what is known of them; undefined fits all. */
function setOf({ states }: Numbers, assigned?: Flag, activated?: Flag): DnSet {
  return DnSet.of(
    states
      .filter((state) => assigned === undefined || state.assigned === assigned)
      .filter((state) => activated === undefined || state.activated === activated)
      .flatMap((state) => [...state.numbers.ranges()]),
  );
}

interface Page {
  readonly after: DnRange | undefined;
  readonly limit: number;
  /** The limit counts ranges, not numbers. */
  readonly isRanges: boolean;
}

/** The ranges of a page, the last of them cut where the page ends. */
function pageOf(
  set: DnSet,
  { after, limit, isRanges }: Page,
): { readonly ranges: readonly DnRange[]; readonly nextCursor: string | null } {
  const ranges: DnRange[] = [];
  let left = limit;
  for (const whole of set.ranges()) {
    const rest = behind(whole, after);
    if (rest === undefined) continue;
    const end = ranges.at(-1);
    if (left === 0 && end !== undefined) return { ranges, nextCursor: cursorOf(end) };
    const most = isRanges ? Number.POSITIVE_INFINITY : rest.first + left - 1;
    const taken = { ...rest, last: Math.min(rest.last, most) };
    ranges.push(taken);
    left -= isRanges ? 1 : taken.last - taken.first + 1;
    if (taken.last < rest.last) return { ranges, nextCursor: cursorOf(taken) };
  }
  return { ranges, nextCursor: null };
}

/** What of a range comes after a number, in the order of sets: by prefix, width, value. */
function behind(range: DnRange, after: DnRange | undefined): DnRange | undefined {
  if (after === undefined || range.prefix > after.prefix) return range;
  if (range.prefix < after.prefix || range.width < after.width) return undefined;
  if (range.width > after.width || range.first > after.last) return range;
  return range.last > after.last ? { ...range, first: after.last + 1 } : undefined;
}

function cursorOf({ prefix, width, last }: DnRange): string {
  return Buffer.from(formatDn(prefix, width, last), 'latin1').toString('base64url');
}

function placeOf(cursor: string): DnRange | undefined {
  return cursor.length > 200
    ? undefined
    : parseDn(Buffer.from(cursor, 'base64url').toString('latin1'));
}
