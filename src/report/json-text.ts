// Writes any value as pretty JSON, piece by piece, so that a set of millions of numbers is never spelled out at once.

/** Roughly how much text one piece holds. */
const pieceLength = 32_768;

// Legal in JSON, but a terminal that shows the file might obey them.
const risky = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * The JSON text of `value`, indented by two blanks, with a line end at the end. Iterables are arrays, read one item
 * at a time. Members that are undefined are left out.
 */
export function* jsonText(value: unknown): Generator<string> {
  let piece = '';
  for (const text of written(value, '')) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

function* written(value: unknown, indent: string): Generator<string> {
  if (typeof value !== 'object' || value === null) yield whole(value, indent);
  else if (isIterable(value)) yield* array(value, indent);
  else yield* object(value, indent);
}

function* array(items: Iterable<unknown>, indent: string): Generator<string> {
  const inner = `${indent}  `;
  let text = '';
  let separator = '[\n';
  for (const item of items) {
    text += separator + inner;
    separator = ',\n';
    if (!isStreamed(item)) {
      // Gathered here: a hop through every nested generator for each item would cost most of the time.
      text += whole(item, inner);
      if (text.length < pieceLength) continue;
      yield text;
    } else {
      yield text;
      yield* written(item, inner);
    }
    text = '';
  }
  yield separator === '[\n' ? '[]' : `${text}\n${indent}]`;
}

function* object(members: object, indent: string): Generator<string> {
  const inner = `${indent}  `;
  let separator = '{\n';
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined) continue;
    yield `${separator}${inner}${quoted(name)}: `;
    yield* written(value, inner);
    separator = ',\n';
  }
  yield separator === '{\n' ? '{}' : `\n${indent}}`;
}

/** A value as JSON.stringify lays it out, moved in by `indent`. */
function whole(value: unknown, indent: string): string {
  const text = harmless(JSON.stringify(value, undefined, 2) ?? 'null');
  return typeof value === 'object' ? text.replaceAll('\n', `\n${indent}`) : text;
}

const quoted = (text: string) => harmless(JSON.stringify(text));

function harmless(text: string): string {
  return text.replace(
    risky,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

/** Whether a value holds something that must be read item by item. */
function isStreamed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(isStreamed);
  return isIterable(value) || Object.values(value).some(isStreamed);
}
