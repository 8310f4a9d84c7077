// Trouble by name: what each fault does to an answer, to a document, to its spelling or to its way over the wire.
// Which faults are on, and for what, is kept here too. Nothing here touches a socket.
import { Fault } from '../fault.js';
import { type Answer, type Content, refuse } from './answers/answer.js';
import type { Answered, Reply, Style } from './wire/writer.js';

/** How a written document travels. */
export interface Delivery {
  readonly delayMs: number;
  /** The next request is not kept waiting by the delay. */
  readonly isLate: boolean;
  readonly way: 'whole' | 'drip' | 'split' | 'cut' | 'half' | 'reset' | 'silent';
  /** The server ends the session: in place of the answer, or after it. */
  readonly logout: 'no' | 'instead' | 'after';
}

export const plainDelivery: Delivery = { delayMs: 0, isLate: false, way: 'whole', logout: 'no' };

interface FaultKind {
  readonly help: string;
  /** Also touches logins; the others leave them alone unless the command is named. */
  readonly everywhere?: true;
  /** Strikes once and is gone, unless told otherwise. */
  readonly once?: true;
  /** The whole document is refused with one error. */
  readonly refuses?: 'always' | 'batches';
  readonly loses?: true;
  readonly answer?: (answer: Answer, value: string | undefined) => Answer;
  readonly reply?: (reply: Reply) => Reply;
  readonly style?: Partial<Style>;
  readonly delivery?: (value: string | undefined) => Partial<Delivery>;
}

const milliseconds = (value: string | undefined, usual: number) => Number(value ?? usual) || usual;

