// The numbers of a group made ready for looking: stretches of one state in order, and holders found by number. A stretch
// costs the same whether it holds one number or a million; no number is spelled out here.
import type { Flag, Holder } from '../../src/audit/model.js';
import { type DnRange, DnSet, parseDn, parseDnCell } from '../../src/numbers/index.js';
import type { NumberSetJson, NumbersJson } from './audit-json.js';

/** Numbers that are written alike: same prefix, same width. `digits` are those of the prefix. */
export interface Series {
  readonly prefix: string;
  readonly width: number;
  readonly digits: string;
}

/** What numbers can be; `total` of them are. */
export interface NumberKind {
  readonly assigned: Flag;
  readonly activated: Flag;
  readonly total: number;
  readonly ranges: readonly DnRange[];
}

/** Consecutive numbers of one kind. `series` and `kind` are places in the lists of the space. */
export interface Stretch {
  readonly series: number;
  readonly first: number;
  readonly last: number;
  readonly kind: number;
}

/** Holders by number: `singles` ascending by series and value, and the few whose row names a range. */
export interface Holders {
  readonly singles: readonly Held[];
  readonly ranges: readonly Held[];
  /** Holders whose number is not one of the group's, or cannot be read. */
  readonly elsewhere: readonly Holder[];
}

export interface Held {
  readonly series: number;
  readonly first: number;
  readonly last: number;
  readonly holder: Holder;
  /** What can be searched for, folded. */
  readonly words: string;
}

export interface NumberSpace {
  readonly series: readonly Series[];
  readonly kinds: readonly NumberKind[];
  /** Ascending by series and value. */
  readonly stretches: readonly Stretch[];
  readonly total: number;
  readonly holders: Holders | 'unknown';
  readonly callingLineIds: DnSet;
  readonly zerosDoubtful: DnSet;
  /** Ranges that this page cannot read, word for word; in no count of it. */
  readonly odd: readonly string[];
}

/** Reads the part. Numbers that no state mentions get a kind of their own, of which nothing is known. */
export function spaceOf(numbers: NumbersJson): NumberSpace {
  const odd: string[] = [];
  const read = (set: NumberSetJson | undefined) => rangesOf(set, odd);
  const told = numbers.states.map(({ assigned, activated, ...set }) => ({
    assigned,
    activated,
    ranges: read(set),
  }));
  const inStates = DnSet.of(told.flatMap(({ ranges }) => ranges));
  const rest = [...DnSet.of(read(numbers.all)).difference(inStates).ranges()];
  const kinds = withRest(told, rest).map((kind) => ({ ...kind, total: sizeOf(kind.ranges) }));
  const { series, numberOf } = seriesOf(kinds.flatMap(({ ranges }) => ranges));
  const stretches = kinds
    .flatMap(({ ranges }, kind) =>
      ranges.map(
        (range): Stretch => ({
          series: numberOf(range) as number,
          first: range.first,
          last: range.last,
          kind,
        }),
      ),
    )
    .sort(byPlace);
  return {
    series,
    kinds,
    stretches,
    total: kinds.reduce((sum, { total }) => sum + total, 0),
    holders:
      numbers.holders === 'unknown' ? 'unknown' : heldBy(numbers.holders, numberOf, stretches),
    callingLineIds: DnSet.of(read(numbers.groupCallingLineIds)),
    zerosDoubtful: DnSet.of(read(numbers.zerosDoubtful)),
    odd: [...new Set(odd)],
  };
}

/** Whether two kinds are the same. */
export const sameKind = (
  one: Pick<NumberKind, 'assigned' | 'activated'>,
  other: Pick<NumberKind, 'assigned' | 'activated'>,
): boolean => one.assigned === other.assigned && one.activated === other.activated;

/** In the order of every list: series, then value. */
export const byPlace = (
  one: { readonly series: number; readonly first: number },
  other: { readonly series: number; readonly first: number },
): number => one.series - other.series || one.first - other.first;

/** Text to search in and for: small letters without accents. */
export function folded(text: string): string {
  const small = text.toLowerCase();
  return /^[\x20-\x7e]*$/.test(small) ? small : small.normalize('NFKD').replace(/\p{M}/gu, '');
}

