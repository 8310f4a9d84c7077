// A reply of BroadWorks as JSON, whatever command it answers: elements by name, tables as columns and rows.
import type { Element, OciCommand, Table } from '../../ocip/index.js';

/** An element as it is: text, null when nil, or the elements in it; a list where the name is there more than once. */
export type ElementJson =
  | string
  | null
  | readonly ElementJson[]
  | { readonly [name: string]: ElementJson };

export interface ReplyJson {
  readonly type: string;
  readonly elements: Readonly<Record<string, ElementJson>>;
  /** Several where a reply has more than one of a name. */
  readonly tables: Readonly<Record<string, TableJson | readonly TableJson[]>>;
}

interface TableJson {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Nothing is left out, converted or renamed. */
export function replyJson({ type, elements, tables, moreTables = [] }: OciCommand): ReplyJson {
  const named = [...tables.values(), ...moreTables].map(
    (table) => [table.name, tableJson(table)] as const,
  );
  return { type, elements: elementsJson(elements), tables: gathered(named) };
}

const tableJson = ({ headings, rows }: Table): TableJson => ({ columns: headings, rows });

function elementsJson(elements: readonly Element[]): Readonly<Record<string, ElementJson>> {
  return gathered(elements.map((element) => [element.name, elementJson(element)] as const));
}

function elementJson({ nil, text, type, children }: Element): ElementJson {
  if (nil === true) return null;
  if (children.length === 0) return text.trim();
  return { ...(type === undefined ? {} : { '@type': type }), ...elementsJson(children) };
}

/** By name; what is there more than once becomes a list. */
function gathered<T>(pairs: readonly (readonly [string, T])[]): Record<string, T | readonly T[]> {
  const byName = new Map<string, T[]>();
  for (const [name, value] of pairs) {
    const before = byName.get(name);
    if (before === undefined) byName.set(name, [value]);
    else before.push(value);
  }
  return Object.fromEntries(
    [...byName].map(([name, all]) => [name, all.length === 1 ? (all[0] as T) : all]),
  );
}
