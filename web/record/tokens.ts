// A text as lines of coloured pieces: what the code view shows, and what the search inside a record looks through. Pure.
import { jsonLines } from './json-lines.js';
import { xmlLines } from './xml-lines.js';

export type TokenKind =
  | 'name'
  | 'string'
  | 'number'
  | 'word'
  | 'mark'
  | 'text'
  | 'comment'
  | 'redacted';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

export type Line = readonly Token[];

export interface Laid {
  readonly form: 'json' | 'xml' | 'text';
  /**
   * `whole`: well formed. `cut`: well formed as far as it goes, and laid out so. `invalid`, `long`: shown as it is, because it
   * is not what it says, or too long to be laid out. `asIs`: no form that is known here.
   */
  readonly state: 'whole' | 'cut' | 'invalid' | 'long' | 'asIs';
  readonly lines: readonly Line[];
}

/** Longer texts are not laid out, in UTF-16 units. */
const longest = 4_000_000;
/** A longer line is shown in pieces of this length. */
const longestLine = 2_000;

/** Lays a text out by its form, as it is named or as it looks. */
export function laidOut(text: string, named = ''): Laid {
  const form = formOf(text, named);
  if (form === 'text') return { form, state: 'asIs', lines: rawLines(text) };
  if (text.length > longest) return { form, state: 'long', lines: rawLines(text) };
  const laid = form === 'json' ? jsonLines(text) : xmlLines(text);
  if (laid === undefined) return { form, state: 'invalid', lines: rawLines(text) };
  return {
    form,
    state: laid.isWhole ? 'whole' : 'cut',
    lines: laid.lines.flatMap(atBreaks).flatMap(inPieces),
  };
}

/** The text as it came; very long lines in pieces. */
export const rawLines = (text: string): readonly Line[] =>
  text
    .split(/\r\n|\n|\r/)
    .flatMap((line) => inPieces(line === '' ? [] : [{ kind: 'text', text: line }]));

/** The characters of a line. */
export const textOfLine = (line: Line): string => line.map(({ text }) => text).join('');

function formOf(text: string, named: string): Laid['form'] {
  const start = text.trimStart().slice(0, 1);
  if (/json/i.test(named)) return 'json';
  if (/xml/i.test(named)) return start === '<' ? 'xml' : 'text';
  if (start === '<') return 'xml';
  return start === '{' || start === '[' ? 'json' : 'text';
}

/** Text of an element may hold line feeds, and so may a broken string. */
function atBreaks(line: Line): readonly Line[] {
  if (!line.some(({ text }) => /[\r\n]/.test(text))) return [line];
  const lines: Token[][] = [[]];
  for (const { kind, text } of line)
    for (const [at, part] of text.split(/\r\n|\n|\r/).entries()) {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)!.push({ kind, text: part });
    }
  return lines;
}

function inPieces(line: Line): readonly Line[] {
  if (line.reduce((length, { text }) => length + text.length, 0) <= longestLine) return [line];
  const lines: Token[][] = [[]];
  let room = longestLine;
  for (const { kind, text } of line)
    for (let at = 0; at < text.length; ) {
      if (room <= 0) {
        lines.push([]);
        room = longestLine;
      }
      let end = Math.min(text.length, at + room);
      // Not between the halves of a character.
      if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1]!)) end += 1;
      lines.at(-1)!.push({ kind, text: text.slice(at, end) });
      room -= end - at;
      at = end;
    }
  return lines;
}

const mark = '[redacted]';

/** Lines in which the places that were taken out are pieces of their own. */
export function withRedactions(lines: readonly Line[]): readonly Line[] {
  return lines.map((line) =>
    line.some(({ text }) => text.includes(mark)) ? line.flatMap(splitAtMarks) : line,
  );
}

function splitAtMarks(token: Token): readonly Token[] {
  if (!token.text.includes(mark)) return [token];
  return token.text
    .split(/(\[redacted\])/)
    .filter((text) => text !== '')
    .map((text) => ({ kind: text === mark ? 'redacted' : token.kind, text }));
}
