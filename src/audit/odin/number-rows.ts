// The two number lists of ODIN, row by row: what is in each state, and who holds what. Numbers stay text.
import {
  type DnCell,
  type DnRange,
  DnSet,
  DnSetBuilder,
  parseDnCell,
} from '../../numbers/index.js';
import type { Holder, UnreadableNumber } from '../model.js';
import { type ByFlag, groupCallingLineId } from '../number-states.js';
import { type Fields, flagOf, optionalText, sentText, textOf } from './loose.js';

/** Sets under way, by what a flag says. */
class Flagged {
  readonly #sets = {
    true: new DnSetBuilder(),
    false: new DnSetBuilder(),
    unknown: new DnSetBuilder(),
  };

  add(flag: unknown, range: DnRange): void {
    this.#sets[`${flagOf(flag)}`].add(range);
  }

  build(): ByFlag {
    const { true: yes, false: no, unknown } = this.#sets;
    return { yes: yes.build(), no: no.build(), unknown: unknown.build() };
  }
}

/** What `GET /groups/dns` says. */
export interface StateRows {
  readonly assigned: ByFlag;
  readonly activated: ByFlag;
  readonly unreadable: readonly UnreadableNumber[];
  /** Numbers that came as JSON numbers. */
  readonly zerosDoubtful: DnSet;
  /** Ranges whose list of numbers is another than from `min` to `max`, in words. */
  readonly disagreements: readonly string[];
}

/** Reads the rows: the list of each where there is one, else all from `min` to `max`. */
export function stateRows(rows: readonly Fields[], command: string): StateRows {
  const assigned = new Flagged();
  const activated = new Flagged();
  const zerosDoubtful = new DnSetBuilder();
  const unreadable: UnreadableNumber[] = [];
  const disagreements: string[] = [];
  for (const row of rows) {
    const take = (range: DnRange, isNumeric: boolean) => {
      assigned.add(row.assigned, range);
      activated.add(row.activated, range);
      if (isNumeric) zerosDoubtful.add(range);
    };
    const lost = (text: string, why: string) => unreadable.push({ command, text, why });
    const ends = endsOf(row);
    const list = numbersIn(row.list);
    if (list !== undefined) {
      const ranges = joined(list, lost);
      for (const { range, isNumeric } of ranges) take(range, isNumeric);
      if (ends !== undefined && !covers(ranges, ends.cell)) disagreements.push(ends.cell);
    } else if (ends === undefined) lost(sentText(row) ?? '', 'it has neither min nor list');
    else {
      const read = cappedCell(ends.cell);
      if (read.kind === 'range') take(read.range, ends.isNumeric);
      if (read.kind === 'unreadable') lost(read.text, read.why);
    }
  }
  return {
    assigned: assigned.build(),
    activated: activated.build(),
    unreadable,
    zerosDoubtful: zerosDoubtful.build(),
    disagreements,
  };
}

/** No list of ODIN holds ranges near this: it spells them out itself. */
const largestRange = 10_000_000;

/** By the rules of OCI-P, and not so large that spelling it out would fill a disk. */
function cappedCell(cell: string): DnCell {
  const read = parseDnCell(cell);
  if (read.kind !== 'range' || read.range.last - read.range.first < largestRange) return read;
  return { kind: 'unreadable', text: cell, why: 'it spans too many numbers' };
}

/** `min` to `max` as BroadWorks writes a cell; one number where there is no `max`. */
function endsOf(row: Fields): { cell: string; isNumeric: boolean } | undefined {
  const first = optionalText(row.min);
  const last = optionalText(row.max);
  if (first === undefined) return undefined;
  const isNumeric = typeof row.min === 'number' || typeof row.max === 'number';
  return { cell: last === undefined || last === first ? first : `${first} - ${last}`, isNumeric };
}

