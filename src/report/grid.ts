// Columns of text for a terminal: finds widths, wraps cells, paints. Every text passes `safe` here, so none can slip by.
import { styleText } from 'node:util';
import { type List, listed, padded, safe, widthOf, wrapped } from './text.js';

/** What a text means; which colour that is, only {@link paintsWith} knows. */
export type Style = 'heading' | 'good' | 'bad' | 'warning' | 'quiet';

export type Paint = (style: Style, text: string) => string;

/** How one page is drawn. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
  /** Nothing is folded or shortened. */
  readonly all: boolean;
}

/** A text, a text with a meaning, or a list that is shortened to the room it gets. */
export type Cell = string | { readonly text: string; readonly style: Style } | List;

export interface Column {
  /** When all heads are empty, no line of heads is drawn. */
  readonly head: string;
  readonly right?: boolean;
  /** Width it gets before the other columns share the rest. */
  readonly least?: number;
}

const formatOf = {
  heading: 'bold',
  good: 'green',
  bad: ['bold', 'red'],
  warning: 'yellow',
  quiet: 'dim',
} as const;

/** Colours, or none at all. */
export function paintsWith(colour: boolean): Paint {
  if (!colour) return (_style, text) => text;
  // Without validateStream newer Node versions would look at stdout and NO_COLOR; the caller has decided already.
  return (style, text) => styleText([formatOf[style]].flat(), text, { validateStream: false });
}

const gap = '  ';

/** Lays rows out in columns, indented, no line wider than the page. */
export function grid(
  page: Page,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string[] {
  const indent = '  ';
  const room = page.width - indent.length - gap.length * (columns.length - 1);
  const widths = shared(columns, naturalWidths(columns, rows, room), room);
  const lines: string[] = [];
  if (columns.some(({ head }) => head !== '')) {
    const heads = columns.map(({ head }) => ({ text: head, style: 'quiet' }) as const);
    lines.push(...drawn(page, columns, widths, heads));
  }
  for (const row of rows) lines.push(...drawn(page, columns, widths, row));
  return lines.map((line) => (indent + line).trimEnd());
}

/** Label and value, one under the other; long values wrap beside their label. */
export function fields(page: Page, pairs: readonly (readonly [string, Cell])[]): string[] {
  return grid(page, [{ head: '' }, { head: '' }], pairs);
}

/** One text over as many lines as it needs, indented by `indent` blanks. */
export function paragraph(page: Page, text: string, indent: number, style?: Style): string[] {
  const blank = ' '.repeat(indent);
  return wrapped(safe(text), page.width - indent).map(
    (line) => blank + (style === undefined ? line : page.paint(style, line)),
  );
}

function naturalWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  room: number,
): number[] {
  const widths = columns.map(({ head }) => widthOf(head));
  for (const row of rows) {
    for (let at = 0; at < widths.length; at++) {
      if (widths[at]! < room) widths[at] = Math.max(widths[at]!, cellWidth(row[at] ?? '', room));
    }
  }
  return widths;
}

function cellWidth(cell: Cell, room: number): number {
  if (typeof cell === 'string') return widthOf(safe(cell));
  if ('text' in cell) return widthOf(safe(cell.text));
  let width = 0;
  for (const item of cell.items) {
    width += widthOf(safe(item)) + 2;
    if (width > room) break;
  }
  return width;
}

/** Each column gets its least; of what is left, narrow columns get what they want and wide ones share the rest. */
function shared(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const widths = columns.map(({ least = 1 }, at) => Math.min(natural[at]!, least));
  const wish = (at: number) => natural[at]! - widths[at]!;
  const modestFirst = natural.map((_, at) => at).sort((a, b) => wish(a) - wish(b));
  let left = room - widths.reduce((sum, width) => sum + width, 0);
  modestFirst.forEach((at, done) => {
    const granted = Math.min(wish(at), Math.floor(left / (modestFirst.length - done)));
    widths[at] = widths[at]! + granted;
    left -= granted;
  });
  return widths.map((width) => Math.max(1, width));
}

function drawn(
  page: Page,
  columns: readonly Column[],
  widths: readonly number[],
  row: readonly Cell[],
): string[] {
  const cells = columns.map((_, at) => cellLines(row[at] ?? '', widths[at]!));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ right }, at) => {
        const cell = row[at] ?? '';
        const text = padded(cells[at]![line] ?? '', widths[at]!, right);
        return typeof cell !== 'string' && 'style' in cell ? page.paint(cell.style, text) : text;
      })
      .join(gap),
  );
}

function cellLines(cell: Cell, width: number): string[] {
  if (typeof cell === 'string') return wrapped(safe(cell), width);
  return 'text' in cell ? wrapped(safe(cell.text), width) : listed(cell, width);
}
