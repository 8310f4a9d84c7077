// Who has each pack and user service that is in use, over ODIN: `GET /groups/services/assigned`, once for each.
import { type Item, usersPart } from '../in-use.js';
import type { GroupDetails, GroupKey, Licences, Part, Problem, Users } from '../model.js';
import { missing, type OdinAsker, oddRows, problemOf } from './asker.js';
import { fieldsOf, rowsOf, textOf } from './loose.js';

export async function readUsers(
  asker: OdinAsker,
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
    async ({ items, problems }) => {
      const found = await Promise.all(items.map((item) => askFor(asker, key, item)));
      for (const [at, item] of items.entries())
        for (const problem of found[at] ?? [])
          problems.push({ ...problem, message: `${item.name}: ${problem.message}` });
    },
  );
}

/** Fills in the ids of one item; what was wrong with the answer comes back. */
async function askFor(asker: OdinAsker, key: GroupKey, item: Item): Promise<Problem[]> {
  const serviceType = item.kind === 'servicePacks' ? 'servicePackName' : 'serviceName';
  const query = { ...key, serviceType, serviceName: item.name };
  const got = await asker.ask('/groups/services/assigned', query);
  item.userIds = 'unknown';
  if (got.kind !== 'reply') return [problemOf(got)];
  const found = rowsOf(fieldsOf(got.body)?.users);
  if (found === undefined) return [missing(got.command, 'users')];
  const ids = found.rows.map(({ userId }) => textOf(userId));
  const nameless = ids.filter((id) => id === undefined).length + found.odd;
  if (nameless > 0) return oddRows(got.command, 'users', nameless);
  item.userIds = new Set(ids as string[]);
  return [];
}
