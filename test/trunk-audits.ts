// Trunk audits made by hand for tests: a provider with a group of every kind, and sums that fit.
import {
  type Amount,
  type CapacitySum,
  type Comparison,
  type GroupTrunks,
  type Part,
  type ProviderTrunks,
  type TrunkAudit,
  type TrunkGroup,
  type Trunking,
  trunkAuditSchema,
} from '../src/audit/index.js';

/** What is below: a sum of numbers, and how many are none. */
export function sum(calls: number, unlimited = 0, unknown = 0): CapacitySum {
  return { calls, unlimited, unknown };
}

export function comparison(
  own: Comparison['own'],
  below: CapacitySum,
  difference: Comparison['difference'],
  isOver: Comparison['isOver'] = false,
): Comparison {
  return { own, below, difference, isOver };
}

export function trunkGroup(name: string, maxActiveCalls: Amount, bursting?: Amount): TrunkGroup {
  return {
    name,
    maxActiveCalls,
    enableBursting: bursting !== undefined,
    burstingMaxActiveCalls: bursting ?? 'notApplicable',
  };
}

export function capacity(maxActiveCalls: Amount, burstingMaxActiveCalls: Amount = 0): Trunking {
  return {
    maxActiveCalls,
    maxAvailableActiveCalls: 120,
    burstingMaxActiveCalls,
    burstingMaxAvailableActiveCalls: 'unlimited',
    maxAvailableNumberOfBurstingBTLUs: 'notOnThisRelease',
    numberOfBurstingBTLUs: 'notOnThisRelease',
  };
}

const nothing = comparison(0, sum(0), 0);
const noService = comparison('notApplicable', sum(0), 'notApplicable');

/** A group without the Trunk Group service, but for what is given. */
export function groupTrunks(groupId: string, given: Partial<GroupTrunks> = {}): GroupTrunks {
  return {
    groupId,
    capacity: 'notApplicable',
    trunkGroups: 'notApplicable',
    enterpriseTrunks: 'notApplicable',
    calls: noService,
    bursting: noService,
    ...given,
  };
}

/** One group of every kind: with room, over, unlimited below a limit, unread, without the service. */
export const trunks: ProviderTrunks = {
  capacity: { maxActiveCalls: 100, burstingMaxActiveCalls: 'unlimited', numberOfBurstingBTLUs: 4 },
  enterpriseTrunks: 'notApplicable',
  calls: comparison(100, sum(90, 0, 1), 'unknown', 'unknown'),
  bursting: comparison('unlimited', sum(5, 0, 1), 'unlimited'),
  groups: [
    groupTrunks('Anchor', {
      groupName: 'Anchor Ltd',
      capacity: capacity(20, 5),
      trunkGroups: [
        { ...trunkGroup('Anchor-SIP', 8, 3), department: 'Sales', deviceName: 'AnchorPBX' },
        trunkGroup('Anchor-Fax', 4),
      ],
      enterpriseTrunks: [{ name: 'Spread', routingType: 'Weighted', maxActiveCalls: 7 }],
      calls: comparison(20, sum(12), 8),
      bursting: comparison(5, sum(3), 2),
    }),
    groupTrunks('Beacon', {
      capacity: capacity(10),
      trunkGroups: [trunkGroup('Beacon-SIP', 30)],
      enterpriseTrunks: [],
      calls: comparison(10, sum(30), -20, true),
      bursting: nothing,
    }),
    groupTrunks('Cove', {
      capacity: capacity(60),
      trunkGroups: [trunkGroup('Cove-SIP', 'unlimited')],
      enterpriseTrunks: 'unknown',
      calls: comparison(60, sum(0, 1), 'notApplicable', true),
      bursting: nothing,
    }),
    groupTrunks('Dock', {
      capacity: 'unknown',
      trunkGroups: 'unknown',
      enterpriseTrunks: 'outOfScope',
      calls: comparison('unknown', sum(0, 0, 1), 'unknown', 'unknown'),
      bursting: comparison('unknown', sum(0, 0, 1), 'unknown', 'unknown'),
    }),
    groupTrunks('Esker'),
  ],
};

/** A trunk audit with this part. */
export function trunkAudit(part: Part<ProviderTrunks>): TrunkAudit {
  const complete = part.status === 'known' || part.status === 'notApplicable';
  return {
    schema: trunkAuditSchema,
    status: complete ? 'complete' : part.status === 'partial' ? 'partial' : 'failed',
    serviceProviderId: 'HarbourTel',
    source: {
      protocol: 'ODIN',
      target: 'odin+https://portal.example.net/api/v2',
      release: '24.0',
      userId: 'auditor@example.net',
      loginType: 'Provisioning',
    },
    startedAt: '2030-05-06T07:08:09.000Z',
    finishedAt: '2030-05-06T07:08:11.000Z',
    parts: { trunks: part },
  };
}