/** A list of one may come as that one. Undefined where there is no list. */
function numbersIn(list: unknown): readonly unknown[] | undefined {
  if (Array.isArray(list)) return list;
  return typeof list === 'number' || textOf(list) !== undefined ? [list] : undefined;
}

interface Joined {
  /** Its end moves on while the list goes on. */
  readonly range: { -readonly [K in keyof DnRange]: DnRange[K] };
  readonly isNumeric: boolean;
}

/** The numbers of a list, consecutive ones as one range: lists spell ranges out, and may be long. */
function joined(list: readonly unknown[], lost: (text: string, why: string) => void): Joined[] {
  const ranges: Joined[] = [];
  let open: Joined | undefined;
  for (const item of list) {
    const text = typeof item === 'string' ? item : (textOf(item) ?? '');
    const cell = parseDnCell(text);
    if (cell.kind !== 'range') {
      const why = cell.kind === 'unreadable' ? cell.why : 'it is not a number';
      lost(text === '' ? (sentText(item) ?? 'null') : text, why);
      continue;
    }
    const { range } = cell;
    const isNumeric = typeof item === 'number';
    if (
      open !== undefined &&
      open.isNumeric === isNumeric &&
      range.first === open.range.last + 1 &&
      range.width === open.range.width &&
      range.prefix === open.range.prefix
    )
      open.range.last = range.last;
    else {
      open = { range, isNumeric };
      ranges.push(open);
    }
  }
  return ranges;
}

/** Whether a list holds exactly the numbers of its range. An unreadable range says nothing. */
function covers(list: readonly Joined[], cell: string): boolean {
  const whole = parseDnCell(cell);
  if (whole.kind !== 'range') return true;
  const { range } = whole;
  const listed = DnSet.of(list.map((one) => one.range));
  return (
    listed.size === range.last - range.first + 1 && listed.difference(DnSet.of([range])).size === 0
  );
}

/** What `GET /groups/dns/details` says. */
export interface HolderRows {
  readonly activated: ByFlag;
  readonly held: DnSet;
  readonly groupCallingLineIds: DnSet;
  readonly holders: readonly Holder[];
  readonly unreadable: readonly UnreadableNumber[];
}

const texts = ['lastName', 'firstName', 'userType', 'extension', 'department'] as const;

export function holderRows(rows: readonly Fields[], command: string): HolderRows {
  const activated = new Flagged();
  const held = new DnSetBuilder();
  const groupCallingLineIds = new DnSetBuilder();
  const holders: Holder[] = [];
  const unreadable: UnreadableNumber[] = [];
  for (const row of rows) {
    const number = optionalText(row.phoneNumbers) ?? endsOf(row)?.cell;
    const read = number === undefined ? undefined : parseDnCell(number);
    if (number === undefined || read === undefined || read.kind !== 'range') {
      const why = read?.kind === 'unreadable' ? read.why : 'it has no number';
      unreadable.push({ command, text: number ?? sentText(row) ?? '', why });
      continue;
    }
    activated.add(row.activated, read.range);
    const userId = optionalText(row.userId);
    if (userId !== undefined) {
      held.add(read.range);
      holders.push(holderOf(number, userId, row));
    } else if (textOf(row.lastName) === groupCallingLineId) groupCallingLineIds.add(read.range);
  }
  return {
    activated: activated.build(),
    held: held.build(),
    groupCallingLineIds: groupCallingLineIds.build(),
    holders,
    unreadable,
  };
}

function holderOf(number: string, userId: string, row: Fields): Holder {
  const said: Partial<Record<(typeof texts)[number], string>> = {};
  for (const name of texts) {
    const text = optionalText(row[name]);
    if (text !== undefined) said[name] = text;
  }
  const numeric: string[] = texts.filter((name) => typeof row[name] === 'number');
  if (typeof row.phoneNumbers === 'number') numeric.unshift('number');
  return {
    number,
    userId,
    ...said,
    ...(numeric.length === 0 ? {} : { zerosDoubtful: numeric }),
  };
}
