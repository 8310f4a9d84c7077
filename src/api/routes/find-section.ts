// One section of what was found: put together of several looks, some of which may have failed. "Could not look" is never
// an empty list.
import { asFault, type Fault } from '../../fault.js';
import type { FieldValues, OciCommand, Refusal, RefusalKind } from '../../ocip/index.js';
import type { OciSouth } from '../../south/index.js';
import type { Schema } from '../route.js';

/** Why somewhere could not be looked. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly todo?: string;
}

/** What one look found. `isCut`: there is more of it. */
export type Look<T> =
  | { readonly kind: 'found'; readonly items: readonly T[]; readonly isCut: boolean }
  | { readonly kind: 'failed'; readonly problem: Trouble; readonly refused?: RefusalKind };

export type Section<T> =
  | {
      readonly status: 'known';
      readonly items: readonly T[];
      readonly more: boolean;
      readonly gaps?: readonly Trouble[];
    }
  | { readonly status: 'unknown'; readonly items: readonly never[]; readonly problem: Trouble }
  | { readonly status: 'notApplicable'; readonly reason: string };

/** Most rows that one command may answer with; a longer list is refused. */
export const mostRows = 200;

/** Lists by pages are cut, not refused: the one more row tells it. */
export const firstPage = { responseStartIndex: 1, responsePageSize: mostRows + 1 } as const;

/** A criterion of a search. */
export const containing = (value: string) => ({ mode: 'Contains', value, isCaseInsensitive: true });

/** A cell by its heading; empty where there is none. */
export type Row = (heading: string) => string;

/** How one call asks. */
export interface Asking {
  /** Rows of a table of the answer. `id` is the heading without which nothing can be said. */
  rows(command: string, fields: FieldValues, table: string, id: string): Promise<Look<Row>>;
  /** The answer itself, as one item. */
  reply(command: string, fields: FieldValues): Promise<Look<OciCommand>>;
  /** The fault of all looks; undefined when any was answered, or nothing was asked. */
  fault(): Fault | undefined;
}

/** Asks over a road. Mistakes of ours are thrown, all else is told. */
export function askingOver(road: OciSouth): Asking {
  let answered = false;
  let first: Fault | undefined;
  const reply: Asking['reply'] = async (command, fields) => {
    try {
      const answer = await road.ask({ command, fields });
      answered = true;
      if (answer.kind === 'refusal') return refusalLook(answer.refusal);
      return { kind: 'found', items: [answer.reply], isCut: false };
    } catch (thrown) {
      const fault = asFault(thrown);
      if (fault.code === 'COMMAND_INVALID' || fault.code === 'INTERNAL') throw fault;
      first ??= fault;
      return { kind: 'failed', problem: troubleOf(fault) };
    }
  };
  return {
    reply,
    rows: async (command, fields, table, id) => {
      const look = await reply(command, fields);
      if (look.kind === 'failed') return look;
      return rowsOf(look.items[0] as OciCommand, table, id);
    },
    fault: () => (answered ? undefined : first),
  };
}

const troubleOf = ({ code, message, todo }: Fault): Trouble => ({ code, message, todo });

/** BroadWorks' words. Its number for "too many" is not public. */
function refusalLook({ code, summary, kind }: Refusal): Look<never> {
  if (kind === 'other' && /size limit|too many|exceed/i.test(summary))
    return { kind: 'failed', problem: tooMany };
  const problem = { code: code === undefined ? 'REFUSED' : String(code), message: summary };
  return { kind: 'failed', problem, refused: kind };
}

const tooMany: Trouble = {
  code: 'TOO_MANY',
  message: `More than ${mostRows} fit`,
  todo: 'Type more.',
};

