// Worlds of any size for load and for benches, the same for the same options. Numbers are made up and may exist.
import { type Group, type ServiceProvider, type World, worldSchema } from '../world/world.js';
import { demoElementKeys } from './element-keys.js';
import { packs, servicesIn } from './packs.js';
import { crowd, dice } from './people.js';

export interface GenerateOptions {
  readonly seed?: number;
  readonly groups: number;
  readonly usersPerGroup: number;
  /** Numbers of each group; default 1.3 times its people. */
  readonly numbersPerGroup?: number;
  /** Default one for every 50 groups. */
  readonly providers?: number;
}

const authorized = servicesIn('Standard-Voice', 'Premium-UC', 'Meeting-Room');

const extras = ['Call Recording', 'Push to Talk', 'Speed Dial 100', 'Voice Messaging User'];

/**
 * A world whose groups are `SP0001/G00001`, `SP0002/G00002` …, dealt out in turn, with the login
 * `auditor@example.net` / `tide-table-7` and the network elements of the demo.
 */
export function generateWorld(options: GenerateOptions): World {
  const { seed = 1, groups } = options;
  const random = dice(seed);
  const providers = options.providers ?? Math.max(1, Math.ceil(groups / 50));
  const lists = Array.from({ length: providers }, () => [] as Group[]);
  for (let at = 0; at < groups; at++) lists[at % providers]?.push(oneGroup(at, options, random));
  return {
    schema: worldSchema,
    elements: demoElementKeys,
    administrators: [
      { userId: 'auditor@example.net', password: 'tide-table-7', loginType: 'System' },
    ],
    serviceProviders: lists.map(
      (list, at): ServiceProvider => ({
        serviceProviderId: `SP${String(at + 1).padStart(4, '0')}`,
        isEnterprise: at % 3 === 0,
        servicePacks: packs,
        groups: list,
      }),
    ),
  };
}

function oneGroup(at: number, options: GenerateOptions, random: () => number): Group {
  const { usersPerGroup } = options;
  const id = String(at + 1).padStart(5, '0');
  const numbers = options.numbersPerGroup ?? Math.ceil(usersPerGroup * 1.3);
  // Numbers of one group follow each other; people sit on every one that is not skipped by lot.
  const width = Math.max(4, String(numbers).length);
  const number = (end: number) => `+44-1${id}${String(end).padStart(width, '0')}`;
  const step = Math.max(1, numbers / Math.max(1, usersPerGroup));
  return {
    groupId: `G${id}`,
    groupName: `Group ${at + 1}`,
    userLimit: Math.max(1, Math.ceil(usersPerGroup * 1.2)),
    servicePacks: [
      'Standard-Voice',
      { name: 'Premium-UC', quantity: Math.max(1, Math.ceil(usersPerGroup / 2)) },
      { name: 'Meeting-Room', quantity: 5 },
    ],
    groupServices: [{ name: 'Trunk Group', quantity: 1 }, 'Auto Attendant', 'Hunt Group'],
    userServices: [...new Set([...authorized, ...extras])],
    numbers: numbers > 0 ? [`${number(0)} - ${number(numbers - 1)}`] : [],
    users: crowd({
      count: usersPerGroup,
      domain: 'example.net',
      tag: `u${id}`,
      random,
      numberOf: (index) => {
        const end = Math.floor(index * step);
        return end < numbers && index % 20 !== 19 ? number(end) : undefined;
      },
      departments: ['Sales', 'Support'],
      packsOf: (lot) => (lot < 0.6 ? ['Standard-Voice'] : lot < 0.95 ? ['Premium-UC'] : []),
      extras,
    }),
    trunkCapacity: { maxActiveCalls: 10 + (at % 40) },
    trunkGroups: [{ name: 'PBX' }],
  };
}
