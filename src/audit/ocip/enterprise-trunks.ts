// Enterprise trunks: of the whole in an enterprise, of each group below a service provider.
import { childNamed, textOf } from '../../ocip/index.js';
import type { Absence } from '../model.js';
import type { EnterpriseTrunk } from '../trunk-model.js';
import { isAboutEnterprise } from '../trunk-sums.js';
import type { Got, Variant } from './asker.js';
import { flagOf } from './cells.js';
import { type AskNewest, ledByFirst, namedRows, note, noteRefused, type Run } from './trunk-run.js';
import { unboundedOf, unreadable } from './trunking.js';

type Trunks = readonly EnterpriseTrunk[] | Absence;

const ofEnterprise: readonly Variant[] = [
  { command: 'EnterpriseEnterpriseTrunkGetRequest22', since: 22 },
  { command: 'EnterpriseEnterpriseTrunkGetRequest21', since: 21 },
];

/** The command for one trunk of a group, newest form first. */
export const groupEnterpriseTrunk: readonly Variant[] = [
  { command: 'GroupEnterpriseTrunkGetRequest22', since: 22 },
  { command: 'GroupEnterpriseTrunkGetRequest21', since: 21 },
];

/** Whether the answer to the provider's list says that the provider is no enterprise: only an enterprise has one. */
export function isNoEnterprise(got: Got): boolean {
  if (got.kind !== 'refused') return false;
  return isAboutEnterprise(got.refusal.summary);
}

/** Those of the provider, from the answer to its list. `notApplicable` when it is no enterprise. */
export async function readProviderTrunks(run: Run, got: Got): Promise<Trunks> {
  if (isNoEnterprise(got)) return 'notApplicable';
  if (got.kind !== 'reply') return noteRefused(run, '', got);
  const { serviceProviderId } = run;
  const ask = ledByFirst(run.asker, ofEnterprise);
  return trunksIn(run, got, '', (fields) => ask({ serviceProviderId, ...fields }));
}

/** Those of one group of a service provider that is no enterprise. */
export async function readGroupTrunks(run: Run, groupId: string): Promise<Trunks> {
  const { asker, serviceProviderId, askEnterpriseTrunk } = run;
  const key = { serviceProviderId, groupId };
  const got = await asker.ask('GroupEnterpriseTrunkGetListRequest', key);
  if (got.kind === 'refused') {
    const { kind, summary } = got.refusal;
    if (kind === 'serviceNotAssigned' || isAboutEnterprise(summary)) return 'notApplicable';
  }
  if (got.kind !== 'reply') return noteRefused(run, groupId, got);
  return trunksIn(run, got, groupId, (fields) => askEnterpriseTrunk({ ...key, ...fields }));
}

async function trunksIn(
  run: Run,
  got: Got & { kind: 'reply' },
  groupId: string,
  ask: AskNewest,
): Promise<Trunks> {
  const list = {
    table: 'enterpriseTrunkTable',
    heading: 'Enterprise Trunk Name',
    words: 'enterprise trunks',
  };
  const { rows, problems } = namedRows(got, list);
  note(run, groupId, problems);
  if (rows === undefined) return 'unknown';
  return Promise.all(
    rows.map(async ([name, row]): Promise<EnterpriseTrunk> => {
      const routingType = row('Routing Type');
      const place = `${groupId === '' ? '' : `${groupId}, `}enterprise trunk ${name}`;
      return {
        name,
        ...(routingType === undefined ? {} : { routingType }),
        maxActiveCalls: capacityIn(run, place, await ask({ enterpriseTrunkName: name })),
      };
    }),
  );
}

function capacityIn(run: Run, place: string, got: Got): EnterpriseTrunk['maxActiveCalls'] {
  if (got.kind !== 'reply') {
    noteRefused(run, place, got);
    return 'unknown';
  }
  const { elements } = got.reply;
  const managed = flagOf(textOf(elements, 'enableCapacityManagement'));
  if (managed === false) return 'notApplicable';
  const amount = unboundedOf(childNamed(elements, 'maxActiveCalls'));
  if (amount === 'unknown') note(run, place, [unreadable(got.command, 'maxActiveCalls')]);
  return amount;
}
