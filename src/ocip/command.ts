// Looks commands up in the table and turns a row into a shape that can be encoded and checked.
import { changeCommands, readCommands, sessionCommands, shapes } from './command-table.js';

export type CommandKind = 'read' | 'change' | 'session';

/** One element of a request. */
export interface Field {
  readonly name: string;
  readonly holds: 'text' | 'number' | 'boolean' | Sequence;
  readonly optional: boolean;
  readonly list: boolean;
  readonly nillable: boolean;
}

/** Exactly one branch, or at most one when optional. */
export interface Choice {
  readonly branches: readonly Sequence[];
  readonly optional: boolean;
}

/** Elements and choices in wire order. */
export type Sequence = readonly (Field | Choice)[];

export interface CommandShape {
  readonly name: string;
  readonly kind: CommandKind;
  /** Type of the reply when it is no ErrorResponse. */
  readonly reply: string;
  readonly fields: Sequence;
}

const tables = { read: readCommands, change: changeCommands, session: sessionCommands } as const;
const kinds: readonly CommandKind[] = ['read', 'change', 'session'];

/** The shape of a command; undefined when Muster does not know it. */
export function commandNamed(name: string): CommandShape | undefined {
  for (const kind of kinds) {
    const row = Object.hasOwn(tables[kind], name) ? tables[kind][name] : undefined;
    if (row !== undefined) return { name, kind, reply: row[0], fields: parseRow(row[1]) };
  }
  return undefined;
}

/** Names and kinds of all commands that Muster knows, sorted by name. */
export function knownCommands(): { readonly name: string; readonly kind: CommandKind }[] {
  return kinds
    .flatMap((kind) => Object.keys(tables[kind]).map((name) => ({ name, kind })))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Parses the notation that command-table.ts describes. */
export function parseRow(row: string): Sequence {
  const tokens = row.match(/[A-Za-z0-9]+(?::[a-zA-Z]+)?|[?*~#!{}()|]/g) ?? [];
  let at = 0;
  const marks = () => {
    const found = new Set<string>();
    while (at < tokens.length && /^[?*~#!]$/.test(tokens[at]!)) found.add(tokens[at++]!);
    return found;
  };
  const sequence = (): Sequence => {
    const items: (Field | Choice)[] = [];
    while (at < tokens.length && !/^[|)}]$/.test(tokens[at]!)) {
      if (tokens[at] === '(') items.push(choice());
      else items.push(field());
    }
    return items;
  };
  const choice = (): Choice => {
    const branches: Sequence[] = [];
    do {
      at++;
      branches.push(sequence());
    } while (tokens[at] === '|');
    at++;
    return { branches, optional: marks().has('?') };
  };
  const field = (): Field => {
    const [name, shape] = tokens[at++]!.split(':') as [string, string?];
    let inside = shape === undefined ? undefined : parseRow(shapes[shape]!);
    if (tokens[at] === '{') {
      at++;
      inside = sequence();
      at++;
    }
    const marked = marks();
    return {
      name,
      holds: inside ?? (marked.has('#') ? 'number' : marked.has('!') ? 'boolean' : 'text'),
      optional: marked.has('?'),
      list: marked.has('*'),
      nillable: marked.has('~'),
    };
  };
  return sequence();
}
