// XML on lines: one element a line, text beside its tags where there is nothing else, with all its blanks. Checks only that tags
// fit.
import type { Line, Token } from './tokens.js';

interface Piece {
  readonly kind: 'open' | 'close' | 'empty' | 'other' | 'text';
  readonly name: string;
  readonly tokens: readonly Token[];
}

const deepest = 40;

/** Undefined when it is no XML; `isWhole` is false when it ends too early. */
export function xmlLines(
  text: string,
): { readonly isWhole: boolean; readonly lines: readonly Line[] } | undefined {
  const found = piecesOf(text);
  if (found === undefined) return undefined;
  const { pieces, isCut } = found;
  const lines: Line[] = [];
  const open: string[] = [];
  const put = (tokens: readonly Token[]) => {
    const width = 2 * Math.min(open.length, deepest);
    lines.push(width === 0 ? tokens : [{ kind: 'text', text: ' '.repeat(width) }, ...tokens]);
  };
  for (let at = 0; at < pieces.length; at++) {
    const one = pieces[at]!;
    if (one.kind === 'text') {
      // Beside other elements blanks are layout; in an element that holds nothing else they are its text.
      const [{ text = '' } = {}] = one.tokens;
      if (text.trim() !== '') put([{ kind: 'text', text: text.trim() }]);
    } else if (one.kind === 'close') {
      if (open.pop() !== one.name) return undefined;
      put(one.tokens);
    } else if (one.kind !== 'open') {
      put(one.tokens);
    } else {
      const inner = pieces[at + 1]?.kind === 'text' ? 1 : 0;
      const end = pieces[at + 1 + inner];
      if (end?.kind === 'close' && end.name === one.name) {
        put(pieces.slice(at, at + 2 + inner).flatMap(({ tokens }) => tokens));
        at += 1 + inner;
      } else {
        put(one.tokens);
        open.push(one.name);
      }
    }
  }
  const isSome = pieces.some(({ kind }) => kind === 'open' || kind === 'empty');
  if (!isSome && !isCut) return undefined;
  return { isWhole: !isCut && open.length === 0, lines };
}

function piecesOf(text: string): { pieces: readonly Piece[]; isCut: boolean } | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const end = next < 0 ? text.length : next;
      const part = text.slice(at, end);
      pieces.push(other('text', part, 'text'));
      at = end;
      continue;
    }
    const end = endOfTag(text, at);
    if (end === undefined) {
      pieces.push(other('other', text.slice(at), 'comment'));
      return { pieces, isCut: true };
    }
    const tag = tagOf(text.slice(at, end));
    if (tag === undefined) return undefined;
    pieces.push(tag);
    at = end;
  }
  return { pieces, isCut: false };
}

const other = (kind: Piece['kind'], text: string, as: Token['kind']): Piece => ({
  kind,
  name: '',
  tokens: [{ kind: as, text }],
});

const sections = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** Where the tag that begins here is over; undefined when it never is. */
function endOfTag(text: string, at: number): number | undefined {
  for (const [start, stop] of sections) {
    if (!text.startsWith(start, at)) continue;
    const end = text.indexOf(stop, at + start.length);
    return end < 0 ? undefined : end + stop.length;
  }
  const edge = /["'>]/g;
  edge.lastIndex = at;
  for (;;) {
    const found = edge.exec(text);
    if (found === null) return undefined;
    if (found[0] === '>') return found.index + 1;
    const close = text.indexOf(found[0], found.index + 1);
    if (close < 0) return undefined;
    edge.lastIndex = close + 1;
  }
}

function tagOf(tag: string): Piece | undefined {
  if (tag.startsWith('<![CDATA[')) return other('text', tag, 'text');
  if (/^<[!?]/.test(tag)) return other('other', tag, 'comment');
  const [, slash, name, inside] = /^<(\/?)([^\s<>/="'!?]+)([\s\S]*)>$/.exec(tag) ?? [];
  if (slash === undefined || name === undefined || inside === undefined) return undefined;
  const isEmpty = inside.endsWith('/');
  const attributes = isEmpty ? inside.slice(0, -1) : inside;
  return {
    kind: slash === '/' ? 'close' : isEmpty ? 'empty' : 'open',
    name,
    tokens: [
      { kind: 'mark', text: `<${slash}` },
      { kind: 'name', text: name },
      ...attributeTokens(attributes),
      { kind: 'mark', text: isEmpty ? '/>' : '>' },
    ],
  };
}

function attributeTokens(text: string): readonly Token[] {
  return text
    .split(/("[^"]*"|'[^']*'|=)/)
    .filter((part) => part !== '')
    .map((part) => ({
      kind: part === '=' ? 'mark' : /^["']/.test(part) ? 'string' : 'word',
      text: part,
    }));
}