/** Every holder of one number; several when a list names more than one. */
export function holdersOf(
  { holders }: NumberSpace,
  series: number,
  value: number,
): readonly Holder[] {
  if (holders === 'unknown') return [];
  const { singles, ranges } = holders;
  const found: Holder[] = [];
  for (let at = lowerBound(singles, series, value); at < singles.length; at++) {
    const one = singles[at]!;
    if (one.series !== series || one.first !== value) break;
    found.push(one.holder);
  }
  for (const one of ranges)
    if (one.series === series && one.first <= value && value <= one.last) found.push(one.holder);
  return found;
}

/** First place in an ascending list that is at or behind a value. */
export function lowerBound(
  list: readonly { readonly series: number; readonly first: number }[],
  series: number,
  value: number,
): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPlace(list[middle]!, { series, first: value }) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The stretch that a number is in; undefined when it is none of the group's. */
export function stretchOf(
  stretches: readonly Stretch[],
  series: number,
  value: number,
): Stretch | undefined {
  const at = lowerBound(stretches, series, value);
  const here = stretches[at];
  if (here?.series === series && here.first === value) return here;
  const before = stretches[at - 1];
  return before?.series === series && value <= before.last ? before : undefined;
}

function rangesOf(set: NumberSetJson | undefined, odd: string[]): readonly DnRange[] {
  const ranges: DnRange[] = [];
  for (const { first, last } of set?.ranges ?? []) {
    const from = parseDn(first);
    const to = first === last ? from : parseDn(last);
    if (
      from === undefined ||
      to === undefined ||
      from.prefix !== to.prefix ||
      from.width !== to.width ||
      to.first < from.first
    )
      odd.push(first === last ? first : `${first} - ${last}`);
    else ranges.push({ ...from, last: to.first });
  }
  return ranges;
}

type Told = Omit<NumberKind, 'total'>;

function withRest(told: readonly Told[], rest: readonly DnRange[]): readonly Told[] {
  if (rest.length === 0) return told;
  const nothing = { assigned: 'unknown', activated: 'unknown', ranges: rest } as const;
  if (!told.some((kind) => sameKind(kind, nothing))) return [...told, nothing];
  return told.map((kind) =>
    sameKind(kind, nothing) ? { ...kind, ranges: [...kind.ranges, ...rest] } : kind,
  );
}

const sizeOf = (ranges: readonly DnRange[]) =>
  ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);

const keyOf = ({ prefix, width }: Pick<DnRange, 'prefix' | 'width'>) => `${width}/${prefix}`;

function seriesOf(ranges: readonly DnRange[]) {
  const found = new Map<string, Series>();
  for (const { prefix, width } of ranges) {
    const key = keyOf({ prefix, width });
    if (!found.has(key)) found.set(key, { prefix, width, digits: prefix.replace(/\D/g, '') });
  }
  const series = [...found.values()].sort(
    (a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0) || a.width - b.width,
  );
  const places = new Map(series.map((one, at) => [keyOf(one), at]));
  return { series, numberOf: (range: DnRange) => places.get(keyOf(range)) };
}

function heldBy(
  holders: readonly Holder[],
  numberOf: (range: DnRange) => number | undefined,
  stretches: readonly Stretch[],
): Holders {
  const singles: Held[] = [];
  const ranges: Held[] = [];
  const elsewhere: Holder[] = [];
  for (const holder of holders) {
    const cell = parseDnCell(holder.number);
    const series = cell.kind === 'range' ? numberOf(cell.range) : undefined;
    if (cell.kind !== 'range' || series === undefined) {
      elsewhere.push(holder);
      continue;
    }
    const { first, last } = cell.range;
    const held = { series, first, last, holder, words: wordsOf(holder) };
    if (stretchOf(stretches, series, first) === undefined) elsewhere.push(holder);
    else (first === last ? singles : ranges).push(held);
  }
  return { singles: singles.sort(byPlace), ranges: ranges.sort(byPlace), elsewhere };
}

function wordsOf({ firstName = '', lastName = '', userId = '', ...rest }: Holder): string {
  const { extension = '', department = '', userType = '' } = rest;
  // Names both ways round, since both are typed.
  return folded(
    `${firstName} ${lastName} ${firstName}\n${userId}\n${extension}\n${department}\n${userType}`,
  );
}