const kinds = {
  slow: {
    help: 'answers after a pause (slow=MS, default 1000)',
    delivery: (value) => ({ delayMs: milliseconds(value, 1000) }),
  },
  late: {
    help: 'answers after a pause, while later requests are answered at once (late=MS, default 1000)',
    delivery: (value) => ({ delayMs: milliseconds(value, 1000), isLate: true }),
  },
  silent: { help: 'never answers; the connection stays open', delivery: () => ({ way: 'silent' }) },
  half: {
    help: 'half an answer, then nothing; the connection stays open',
    delivery: () => ({ way: 'half' }),
  },
  cut: {
    help: 'half an answer, then the connection is closed',
    delivery: () => ({ way: 'cut' }),
  },
  reset: {
    help: 'half an answer, then the connection is reset',
    delivery: () => ({ way: 'reset' }),
  },
  drip: {
    help: 'the answer trickles in, piece by piece',
    everywhere: true,
    delivery: () => ({ way: 'drip' }),
  },
  split: {
    help: 'the answer comes in odd pieces: byte by byte at both ends',
    everywhere: true,
    delivery: () => ({ way: 'split' }),
  },
  logout: {
    help: 'the server logs the session out in place of answering (logout=after: behind the answer), then closes',
    delivery: (value) => ({ logout: value === 'after' ? 'after' : 'instead' }),
  },
  'lost-session': {
    help: 'says once that the session is not logged in, and forgets it',
    once: true,
    loses: true,
  },
  'wrong-session': {
    help: 'the answer carries another sessionId',
    reply: (reply) => ({ ...reply, sessionId: `${reply.sessionId ?? ''}-other` }),
  },
  'wrong-type': {
    help: 'the answer is of a type that nobody asked for',
    answer: (answer) =>
      answer.kind === 'data' ? { ...answer, type: 'SystemTimeZoneGetListResponse' } : answer,
  },
  'one-short': {
    help: 'several commands are answered with one answer too few',
    reply: (reply) =>
      reply.answers.length > 1 ? { ...reply, answers: reply.answers.slice(0, -1) } : reply,
  },
  'refuse-batch': {
    help: 'documents with more than one command are refused as a whole',
    refuses: 'batches',
  },
  'unknown-command': {
    help: 'commands are unknown: validation error 6004 for the whole document',
    refuses: 'always',
  },
  permission: {
    help: 'error 5404: the account may not do this',
    answer: () => refuse(5404, 'Unauthorized transaction.'),
  },
  error: {
    help: 'an error of the server (error=CODE, default 4003)',
    answer: (_, value) => refuse(Number(value) || 4003, 'The command failed.'),
  },
  'missing-table': {
    help: 'a table is left out (missing-table=NAME, default the last one)',
    answer: (answer, value) => changeTables(answer, value, () => undefined),
  },
  'missing-heading': {
    help: 'a column is left out of every table (missing-heading=HEADING, default Usage, Activated or Assigned)',
    answer: (answer, value) => changeTables(answer, '*', (table) => withoutColumn(table, value)),
  },
  'wrong-charset': {
    help: 'declares UTF-8 and sends ISO-8859-1 bytes',
    everywhere: true,
    style: { declared: 'UTF-8', sent: 'latin1' },
  },
  'utf-8': {
    help: 'declares UTF-8 and sends it',
    everywhere: true,
    style: { declared: 'UTF-8', sent: 'utf8' },
  },
  'blank-line': {
    help: 'a blank line before the declaration',
    everywhere: true,
    style: { before: '\n' },
  },
  'other-prefix': {
    help: 'other namespace prefixes, as if an XML library had written the answer',
    everywhere: true,
    style: { isPrefixed: true },
  },
  crlf: {
    help: 'lines end with carriage return and line feed',
    everywhere: true,
    style: { lineEnd: '\r\n' },
  },
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof kinds;

const kindOf = (name: FaultName): FaultKind => kinds[name];

/** Every fault and one line of help. */
export const faultTable: Readonly<Record<FaultName, string>> = Object.fromEntries(
  Object.entries(kinds).map(([name, kind]) => [name, kind.help]),
) as Record<FaultName, string>;

/** The fault a group id asks for by its name alone: `fault-slow`. */
export function faultOfGroup(groupId: string | undefined): FaultName | undefined {
  const name = groupId?.startsWith('fault-') ? groupId.slice('fault-'.length) : undefined;
  return name !== undefined && Object.hasOwn(kinds, name) ? (name as FaultName) : undefined;
}

/** Applies to one command of a document. */
export interface ActiveFault {
  readonly name: FaultName;
  readonly kind: FaultKind;
  readonly value: string | undefined;
}

/** Where and how often a fault strikes. */
export interface FaultOptions {
  /** Only documents with this command. */
  readonly command?: string;
  /** Only documents about this group. */
  readonly group?: string;
  /** The number or name that the fault takes, such as the pause of `slow`. */
  readonly value?: string | number;
  /** So many times, then never again. */
  readonly times?: number;
}

export interface FaultEntry extends FaultOptions {
  readonly name: FaultName;
}

/** Faults can be switched on and off while the simulator runs. */
export interface FaultControl {
  /** `slow`, `slow=500`, `cut@GroupGetRequest22V5`, `reset@Quayside`, `error=4500*2`; options add to the text. */
  add(fault: string, options?: FaultOptions): void;
  remove(name: string): void;
  clear(): void;
  list(): readonly FaultEntry[];
}

/** What a document is about, as far as faults mind. */
export interface Subject {
  readonly command: string;
  readonly groupId: string | undefined;
  readonly isSession: boolean;
}

export interface Faults extends FaultControl {
  /** The faults that strike each command of a document; counts them. */
  strike(subjects: readonly Subject[]): readonly (readonly ActiveFault[])[];
  /** A session has ended in order: faults of known groups that strike once may strike again. */
  rearm(): void;
}

const wording = /^([a-z0-9-]+)(?:=([^@*]+))?(?:@([^*]+))?(?:\*(\d+))?$/;

/** Reads the short form of a fault. Throws `SETTING_INVALID` for one that does not exist. */
export function parseFault(text: string, options: FaultOptions = {}): FaultEntry {
  const [, name = '', value, where, times] = wording.exec(text) ?? [];
  if (!Object.hasOwn(kinds, name))
    throw new Fault(
      'SETTING_INVALID',
      `There is no fault "${text}"; write one of ${Object.keys(kinds).join(', ')}.`,
    );
  const isCommand = where?.includes('Request') ?? false;
  return {
    name: name as FaultName,
    ...(value === undefined ? {} : { value }),
    ...(where === undefined ? {} : isCommand ? { command: where } : { group: where }),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...options,
  };
}

/** The faults that are on from the start, and those added later. */
export function faultControl(start: readonly string[]): Faults {
  let entries: FaultEntry[] = [];
  let struck = new Map<FaultEntry, number>();
  let struckGroups = new Set<string>();
  const isLeft = (entry: FaultEntry) => {
    const most = entry.times ?? (kindOf(entry.name).once ? 1 : Number.POSITIVE_INFINITY);
    return (struck.get(entry) ?? 0) < most;
  };
  const fits = (entry: FaultEntry, subject: Subject) => {
    if (entry.command !== undefined && entry.command !== subject.command) return false;
    if (entry.group !== undefined && entry.group !== subject.groupId) return false;
    return (
      !subject.isSession || entry.command !== undefined || kindOf(entry.name).everywhere === true
    );
  };
  const knownGroup = (subject: Subject): readonly FaultEntry[] => {
    const name = faultOfGroup(subject.groupId);
    if (name === undefined) return [];
    if (kindOf(name).once && struckGroups.has(name)) return [];
    return [{ name }];
  };
  const control: Faults = {
    add: (fault, options) => {
      entries.push(parseFault(fault, options));
    },
    remove: (name) => {
      entries = entries.filter((entry) => entry.name !== name);
    },
    clear: () => {
      entries = [];
      struck = new Map();
      struckGroups = new Set();
    },
    list: () => entries.filter(isLeft),
    rearm: () => {
      struckGroups.clear();
    },
    strike: (subjects) => {
      const standing = entries.filter(isLeft);
      const striking = subjects.map((subject) => [
        ...standing.filter((entry) => fits(entry, subject)),
        ...knownGroup(subject),
      ]);
      for (const entry of new Set(striking.flat())) {
        struck.set(entry, (struck.get(entry) ?? 0) + 1);
        if (!standing.includes(entry)) struckGroups.add(entry.name);
      }
      return striking.map((list) =>
        list.map(({ name, value }) => ({
          name,
          kind: kindOf(name),
          value: value === undefined ? undefined : String(value),
        })),
      );
    },
  };
  for (const fault of start) control.add(fault);
  return control;
}

/** One answer after the faults that strike its command. */
export function afflicted({ echo, answer }: Answered, faults: readonly ActiveFault[]): Answered {
  const after = faults.reduce(
    (before, { kind, value }) => kind.answer?.(before, value) ?? before,
    answer,
  );
  return { echo, answer: after };
}

type Tabled = Content & { readonly table: NonNullable<Content['table']> };

function changeTables(
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

function withoutColumn(content: Tabled, value: string | undefined): Content {
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
