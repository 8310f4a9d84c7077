// The filters of the explorer as they stand in the address bar, and the words on their chips. A link shows exactly what it
// says: what is not understood stays, as a chip that is marked. Pure.
import { endPointWords, recordsStrings as s } from '../strings.js';
import { endPointText, nameOfEndPoint } from './end-points.js';

/** One filter as the query of the API names it. A list keeps the order, and what was named twice. */
export interface Filter {
  readonly name: string;
  readonly value: string;
}

/** What can be filtered by, as somebody chooses it. */
export const filterFields = [
  'outcome',
  'time',
  'authorId',
  'endPointName',
  'tenantId',
  'groupId',
  'userId',
  'instanceName',
  'changes',
  'method',
  'statusCode',
] as const;
export type FilterField = (typeof filterFields)[number];

/** Filters by their names in the API's query: those of the fields, but for the time, which has two ends. */
const filterNames: readonly string[] = filterFields.flatMap((field) =>
  field === 'time' ? ['from', 'to'] : field,
);

/** Says that there is to be no filter: `/records` alone means the ones of an opened page. */
const everything = 'all';

/** Of `/records` without a query: reads are many, and seldom what is looked for. */
export const firstFilters: readonly Filter[] = [{ name: 'changes', value: 'true' }];

/** What a query says; undefined when it says nothing at all. */
export function filtersIn(search: string): readonly Filter[] | undefined {
  const said = [...new URLSearchParams(search)].filter(([, value]) => value !== '');
  if (said.length === 0) return undefined;
  return said.flatMap(([name, value]) => (name === everything ? [] : [{ name, value }]));
}

/** As the API takes them, without `?`. */
export const queryOf = (filters: readonly Filter[]): string =>
  new URLSearchParams(filters.map(({ name, value }) => [name, value])).toString();

/** The address of the explorer with these filters. */
export const addressOfFilters = (filters: readonly Filter[]): string =>
  `/records?${filters.length === 0 ? `${everything}=1` : queryOf(filters)}`;

/** Names that are no filter: the API is not asked with them. */
export const unknownNames = (filters: readonly Filter[]): readonly string[] =>
  filters.map(({ name }) => name).filter((name) => !filterNames.includes(name));

/** With these in place of what was said under their names; an empty value takes the filter away. */
export function withFilters(
  filters: readonly Filter[],
  wanted: readonly Filter[],
): readonly Filter[] {
  const isReplaced = ({ name }: Filter) => wanted.some((one) => one.name === name);
  return [
    ...filters.filter((one) => !isReplaced(one)),
    ...wanted.filter(({ value }) => value !== ''),
  ];
}

/** Without the one at this place. */
export const without = (filters: readonly Filter[], at: number): readonly Filter[] =>
  filters.filter((_, place) => place !== at);

/** The value of a filter that was said once or more often; the first counts. */
export const filterValue = (filters: readonly Filter[], name: string): string | undefined =>
  filters.find((one) => one.name === name)?.value;

/** Whether the API's words, or the lack of such a filter, speak of it. */
export function isBlamed({ name }: Filter, reason: string | undefined): boolean {
  if (!filterNames.includes(name)) return true;
  return reason !== undefined && new RegExp(`\\b${name}\\b`).test(reason);
}

/** An address may hold any name, that of something every object has too. */
const own = (words: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

const timeText = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

interface ChipText {
  /** Empty where the value says it all. */
  readonly field: string;
  readonly value: string;
  /** Both, for where there is room for one text: `Group: Head-Office`. */
  readonly words: string;
}

/** What stands on a chip: `Group` and `Head-Office`. */
export function chipText(filter: Filter): ChipText {
  const { field, value } = fieldAndValue(filter);
  return { field, value, words: field === '' ? value : `${field}: ${value}` };
}

function fieldAndValue({ name, value }: Filter): Omit<ChipText, 'words'> {
  const field = own(s.fields, name) ?? name;
  const words =
    name === 'changes'
      ? own(s.changes, value)
      : name === 'outcome'
        ? own(s.outcomes, value)
        : undefined;
  const isSaid = name === 'changes' || value === 'unknown';
  if (words !== undefined) return { field: isSaid ? '' : field, value: words };
  if (name === 'endPointName') return { field, value: endPointText(value).words };
  const date = new Date(value);
  if ((name === 'from' || name === 'to') && !Number.isNaN(date.getTime()))
    return { field, value: timeText.format(date) };
  return { field, value };
}

/** What somebody typed or chose for a field, as the API wants it; undefined when there is no such end point. */
export function typedFilter(name: string, typed: string): Filter | undefined {
  const value = typed.trim();
  if (name === 'endPointName') {
    const known = nameOfEndPoint(value);
    return known === undefined ? undefined : { name, value: known };
  }
  return { name, value: name === 'method' ? value.toUpperCase() : value };
}

/** Names that people know, for suggestions; in the order of the alphabet. */
export const knownEndPoints: readonly string[] = [...new Set(Object.values(endPointWords))].sort();

/** Methods of the API, those that change something first. */
export const methods: readonly string[] = ['PUT', 'POST', 'PATCH', 'DELETE', 'GET'];
