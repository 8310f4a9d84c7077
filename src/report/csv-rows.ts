// The rows of each csv file: flat, one fact per row, zeros kept. How a row is written is in csv-text.ts.
import type {
  GroupDetails,
  Licence,
  Licences,
  Numbers,
  Packs,
  Trunking,
  UnreadableNumber,
  Users,
} from '../audit/index.js';
import { formatDn } from '../numbers/index.js';
import type { CsvRow } from './csv-text.js';
import type { PartProblem } from './problems.js';

/** What a row rests on: a part that is whole, or one of which something is missing. */
export type State = 'known' | 'partial';

/** The columns of a file after the state, and its rows, each starting with the state. */
export interface CsvSheet<T> {
  readonly head: readonly string[];
  readonly rows: (value: T, state: State) => Iterable<CsvRow>;
}

/** Spreadsheets compute with numbers, so these always start with an apostrophe. Nothing stays nothing. */
export const phone = (text: string | undefined) => (text ? `'${text}` : text);

/** Details that are digits without being amounts. */
const digitFields: ReadonlySet<string> = new Set([
  'callingLineIdPhoneNumber',
  'callingLineIdDisplayPhoneNumber',
  'defaultUserCallingLineIdPhoneNumber',
  'locationDialingCode',
  'contactNumber',
  'zipOrPostalCode',
]);

export const detailSheet: CsvSheet<GroupDetails> = {
  head: ['field', 'value'],
  *rows(details, state) {
    const { contact = {}, address = {}, zerosDoubtful, ...rest } = details;
    for (const [field, value] of Object.entries({ ...rest, ...contact, ...address })) {
      const isDigits = digitFields.has(field) && typeof value === 'string';
      yield [state, field, isDigits ? phone(value) : value];
    }
    for (const field of zerosDoubtful ?? []) yield [state, 'zerosDoubtful', field];
  },
};

export const trunkingSheet: CsvSheet<Trunking> = {
  head: ['field', 'value'],
  *rows(trunking, state) {
    for (const [field, value] of Object.entries(trunking)) yield [state, field, value];
  },
};

const licenceFields = [
  'name',
  'authorized',
  'assigned',
  'limited',
  'quantity',
  'allowed',
  'usage',
  'licensed',
  'instanceCount',
  'userAssignable',
  'groupServiceAssignable',
  'description',
] as const satisfies readonly (keyof Licence)[];

export const licenceSheet: CsvSheet<Licences> = {
  head: ['kind', ...licenceFields, 'asSent'],
  *rows({ servicePacks, groupServices, userServices }, state) {
    yield* licenceRows('servicePack', servicePacks, state);
    yield* licenceRows('groupService', groupServices, state);
    yield* licenceRows('userService', userServices, state);
  },
};

function* licenceRows(kind: string, licences: readonly Licence[], state: State): Generator<CsvRow> {
  for (const licence of licences) {
    yield [state, kind, ...licenceFields.map((field) => licence[field]), sentText(licence)];
  }
}

const packFields = [
  'name',
  'authorized',
  'assigned',
  'limited',
  'quantity',
  'allowed',
  'usage',
  'description',
] as const satisfies readonly (keyof Licence)[];

export const packSheet: CsvSheet<Packs> = {
  head: [...packFields, 'asSent'],
  *rows({ servicePacks }, state) {
    for (const pack of servicePacks) {
      yield [state, ...packFields.map((field) => pack[field]), sentText(pack)];
    }
  },
};

function sentText({ asSent }: Licence): string {
  const cells = Object.entries(asSent ?? {});
  return cells.map(([field, cell]) => `${field}: ${cell}`).join('; ');
}

export const userSheet: CsvSheet<Users> = {
  head: ['kind', 'name', 'userId'],
  *rows({ servicePacks, userServices }, state) {
    const kinds = [
      ['servicePack', servicePacks],
      ['userService', userServices],
    ] as const;
    for (const [kind, assignments] of kinds) {
      for (const { name, userIds } of assignments) {
        if (userIds === 'unknown') yield ['unknown', kind, name, 'unknown'];
        else for (const userId of userIds) yield [state, kind, name, userId];
      }
    }
  },
};

export const numberSheet: CsvSheet<Numbers> = {
  head: ['first', 'last', 'total', 'assigned', 'activated', 'text', 'why', 'command'],
  *rows({ states, unreadable }, state) {
    for (const { assigned, activated, numbers } of states) {
      for (const { prefix, width, first, last } of numbers.ranges()) {
        const from = phone(formatDn(prefix, width, first));
        const to = phone(formatDn(prefix, width, last));
        const nothing = [undefined, undefined, undefined];
        yield [state, from, to, last - first + 1, assigned, activated, ...nothing];
      }
    }
    for (const cell of unreadable) yield unreadableRow(cell);
  },
};

function unreadableRow({ text, why, command }: UnreadableNumber): CsvRow {
  const nothing = [undefined, undefined, undefined, undefined, undefined];
  return ['unreadable', ...nothing, phone(text), why, command];
}

export const holderSheet: CsvSheet<Numbers> = {
  head: [
    'number',
    'userId',
    'lastName',
    'firstName',
    'userType',
    'extension',
    'department',
    'zerosDoubtful',
  ],
  *rows({ holders }, state) {
    if (holders === 'unknown') {
      yield ['unknown', ...holderSheet.head.map(() => undefined)];
      return;
    }
    for (const holder of holders) {
      const { userId, lastName, firstName, userType, department, zerosDoubtful } = holder;
      const who = [userId, lastName, firstName, userType];
      const where = [phone(holder.extension), department];
      yield [state, phone(holder.number), ...who, ...where, zerosDoubtful?.join('; ')];
    }
  },
};

/** Its rows carry the status of the part they belong to, so they have no state of their own. */
export const problemSheet = {
  head: ['part', 'status', 'command', 'code', 'message', 'todo'],
  *rows(problems: readonly PartProblem[]): Generator<CsvRow> {
    for (const { part, status, problem } of problems) {
      yield [part, status, problem.command, problem.code, problem.message, problem.todo];
    }
  },
};
