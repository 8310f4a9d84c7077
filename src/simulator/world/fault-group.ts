// The small ordinary group behind a group id such as `fault-slow`: it comes to be when somebody asks for it, under
// any provider, so that trouble can be had by name from an otherwise healthy simulator. No list shows it.
import { groupState } from './build-state.js';
import type { ProviderState, WorldState } from './state.js';
import type { Group } from './world.js';

function ordinaryGroup(provider: ProviderState, groupId: string): Group {
  const domain = provider.defaultDomain;
  const [pack] = provider.servicePacks.keys();
  const code = provider.countryCode;
  const number = (end: number) =>
    code === '44'
      ? `+44-16329609${String(end).padStart(2, '0')}`
      : `+${code}-55501${String(end).padStart(2, '0')}`;
  const people = [
    ['Pereira', 'Inês'],
    ['Ahmed', 'Samira'],
    ['Łukasik', 'Zofia'],
  ] as const;
  const tag = `${groupId}.${provider.serviceProviderId}`.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
  return {
    groupId,
    groupName: `Trouble: ${groupId.slice('fault-'.length)}`,
    userLimit: 10,
    callingLineIdPhoneNumber: number(90),
    ...(pack === undefined ? {} : { servicePacks: [{ name: pack, quantity: 5 }] }),
    groupServices: [{ name: 'Trunk Group', quantity: 2 }, 'Auto Attendant'],
    userServices: ['Anonymous Call Rejection', 'Call Waiting'],
    numbers: [`${number(90)} - ${number(99)}`],
    users: people.map(([lastName, firstName], at) => ({
      userId: `${tag}.${at + 1}@${domain}`,
      lastName,
      firstName,
      phoneNumber: number(91 + at),
      extension: String(91 + at),
      servicePacks: pack === undefined ? [] : [pack],
      services: ['Call Waiting'],
    })),
    instances: [
      {
        serviceUserId: `${tag}.aa@${domain}`,
        kind: 'Auto Attendant',
        name: 'Front Door',
        phoneNumber: number(90),
        extension: '90',
      },
    ],
    trunkCapacity: { maxActiveCalls: 4 },
    trunkGroups: [{ name: 'Trouble PBX' }],
  };
}

/** Makes the group unless it is there. Unknown providers stay unknown. */
export function ensureFaultGroup(
  state: WorldState,
  serviceProviderId: string | undefined,
  groupId: string,
): void {
  const provider = state.providers.get(serviceProviderId ?? '');
  if (provider === undefined || provider.groups.has(groupId) || provider.faultGroups.has(groupId))
    return;
  provider.faultGroups.set(
    groupId,
    groupState(ordinaryGroup(provider, groupId), provider, state.holders),
  );
}
