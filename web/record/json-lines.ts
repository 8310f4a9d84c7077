// JSON on lines, as it was written: nothing is parsed and written again, so numbers, escapes and names given twice stay.
import type { Line, Token } from './tokens.js';

const piece =
  /[ \t\r\n]+|"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;
/** What a text may end with that was cut within a word or number. */
const cutEnd = /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|\.|[eE][+-]?)$/;
const closing: Readonly<Record<string, string>> = { '}': '{', ']': '[' };
/** Deeper ones stand no further to the right. */
const deepest = 40;

/** Undefined when it is no JSON; `isWhole` is false when it ends too early. */
export function jsonLines(
  text: string,
): { readonly isWhole: boolean; readonly lines: readonly Line[] } | undefined {
  const tokens = piecesOf(text);
  if (tokens === undefined) return undefined;
  const open: string[] = [];
  const lines: Token[][] = [[]];
  const next = () => {
    const width = 2 * Math.min(open.length, deepest);
    lines.push(width === 0 ? [] : [{ kind: 'text', text: ' '.repeat(width) }]);
  };
  for (const [at, one] of tokens.entries()) {
    const before = tokens[at - 1]?.text;
    if (isBeside(tokens[at - 1], one)) return undefined;
    const opener = closing[one.text];
    if (one.kind === 'mark' && opener !== undefined) {
      if (open.pop() !== opener) return undefined;
      if (before !== opener) next();
    }
    lines.at(-1)!.push(one);
    if (one.kind !== 'mark') continue;
    if (one.text === ':') lines.at(-1)!.push({ kind: 'text', text: ' ' });
    if (one.text === '{' || one.text === '[') {
      open.push(one.text);
      if (tokens[at + 1]?.text !== (one.text === '{' ? '}' : ']')) next();
    }
    if (one.text === ',') next();
  }
  const isWhole = isJson(text);
  const isCut = open.length > 0 || isOpenString(tokens.at(-1)) || text.trim() === '';
  return isWhole || isCut ? { isWhole, lines } : undefined;
}

function piecesOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const from = piece.lastIndex;
    const found = piece.exec(text)?.[0];
    if (found === undefined) {
      const rest = text.slice(from, from + 40);
      if (!cutEnd.test(rest)) return undefined;
      tokens.push({ kind: 'text', text: rest });
      break;
    }
    if (/^[ \t\r\n]/.test(found)) continue;
    tokens.push({ kind: kindOf(found), text: found });
  }
  return tokens.map((one, at) =>
    one.kind === 'string' && tokens[at + 1]?.text === ':' ? { kind: 'name', text: one.text } : one,
  );
}

function kindOf(found: string): Token['kind'] {
  const first = found[0]!;
  if (first === '"') return 'string';
  if (/[-\d]/.test(first)) return 'number';
  return /[tfn]/.test(first) ? 'word' : 'mark';
}

/** Two values with nothing between them. */
function isBeside(before: Token | undefined, one: Token): boolean {
  if (before === undefined || /^[{[,:]$/.test(before.text)) return false;
  // What a text was cut within.
  if (one.kind === 'text') return before.kind !== 'number' || !/^[.eE]/.test(one.text);
  return one.kind !== 'mark' || one.text === '{' || one.text === '[';
}

const isOpenString = (token: Token | undefined) =>
  token?.kind === 'string' && !/^"[^"\\]*(?:\\[\s\S][^"\\]*)*"$/.test(token.text);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
