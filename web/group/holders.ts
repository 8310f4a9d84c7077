// Who has what, from the users part of an audit: turned round to one entry for each user, and searched. What could not be
// read stays apart from what nobody has.
import type { Assignment, Licence, Problem, Users } from '../../src/audit/model.js';
import type { PartJson } from './audit-json.js';
import { isIdle, type LicenceKind } from './licence-rows.js';

/** What is known of the users behind one row of a licence table. */
export type Holding =
  /** `difference`: usage less the users listed, when both are numbers and they differ. */
  | { readonly kind: 'listed'; readonly userIds: readonly string[]; readonly difference?: number }
  /** Usage is zero. */
  | { readonly kind: 'nobody' }
  /** Group services belong to the group. */
  | { readonly kind: 'group' }
  /** The list could not be read. */
  | { readonly kind: 'unknown'; readonly problems: readonly Problem[] }
  /** The users were not asked for. */
  | { readonly kind: 'notAsked' };

export interface LicenceRow {
  readonly kind: LicenceKind;
  /** Place in the part: two rows may have the same name. */
  readonly at: number;
  readonly licence: Licence;
  readonly holding: Holding;
}

/** The rows of one table, each with what is known of its users. */
export function licenceRows(
  kind: LicenceKind,
  licences: readonly Licence[],
  users: PartJson<Users> | undefined,
): readonly LicenceRow[] {
  const assignments = kind === 'groupServices' ? [] : (users?.value?.[kind] ?? []);
  const byName = new Map(assignments.map((one) => [one.name, one]));
  return licences.map((licence, at) => ({
    kind,
    at,
    licence,
    holding:
      kind === 'groupServices'
        ? { kind: 'group' }
        : holdingOf(licence, byName.get(licence.name), users),
  }));
}

function holdingOf(
  { name, usage }: Licence,
  assignment: Assignment | undefined,
  users: PartJson<Users> | undefined,
): Holding {
  if (assignment === undefined) {
    if (usage === 0) return { kind: 'nobody' };
    if (users === undefined || users.status === 'notAsked') return { kind: 'notAsked' };
    return { kind: 'unknown', problems: users.problems ?? [] };
  }
  const { userIds } = assignment;
  if (userIds === 'unknown') return { kind: 'unknown', problems: problemsAbout(name, users) };
  const difference = typeof usage === 'number' ? usage - userIds.length : 0;
  return { kind: 'listed', userIds, ...(difference === 0 ? {} : { difference }) };
}

/** Problems of the users part begin with the name that they are about; when none does, all of them may be the reason. */
function problemsAbout(name: string, users: PartJson<Users> | undefined): readonly Problem[] {
  const { problems = [] } = users ?? {};
  const own = problems.filter(({ message }) => message.startsWith(`${name}: `));
  return own.length > 0 ? own : problems;
}

/** One user as the lists of the audit show them. */
export interface Holdings {
  readonly userId: string;
  readonly servicePacks: readonly string[];
  readonly userServices: readonly string[];
}

/** Everybody who is in a list, by id. Users that have nothing are in no list. */
export function everybody(users: Users): readonly Holdings[] {
  const found = new Map<string, { servicePacks: string[]; userServices: string[] }>();
  for (const kind of ['servicePacks', 'userServices'] as const)
    for (const { name, userIds } of users[kind]) {
      if (userIds === 'unknown') continue;
      for (const userId of userIds) {
        const one = found.get(userId) ?? { servicePacks: [], userServices: [] };
        one[kind].push(name);
        found.set(userId, one);
      }
    }
  return [...found]
    .map(([userId, held]) => ({ userId, ...held }))
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1));
}

/** Packs and services whose holders could not be read: whoever looks for them must not be told that nobody has them. */
export const unreadNames = (users: Users): readonly string[] =>
  [...users.servicePacks, ...users.userServices]
    .filter(({ userIds }) => userIds === 'unknown')
    .map(({ name }) => name);

const plain = (text: string) => text.toLowerCase();

/** Those whose id, packs or services have the text in them. */
export function searchEverybody(all: readonly Holdings[], text: string): readonly Holdings[] {
  const needle = plain(text.trim());
  if (needle === '') return all;
  // A name stands with thousands of users: it is looked at once.
  const names = new Map<string, boolean>();
  const hasName = (name: string) => {
    const known = names.get(name) ?? plain(name).includes(needle);
    names.set(name, known);
    return known;
  };
  return all.filter(
    ({ userId, servicePacks, userServices }) =>
      plain(userId).includes(needle) || servicePacks.some(hasName) || userServices.some(hasName),
  );
}

/** A row that the search left, and those of its users that it is for; undefined when its name fits. */
export interface FoundRow extends LicenceRow {
  readonly found: readonly string[] | undefined;
}

export interface Found {
  readonly rows: readonly FoundRow[];
  /** Rows that are neither authorised nor used and were left out. */
  readonly hidden: number;
}

/** Rows whose name or description has the text in it, or that a user has whose id has it; idle ones only on request. */
export function searchRows(rows: readonly LicenceRow[], text: string, withIdle: boolean): Found {
  const needle = plain(text.trim());
  const fitting =
    needle === '' ? rows.map((row) => ({ ...row, found: undefined })) : fit(rows, needle);
  const shown = withIdle ? fitting : fitting.filter(({ licence }) => !isIdle(licence));
  return { rows: shown, hidden: fitting.length - shown.length };
}

function fit(rows: readonly LicenceRow[], needle: string): readonly FoundRow[] {
  const ids = new Map<string, boolean>();
  const hasId = (userId: string) => {
    const known = ids.get(userId) ?? plain(userId).includes(needle);
    ids.set(userId, known);
    return known;
  };
  return rows.flatMap((row): FoundRow[] => {
    const { name, description = '' } = row.licence;
    if (plain(name).includes(needle) || plain(description).includes(needle))
      return [{ ...row, found: undefined }];
    if (row.holding.kind !== 'listed') return [];
    const found = row.holding.userIds.filter(hasId);
    return found.length === 0 ? [] : [{ ...row, found }];
  });
}