function rowsOf(reply: OciCommand, name: string, id: string): Look<Row> {
  const table = reply.tables.get(name);
  const normal = (text: string) => text.trim().toLowerCase();
  const places = new Map(table?.headings.map((heading, at) => [normal(heading), at]));
  if (table === undefined || !places.has(normal(id))) {
    const message = `${reply.type} has no ${name} with ${id}`;
    return { kind: 'failed', problem: { code: 'SOUTH_PROTOCOL', message } };
  }
  const items = table.rows.map(
    (cells): Row =>
      (heading) =>
        cells[places.get(normal(heading)) ?? -1]?.trim() ?? '',
  );
  return { kind: 'found', items, isCut: items.length > mostRows };
}

/** The same look at other things. */
export function mapped<T, U>(look: Look<T>, change: (item: T) => readonly U[]): Look<U> {
  return look.kind === 'failed' ? look : { ...look, items: look.items.flatMap(change) };
}

/** What a section shows of its items. */
interface Shown<T> {
  readonly limit: number;
  readonly text: string;
  /** Items of the same key are one; the first counts. */
  readonly key: (item: T) => string;
  /** What may have been typed to find it, the most telling first. */
  readonly names: (item: T) => readonly (string | null)[];
}

/** All looks as one section: what fits best comes first. */
export function sectionOf<T>(looks: readonly Look<T>[], shown: Shown<T>): Section<T> {
  const items = new Map<string, T>();
  for (const look of looks)
    if (look.kind === 'found')
      for (const item of look.items)
        if (!items.has(shown.key(item))) items.set(shown.key(item), item);
  const gaps = [
    ...new Map(
      looks.flatMap((look) =>
        look.kind === 'failed' ? [[look.problem.message, look.problem]] : [],
      ),
    ).values(),
  ];
  if (items.size === 0 && gaps.length > 0)
    return { status: 'unknown', items: [], problem: gaps[0] as Trouble };
  const isCut = looks.some((look) => look.kind === 'found' && look.isCut);
  // What was shown is not what was meant, and the rest was not seen.
  if (items.size === 0 && isCut) return { status: 'unknown', items: [], problem: tooMany };
  return {
    status: 'known',
    items: ranked([...items.values()], shown).slice(0, shown.limit),
    more: isCut || items.size > shown.limit || gaps.includes(tooMany),
    ...(gaps.length === 0 ? {} : { gaps }),
  };
}

function ranked<T>(items: readonly T[], { text, names }: Shown<T>): readonly T[] {
  const wanted = text.toLowerCase();
  const places = items.map((item) => {
    const all = names(item).flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
    const rank = all.includes(wanted) ? 0 : all.some((name) => name.startsWith(wanted)) ? 1 : 2;
    return { item, rank, name: all[0] ?? '' };
  });
  places.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return places.map(({ item }) => item);
}

const troubleSchema: Schema = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: {
      description: "`TOO_MANY`, `NOT_SEARCHABLE`, `REFUSED`, BroadWorks' number, or a fault code.",
      type: 'string',
    },
    message: { type: 'string' },
    todo: { type: 'string' },
  },
};

/** The schema of a section of such items. */
export function sectionSchema(description: string, item: Schema): Schema {
  return {
    description,
    oneOf: [
      {
        description: 'Looked at. Empty: nothing fits.',
        type: 'object',
        required: ['status', 'items', 'more'],
        properties: {
          status: { const: 'known' },
          items: { type: 'array', items: item },
          more: { description: 'There are more than these.', type: 'boolean' },
          gaps: {
            description: 'What could not be looked at.',
            type: 'array',
            items: troubleSchema,
          },
        },
      },
      {
        description: 'Could not be looked at.',
        type: 'object',
        required: ['status', 'items', 'problem'],
        properties: {
          status: { const: 'unknown' },
          items: { type: 'array', maxItems: 0 },
          problem: troubleSchema,
        },
      },
      {
        description: 'There is nothing of the kind to look for.',
        type: 'object',
        required: ['status', 'reason'],
        properties: { status: { const: 'notApplicable' }, reason: { type: 'string' } },
      },
    ],
  };
}
