// Parts of numbers as the API writes them, for the tests beside this file.
import type { Flag } from '../../src/audit/model.js';
import { parseDnCell } from '../../src/numbers/index.js';
import type { NumberSetJson, NumbersJson } from './audit-json.js';

/** A set as the API writes it, from `first - last` or single numbers. */
export function setOf(...texts: readonly string[]): NumberSetJson {
  const ranges = texts.map((text) => {
    const [first = '', last = first] = text.split(' - ');
    const cell = parseDnCell(text);
    return {
      first,
      last,
      total: cell.kind === 'range' ? cell.range.last - cell.range.first + 1 : 1,
    };
  });
  return { total: ranges.reduce((sum, { total }) => sum + total, 0), ranges };
}

/** A part with these states: assigned, activated, numbers. */
export function numbersOf(
  states: readonly (readonly [assigned: Flag, activated: Flag, ranges: readonly string[]])[],
): NumbersJson {
  const total = (flag: Flag) =>
    states.reduce(
      (sum, [assigned, , texts]) => sum + (assigned === flag ? setOf(...texts).total : 0),
      0,
    );
  return {
    total: total(true) + total(false) + total('unknown'),
    assigned: total(true),
    unassigned: total(false),
    states: states.map(([assigned, activated, texts]) => ({
      assigned,
      activated,
      ...setOf(...texts),
    })),
    all: setOf(...states.flatMap(([, , texts]) => texts)),
    groupCallingLineIds: setOf(),
    holders: [],
    unreadable: [],
  };
}
