// The sequence diagram: who stands where, and one row for each message, in time. Pure; drawing is in sequence.tsx.
import { type Element, type Exchange, type Title, timeOf } from './exchanges.js';

/** An element that has a line in the diagram. `others`: more than have room, together in the last one. */
export interface Lane {
  readonly key: string;
  readonly elements: readonly Element[];
  /** From the left, in per cent. */
  readonly x: number;
}

export type Side = 'request' | 'answer';

export interface Row {
  readonly kind: 'message';
  readonly exchange: Exchange;
  readonly side: Side;
  readonly lane: number;
  /** Seconds from the start of the record; undefined when a time cannot be read. */
  readonly offset: number | undefined;
  /** Bars beside the line of each element, as they are while this row goes by. */
  readonly bars: readonly Bar[];
}

/** An exchange that is under way: `slot` keeps those apart that run at the same time. */
export interface Bar {
  readonly lane: number;
  readonly slot: number;
  readonly part: 'from' | 'through' | 'to';
}

/** Many exchanges of one sort, one after another, as one row. */
export interface Run {
  readonly kind: 'run';
  readonly key: string;
  readonly rows: readonly Row[];
  readonly title: Title;
  readonly lane: number;
  readonly exchanges: number;
  /** Those that were not answered well. */
  readonly bad: number;
  readonly offset: number | undefined;
  readonly seconds: number | undefined;
}

export const clientX = 5;
export const musterX = 22;
const lastX = 95;
const mostLanes = 5;
const mostSlots = 4;

/** The lines of the elements, in the order in which they were first spoken to. */
export function lanesOf(exchanges: readonly Exchange[]): readonly Lane[] {
  const elements = [...new Map(exchanges.map(({ element }) => [element.key, element])).values()];
  const own = elements.length > mostLanes ? elements.slice(0, mostLanes - 1) : elements;
  const groups = own.map((one) => [one]);
  if (own.length < elements.length) groups.push(elements.slice(own.length));
  return groups.map((members, at) => ({
    key: members.length === 1 ? members[0]!.key : 'others',
    elements: members,
    x: musterX + ((lastX - musterX) * (at + 1)) / groups.length,
  }));
}

/** One row for each message, by time; a message without a readable time stays behind the one that was recorded before it. */
export function rowsOf(
  exchanges: readonly Exchange[],
  lanes: readonly Lane[],
  startedAt: number | undefined,
): readonly Row[] {
  const laneOf = new Map(
    lanes.flatMap(({ elements }, lane) => elements.map(({ key }) => [key, lane])),
  );
  const recorded = exchanges
    .flatMap((exchange) => sidesOf(exchange))
    .sort((one, two) => one.told.at - two.told.at);
  let last = Number.NEGATIVE_INFINITY;
  const timed = recorded.map((one) => {
    const time = timeOf(one.told.message);
    last = time ?? last;
    return { ...one, time, order: last };
  });
  const requested = new Map<number, number>();
  for (const { side, exchange, order } of timed)
    if (side === 'request') requested.set(exchange.number, order);
  // An answer never comes before its request, whatever the clocks say.
  const ordered = timed
    .map((one) => ({
      ...one,
      order: Math.max(one.order, requested.get(one.exchange.number) ?? one.order),
    }))
    .sort((one, two) => one.order - two.order || one.told.at - two.told.at);
  const rows = ordered.map(
    ({ exchange, side, time }): Row => ({
      kind: 'message',
      exchange,
      side,
      lane: laneOf.get(exchange.element.key) ?? 0,
      offset: time === undefined || startedAt === undefined ? undefined : time - startedAt,
      bars: [],
    }),
  );
  return withBars(rows);
}

function sidesOf(exchange: Exchange) {
  const { request, answer } = exchange;
  return [
    ...(request === undefined ? [] : [{ exchange, side: 'request' as const, told: request }]),
    ...(answer === undefined ? [] : [{ exchange, side: 'answer' as const, told: answer }]),
  ];
}

function withBars(rows: readonly Row[]): readonly Row[] {
  const open = new Map<number, { readonly lane: number; readonly slot: number }>();
  return rows.map((row) => {
    const { number, request, answer } = row.exchange;
    if (row.side === 'request' && answer !== undefined) {
      const taken = new Set(
        [...open.values()].flatMap(({ lane, slot }) => (lane === row.lane ? [slot] : [])),
      );
      const free = [...Array(mostSlots).keys()].find((slot) => !taken.has(slot));
      open.set(number, { lane: row.lane, slot: free ?? mostSlots - 1 });
    }
    const part = (of: number): Bar['part'] =>
      of !== number ? 'through' : row.side === 'request' ? 'from' : 'to';
    const bars = [...open].map(([of, where]) => ({ ...where, part: part(of) }));
    if (row.side === 'answer' && request !== undefined) open.delete(number);
    return { ...row, bars };
  });
}

/** Diagrams up to this many rows are shown row by row. */
const fewRows = 24;
/** So many alike make a run. */
const shortestRun = 4;

/** Rows with long runs of the same put together, but for those that were opened. */
export function withRuns(
  rows: readonly Row[],
  opened: ReadonlySet<string>,
): readonly (Row | Run)[] {
  if (rows.length <= fewRows) return rows;
  const result: (Row | Run)[] = [];
  for (let at = 0; at < rows.length; ) {
    const end = endOfRun(rows, at);
    const run = runOf(rows.slice(at, end));
    if (run === undefined || opened.has(run.key)) result.push(...rows.slice(at, end));
    else result.push(run);
    at = end;
  }
  return result;
}

/** One text for exchanges of one sort. */
const sortOf = ({ exchange: { element, title } }: Row) => JSON.stringify([element.key, title]);

function endOfRun(rows: readonly Row[], at: number): number {
  const sort = sortOf(rows[at]!);
  let end = at + 1;
  while (end < rows.length && sortOf(rows[end]!) === sort) end++;
  return end;
}

function runOf(rows: readonly Row[]): Run | undefined {
  const exchanges = [...new Map(rows.map(({ exchange }) => [exchange.number, exchange])).values()];
  const sides = exchanges.reduce((count, one) => count + sidesOf(one).length, 0);
  // All of each exchange lies within, else a bar would begin or end in nothing.
  if (exchanges.length < shortestRun || sides !== rows.length) return undefined;
  const [first] = rows;
  const last = rows.at(-1)!;
  return {
    kind: 'run',
    key: `run ${first!.exchange.number}`,
    rows,
    title: first!.exchange.title,
    lane: first!.lane,
    exchanges: exchanges.length,
    bad: exchanges.filter(({ ended }) => ended !== 'answered').length,
    offset: first!.offset,
    seconds:
      first!.offset === undefined || last.offset === undefined
        ? undefined
        : last.offset - first!.offset,
  };
}

/** The key of the run that hides an exchange; undefined when it is to be seen. */
export const runWith = (rows: readonly (Row | Run)[], exchange: number): string | undefined =>
  rows.find(
    (row): row is Run =>
      row.kind === 'run' && row.rows.some((one) => one.exchange.number === exchange),
  )?.key;
