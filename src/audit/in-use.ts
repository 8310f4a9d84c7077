// Who has each pack and user service that is in use: what every source shares but the asking.
import {
  type Amount,
  type Assignment,
  type CommandUse,
  type GroupDetails,
  type Licences,
  type Part,
  type Problem,
  partValue,
  problemsOf,
  type Users,
} from './model.js';

type Kind = 'servicePacks' | 'userServices';

/** A pack or service in use, and the ids found so far. */
export interface Item {
  readonly kind: Kind;
  readonly name: string;
  readonly usage: Amount;
  userIds: Set<string> | 'unknown';
}

interface Asking {
  /** How many users the group has, to choose the shorter way. */
  readonly count: Amount;
  readonly items: readonly Item[];
  /** To be added to. */
  readonly problems: Problem[];
}

/** Puts the part together; `ask` fills in the user ids of the items. */
export async function usersPart(
  details: Part<GroupDetails>,
  licences: Part<Licences>,
  evidence: () => { readAt: string; commands: CommandUse[] },
  ask: (asking: Asking) => Promise<void>,
): Promise<Part<Users>> {
  const profile = partValue(details);
  const count = profile?.userCount ?? 'unknown';
  const limit = profile?.userLimit ?? 'unknown';
  const problems: Problem[] = [];
  if (count === 'unknown' || limit === 'unknown') problems.push(...problemsOf(details));
  const granted = partValue(licences);
  if (granted === undefined) {
    problems.push(...problemsOf(licences));
    const outOfScope = details.status === 'outOfScope' && licences.status === 'outOfScope';
    if (profile === undefined)
      return { status: outOfScope ? 'outOfScope' : 'unknown', ...evidence(), problems };
    const value = { count, limit, servicePacks: [], userServices: [] };
    return { status: 'partial', ...evidence(), value, problems, notes: [] };
  }
  const items = itemsInUse(granted);
  await ask({ count, items, problems });
  const value = usersOf(count, limit, items);
  const notes = differences(items);
  if (problems.length === 0) return { status: 'known', ...evidence(), value, notes };
  return { status: 'partial', ...evidence(), value, problems, notes };
}

/** In use: any usage but a plain zero. An unreadable usage may well be one. */
function itemsInUse(licences: Licences): Item[] {
  const items = new Map<string, Item>();
  for (const kind of ['servicePacks', 'userServices'] as const)
    for (const { name, usage } of licences[kind])
      if (usage !== 0 && name !== '')
        items.set(`${kind} ${name}`, { kind, name, usage, userIds: new Set() });
  return [...items.values()];
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
