// Text for a terminal: makes data harmless, measures it in columns, cuts, wraps and lists it. Knows no audit.

/** Never longer than this in one cell: a name is data, and a hostile one must not fill the screen. */
const longest = 2000;

const blanks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
// Every other control, format, surrogate and non-character, but for the two joiners that scripts need.
const hostile =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}|[\ufdd0-\ufdef\u{1fffe}\u{1ffff}\ufffe\uffff]/gu;
const plain = /^[\x20-\x7e]*$/;

/**
 * Text from the switch as it may go to a terminal: line breaks and tabs become a blank, anything that could drive
 * the terminal or turn the writing direction becomes a visible U+FFFD.
 */
export function safe(text: string): string {
  if (plain.test(text) && text.length <= longest) return text;
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replace(blanks, ' ').replace(hostile, '\ufffd');
}

/** First and last code point of what East Asian terminals draw two columns wide. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f004, 0x1f004],
  [0x1f0cf, 0x1f0cf],
  [0x1f18e, 0x1f19a],
  [0x1f200, 0x1f320],
  [0x1f32d, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];
const combining = /^[\p{Mn}\p{Me}\u200c\u200d]$/u;

function columnsOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (combining.test(character)) return 0;
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** How many columns a text takes. Joined emoji are counted one by one, which is the wider guess. */
export function widthOf(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

/** Cuts a text to at most `width` columns; an ellipsis shows that something is missing. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return `${headOf(text, width - 1)}…`;
}

function headOf(text: string, width: number): string {
  let taken = 0;
  let at = 0;
  for (const character of text) {
    const columns = columnsOf(character);
    if (taken + columns > width) break;
    taken += columns;
    at += character.length;
  }
  return text.slice(0, at);
}

/** Fills a text with blanks up to `width` columns, in front when `right`. */
export function padded(text: string, width: number, right = false): string {
  const blank = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? blank + text : text + blank;
}

/** Breaks a text into lines of at most `width` columns, at blanks where it can. Always at least one line. */
export function wrapped(text: string, width: number): string[] {
  if (widthOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (let word of text.split(/ +/)) {
    let columns = widthOf(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.push(line);
      line = '';
      used = 0;
    }
    while (columns > width) {
      // A line takes at least one character, however narrow it is.
      const head = headOf(word, width) || String.fromCodePoint(word.codePointAt(0)!);
      lines.push(head);
      word = word.slice(head.length);
      columns = widthOf(word);
    }
    line += used > 0 ? ` ${word}` : word;
    used += (used > 0 ? 1 : 0) + columns;
  }
  if (used > 0 || lines.length === 0) lines.push(line);
  return lines;
}

/** Things to be listed in little room; `count` is how many there are, so that not all must be read. */
export interface List {
  readonly items: Iterable<string>;
  readonly count: number;
  /** Most lines to be used; what does not fit becomes `+ 12 more`. Infinity: all of it, and nothing is cut. */
  readonly lines: number;
}

/** Lays a list out in lines of at most `width` columns, separated by commas. */
export function listed(list: List, width: number): string[] {
  if (list.lines === Number.POSITIVE_INFINITY) {
    return wrapped(Array.from(list.items, safe).join(', '), width);
  }
  const lines: string[][] = [[]];
  let used = 0;
  let shown = 0;
  for (const item of list.items) {
    const text = fit(safe(item), width - 1);
    const columns = widthOf(text) + 1;
    if (used > 0 && used + 1 + columns > width) {
      if (lines.length >= list.lines) break;
      lines.push([]);
      used = 0;
    }
    lines.at(-1)!.push(text);
    used += (used > 0 ? 1 : 0) + columns;
    shown++;
  }
  if (shown === list.count) {
    return lines.map((items, at) => items.join(', ') + (at < lines.length - 1 ? ',' : ''));
  }
  return shortened(lines, list.count - shown, width);
}

/** Gives up items of the last line until the count of what is missing fits behind them. */
function shortened(lines: string[][], hidden: number, width: number): string[] {
  const last = lines.at(-1)!;
  let missing = hidden;
  const line = () => [last.join(', '), `+ ${missing} more`].filter((text) => text !== '').join(' ');
  while (last.length > 0 && widthOf(line()) > width) {
    last.pop();
    missing++;
  }
  return [...lines.slice(0, -1).map((items) => `${items.join(', ')},`), line()];
}
