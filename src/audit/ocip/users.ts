// Who has each pack and user service that is in use. Asked per service or per user, whichever takes fewer commands.
import type { OciCommand, RowSink, Table } from '../../ocip/index.js';
import {
  type Amount,
  type Assignment,
  type GroupDetails,
  type GroupKey,
  type Licence,
  type Licences,
  type Part,
  type Problem,
  partValue,
  problemsOf,
  type Users,
} from '../model.js';
import { type Asker, type Got, problemOf } from './asker.js';
import { columnOf, missing, wordsOf } from './cells.js';

const byService = 'GroupGetUserServiceAssignedUserListRequest';
const byUser = 'UserServiceGetAssignmentListRequest';
const listUsers = 'UserGetListInGroupRequest';

type Kind = 'servicePacks' | 'userServices';

/** A pack or service in use, and the ids found so far. */
interface Item {
  readonly kind: Kind;
  readonly name: string;
  readonly usage: Amount;
  userIds: Set<string> | 'unknown';
}

export async function readUsers(
  asker: Asker,
  key: GroupKey,
  details: Part<GroupDetails>,
  licences: Part<Licences>,
): Promise<Part<Users>> {
  const profile = partValue(details);
  const { userCount: count, userLimit: limit } = profile ?? {
    userCount: 'unknown',
    userLimit: 'unknown',
  };
  const problems: Problem[] = [];
  if (count === 'unknown' || limit === 'unknown') problems.push(...problemsOf(details));
  const granted = partValue(licences);
  if (granted === undefined) {
    problems.push(...problemsOf(licences));
    const evidence = asker.evidence();
    const outOfScope = details.status === 'outOfScope' && licences.status === 'outOfScope';
    if (profile === undefined)
      return { status: outOfScope ? 'outOfScope' : 'unknown', ...evidence, problems };
    const value = { count, limit, servicePacks: [], userServices: [] };
    return { status: 'partial', ...evidence, value, problems, notes: [] };
  }
  const items = itemsInUse(granted);
  const perUser = typeof count === 'number' && count > 0 && count + 1 < items.length;
  if (perUser) await askPerUser(asker, key, items, problems);
  else await askPerService(asker, key, items, problems);
  const value = usersOf(count, limit, items);
  const notes = differences(items);
  const evidence = asker.evidence();
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}

/** In use: any usage but a plain zero. An unreadable usage may well be one. */
function itemsInUse(licences: Licences): Item[] {
  const items = new Map<string, Item>();
  for (const kind of ['servicePacks', 'userServices'] as const)
    for (const { name, usage } of licences[kind] satisfies readonly Licence[])
      if (usage !== 0 && name !== '')
        items.set(`${kind} ${name}`, { kind, name, usage, userIds: new Set() });
  return [...items.values()];
}

async function askPerService(
  asker: Asker,
  key: GroupKey,
  items: readonly Item[],
  problems: Problem[],
): Promise<void> {
  await Promise.all(
    items.map(async (item) => {
      const name = item.kind === 'servicePacks' ? 'servicePackName' : 'serviceName';
      const ids = new IdColumn('userListTable');
      const got = await asker.ask(byService, { ...key, [name]: item.name }, ids.sinkFor);
      const found = ids.finish(got);
      if ('problem' in found) {
        problems.push({ ...found.problem, message: `${item.name}: ${found.problem.message}` });
        item.userIds = 'unknown';
      } else item.userIds = new Set(found.ids);
    }),
  );
}

async function askPerUser(
  asker: Asker,
  key: GroupKey,
  items: readonly Item[],
  problems: Problem[],
): Promise<void> {
  const { serviceProviderId, groupId: GroupId } = key;
  const ids = new IdColumn('userTable');
  const got = await asker.ask(listUsers, { serviceProviderId, GroupId }, ids.sinkFor);
  const users = ids.finish(got);
  // Without the list of users the other way still works.
  if ('problem' in users) return askPerService(asker, key, items, problems);
  const doubtful = await Promise.all(users.ids.map((userId) => addUser(asker, userId, items)));
  // A service instance may have services but is no user, and a service may come through a pack.
  const short = items.filter(
    ({ usage, userIds }) => typeof usage !== 'number' || (userIds as Set<string>).size < usage,
  );
  const everything = doubtful.some((failed) => failed);
  await askPerService(asker, key, everything ? items : short, problems);
}

/** Adds one user to the packs and services assigned to it; true when that could not be read. */
async function addUser(asker: Asker, userId: string, items: readonly Item[]): Promise<boolean> {
  const got = await asker.ask(byUser, { userId });
  if (got.kind !== 'reply') return true;
  const packs = assignedNames(got.reply, 'servicePacksAssignmentTable', 'Service Pack Name');
  const services = assignedNames(got.reply, 'userServicesAssignmentTable', 'Service Name');
  if (packs === undefined || services === undefined) return true;
  for (const item of items) {
    const names = item.kind === 'servicePacks' ? packs : services;
    if (names.has(item.name)) (item.userIds as Set<string>).add(userId);
  }
  return false;
}

function assignedNames(reply: OciCommand, table: string, heading: string): Set<string> | undefined {
  const found: Table | undefined = reply.tables.get(table);
  if (found === undefined) return undefined;
  const name = columnOf(found.headings, heading);
  const assigned = columnOf(found.headings, 'Assigned');
  if (name < 0 || assigned < 0) return undefined;
  const rows = found.rows.filter((cells) => cells[assigned]?.trim() === 'true');
  return new Set(rows.map((cells) => cells[name]?.trim() ?? ''));
}

/** Collects the column of user ids of one table, row by row. */
class IdColumn {
  #ids = new Set<string>();
  #column: number | undefined;
  #short = false;

  constructor(readonly table: string) {}

  readonly sinkFor = (table: string, headings: readonly string[]): RowSink | undefined => {
    if (table !== this.table) return undefined;
    this.#ids = new Set();
    this.#short = false;
    const column = columnOf(headings, 'User Id');
    this.#column = column;
    return {
      row: (cells) => {
        const id = wordsOf(cells[column]);
        if (id === undefined) this.#short = true;
        else this.#ids.add(id);
      },
    };
  };

  finish(got: Got): { ids: string[] } | { problem: Problem } {
    if (got.kind !== 'reply') return { problem: problemOf(got) };
    if (this.#column === undefined) return { problem: missing(got.command, `table ${this.table}`) };
    if (this.#column < 0)
      return { problem: missing(got.command, `column "User Id" in ${this.table}`) };
    if (this.#short) return { problem: missing(got.command, `user id in a row of ${this.table}`) };
    return { ids: [...this.#ids] };
  }
}

function usersOf(count: Amount, limit: Amount, items: readonly Item[]): Users {
  const assignments = (kind: Kind): Assignment[] =>
    items
      .filter((item) => item.kind === kind)
      .map(({ name, usage, userIds }) => ({
        name,
        usage,
        userIds: userIds === 'unknown' ? userIds : [...userIds].sort(),
      }));
  return {
    count,
    limit,
    servicePacks: assignments('servicePacks'),
    userServices: assignments('userServices'),
  };
}

/** Usage and list need not agree; whoever reads the audit should see where they do not. */
function differences(items: readonly Item[]): string[] {
  return items
    .filter(
      ({ usage, userIds }) =>
        userIds !== 'unknown' && typeof usage === 'number' && userIds.size !== usage,
    )
    .map(
      ({ name, usage, userIds }) =>
        `${name}: usage is ${usage}, but ${(userIds as Set<string>).size} are listed as having it`,
    );
}
