// The trunk groups of one group, each with its capacity.
import { childNamed, textOf } from '../../ocip/index.js';
import type { Absence } from '../model.js';
import type { TrunkGroup } from '../trunk-model.js';
import type { Got, Variant } from './asker.js';
import { flagOf } from './cells.js';
import { namedRows, note, noteRefused, type Run } from './trunk-run.js';
import { unboundedOf, unreadable } from './trunking.js';

/** The command for one trunk group, newest form first. */
export const trunkGroupVariants: readonly Variant[] = [
  { command: 'GroupTrunkGroupGetInstanceRequest23', since: 23 },
  { command: 'GroupTrunkGroupGetInstanceRequest21', since: 21 },
  { command: 'GroupTrunkGroupGetInstanceRequest20sp1', since: 20 },
  { command: 'GroupTrunkGroupGetInstanceRequest19sp1V2', since: 19 },
];

const list = { table: 'trunkGroupTable', heading: 'Name', words: 'trunk groups' };

/** In the order of the list. `notApplicable` when the group does not have the service. */
export async function readTrunkGroups(
  run: Run,
  groupId: string,
): Promise<readonly TrunkGroup[] | Absence> {
  const { asker, serviceProviderId, askTrunkGroup } = run;
  const key = { serviceProviderId, groupId };
  const got = await asker.ask('GroupTrunkGroupGetInstanceListRequest14sp4', key);
  if (got.kind === 'refused' && got.refusal.kind === 'serviceNotAssigned') return 'notApplicable';
  if (got.kind !== 'reply') return noteRefused(run, groupId, got);
  const { rows, problems } = namedRows(got, list, (row) => {
    const owner = row('Group Id');
    return owner === undefined || owner === groupId;
  });
  note(run, groupId, problems);
  if (rows === undefined) return 'unknown';
  return Promise.all(
    rows.map(async ([name, row]): Promise<TrunkGroup> => {
      const detail = await askTrunkGroup({ trunkGroupKey: { ...key, name } });
      const department = row('Department');
      const deviceName = row('Device Name');
      return {
        name,
        ...(department === undefined ? {} : { department }),
        ...(deviceName === undefined ? {} : { deviceName }),
        ...figuresIn(run, `${groupId}, trunk group ${name}`, detail),
      };
    }),
  );
}

type Figures = Pick<TrunkGroup, 'maxActiveCalls' | 'enableBursting' | 'burstingMaxActiveCalls'>;

function figuresIn(run: Run, place: string, got: Got): Figures {
  if (got.kind !== 'reply') {
    noteRefused(run, place, got);
    const unknown = 'unknown';
    return { maxActiveCalls: unknown, enableBursting: unknown, burstingMaxActiveCalls: unknown };
  }
  const { elements } = got.reply;
  const amount = (name: string) => unboundedOf(childNamed(elements, name));
  const enableBursting = flagOf(textOf(elements, 'enableBursting'));
  const figures = {
    maxActiveCalls: amount('maxActiveCalls'),
    burstingMaxActiveCalls:
      enableBursting === false ? ('notApplicable' as const) : amount('burstingMaxActiveCalls'),
  };
  const odd = Object.entries(figures).filter(([, figure]) => figure === 'unknown');
  note(
    run,
    place,
    odd.map(([name]) => unreadable(got.command, name)),
  );
  return { ...figures, enableBursting };
}
