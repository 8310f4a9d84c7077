// Who has each pack and user service that is in use. Asked per service or per user, whichever takes fewer commands.
import type { OciCommand, RowSink, Table } from '../../ocip/index.js';
import { type Item, usersPart } from '../in-use.js';
import type { GroupDetails, GroupKey, Licences, Part, Problem, Users } from '../model.js';
import { type Asker, type Got, problemOf } from './asker.js';
import { columnOf, missing, wordsOf } from './cells.js';

const byService = 'GroupGetUserServiceAssignedUserListRequest';
const byUser = 'UserServiceGetAssignmentListRequest';
const listUsers = 'UserGetListInGroupRequest';

export async function readUsers(
  asker: Asker,
  key: GroupKey,
  details: Part<GroupDetails>,
  licences: Part<Licences>,
): Promise<Part<Users>> {
  asker.adopt(details);
  asker.adopt(licences);
  return usersPart(
    details,
    licences,
    () => asker.evidence(),
    async ({ count, items, problems }) => {
      const perUser = typeof count === 'number' && count > 0 && count + 1 < items.length;
      if (perUser) await askPerUser(asker, key, items, problems);
      else await askPerService(asker, key, items, problems);
    },
  );
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
