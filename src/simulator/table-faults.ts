// What the faults of tables do: leave one out, or a column of it. Pure.
import type { Answer, Content } from './answers/answer.js';

type Tabled = Content & { readonly table: NonNullable<Content['table']> };

/** An answer whose last table, that of a name, or with `*` every table is changed; undefined leaves it out. */
export function changeTables(
  answer: Answer,
  which: string | undefined,
  change: (table: Tabled) => Content | undefined,
): Answer {
  if (answer.kind !== 'data') return answer;
  const last = answer.content.findLast((one) => one.table !== undefined)?.name;
  const content = answer.content
    .map((one) => {
      if (one.table === undefined) return one;
      return which === '*' || one.name === (which ?? last) ? change(one as Tabled) : one;
    })
    .filter((one) => one !== undefined);
  return { ...answer, content };
}

/** A table without one column: that of the heading, else one of those that figures stand in. */
export function withoutColumn(content: Tabled, value: string | undefined): Content {
  const { headings, rows } = content.table;
  const wanted = value === undefined ? ['Usage', 'Activated', 'Assigned'] : [value];
  const heading =
    wanted.find((one) => headings.includes(one)) ??
    (value === undefined ? headings.at(-1) : undefined);
  const at = heading === undefined ? -1 : headings.indexOf(heading);
  if (at < 0) return content;
  const without = (cells: readonly string[]) => cells.filter((_, index) => index !== at);
  return { ...content, table: { headings: without(headings), rows: rows.map(without) } };
}
