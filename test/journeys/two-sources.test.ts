// The same question to the same world gives the same answer over OCI-P and over ODIN, but for what ODIN cannot say.
// That list is `forced`, and docs/audit-model.md tells it in words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import {
  type Client,
  connect,
  type GroupAudit,
  type GroupDetails,
  odinCamelResult,
  odinResult,
  type Part,
  partNames,
  partValue,
  type TrunkAudit,
} from '../../src/index.js';
import {
  demoWorld,
  generateWorld,
  parseWorld,
  type Simulator,
  startSimulator,
  type World,
} from '../../src/simulator/index.js';

const fixture = (name: string): World => {
  const file = `test/fixtures/worlds/${name}.json`;
  return parseWorld(readFileSync(file, 'utf8'), file);
};

const worlds: Readonly<Record<string, World>> = {
  'the documented group': fixture('documented-group'),
  'odd names and ranges': fixture('odd-corners'),
  'the demo world': demoWorld(),
  'a made-up world': generateWorld({ seed: 7, groups: 3, usersPerGroup: 40 }),
  'an old release': { ...fixture('odd-corners'), release: '22' },
};

/** Fields of the profile that ODIN does not have. */
const notOverOdin = [
  'groupExternalId',
  'servicePolicy',
  'callProcessingSliceId',
  'provisioningSliceId',
  'subscriberPartition',
  'preferredDataCenter',
  'resellerId',
  'defaultUserCallingLineIdPhoneNumber',
] as const satisfies readonly (keyof GroupDetails)[];

/** Everything that the sources force to differ. Whatever is not here must be equal. */
const forced = {
  details: (details: GroupDetails): object => {
    const kept = Object.entries(details).filter(
      ([name]) => !(notOverOdin as readonly string[]).includes(name),
    );
    const same: Record<string, unknown> = Object.fromEntries(kept);
    // OCI-P gives the national number, ODIN the same number in E.164.
    if (details.callingLineIdPhoneNumber !== undefined)
      same.callingLineIdPhoneNumber = 'spelt by each in its own way';
    if (details.address !== undefined) {
      const { stateOrProvinceDisplayName: _, ...address } = details.address;
      same.address = address;
    }
    return same;
  },
};

/** A part without its evidence: which commands were asked is the source's own affair. */
function bare(part: Part<unknown>, value: (value: never) => unknown = (same) => same): unknown {
  if (part.status === 'notAsked') return part;
  const { readAt: _, commands: __, ...rest } = part;
  if ('value' in rest) return { ...rest, value: value(rest.value as never) };
  // The words of a refusal are the source's own, too.
  return { status: rest.status };
}

function comparable({ schema, status, serviceProviderId, groupId, source, parts }: GroupAudit) {
  const { loginType, userId } = source;
  const same = Object.fromEntries(
    partNames.map((name) => [
      name,
      bare(parts[name], name === 'details' ? forced.details : undefined),
    ]),
  );
  return { schema, status, serviceProviderId, groupId, loginType, userId, parts: same };
}

function comparableTrunks({ schema, status, serviceProviderId, parts }: TrunkAudit) {
  return { schema, status, serviceProviderId, trunks: bare(parts.trunks) };
}

interface Sources {
  readonly simulator: Simulator;
  readonly ocip: Client;
  readonly odin: Client;
}

async function both(world: World, faults: readonly string[] = []): Promise<Sources> {
  const listen = ['tcp://127.0.0.1:0', 'odin+http://127.0.0.1:0'];
  const simulator = await startSimulator({ world, listen, faults });
  const { userId: username, password } = world.administrators.find(
    ({ loginType }) => loginType === 'System',
  )!;
  const open = (target: string) =>
    connect({ records: 'none', target, username, password, rate: 0 });
  const [ocip, odin] = await Promise.all(simulator.urls.map(open));
  return { simulator, ocip: ocip as Client, odin: odin as Client };
}

async function close({ simulator, ocip, odin }: Sources): Promise<void> {
  await Promise.all([ocip.close(), odin.close()]);
  await simulator.close();
}

for (const [name, world] of Object.entries(worlds))
  describe(`two sources: ${name}`, () => {
    let sources: Sources;
    before(async () => {
      sources = await both(world);
    });
    after(() => close(sources));

    for (const { serviceProviderId, groups } of world.serviceProviders) {
      // Rows that a world adds word for word are those of OCI-P tables.
      for (const { groupId } of groups.filter(({ raw }) => raw === undefined))
        test(`${serviceProviderId} / ${groupId} is the same`, async () => {
          const options = { serviceProviderId, groupId, parts: partNames };
          const [ocip, odin] = await Promise.all([
            sources.ocip.auditGroup(options),
            sources.odin.auditGroup(options),
          ]);
          assert.deepEqual(comparable(odin.audit), comparable(ocip.audit));
          assert.equal(ocip.audit.source.protocol, 'OCI-P');
          assert.equal(odin.audit.source.protocol, 'ODIN');
        });

      test(`the trunks of ${serviceProviderId} are the same`, async () => {
        const [ocip, odin] = await Promise.all([
          sources.ocip.auditTrunks({ serviceProviderId }),
          sources.odin.auditTrunks({ serviceProviderId }),
        ]);
        assert.deepEqual(comparableTrunks(odin), comparableTrunks(ocip));
        assert.equal(ocip.status, 'complete', JSON.stringify(ocip.parts.trunks));
      });
    }
  });

describe('two sources: what cannot be read', () => {
  let sources: Sources;
  const world = demoWorld();
  before(async () => {
    sources = await both(world);
  });
  after(() => close(sources));
  const [provider] = world.serviceProviders;
  const serviceProviderId = provider!.serviceProviderId;

  for (const groupId of ['no-such-group', 'fault-permission', 'fault-error'])
    test(`${groupId} fails in the same way`, async () => {
      const [ocip, odin] = await Promise.all(
        [sources.ocip, sources.odin].map(async (client) => {
          const { audit } = await client.auditGroup({ serviceProviderId, groupId });
          return [audit.status, ...partNames.map((name) => audit.parts[name].status)];
        }),
      );
      assert.deepEqual(odin, ocip);
      assert.equal(odin?.[0], 'failed');
    });

  test('a provider that is not there fails in the same way', async () => {
    for (const client of [sources.ocip, sources.odin]) {
      const { status, parts } = await client.auditTrunks({ serviceProviderId: 'nobody' });
      assert.equal(status, 'failed');
      assert.equal(parts.trunks.status, 'unknown');
    }
  });
});

describe('two sources: the quirks of ODIN change nothing', () => {
  const quirks = ['string-booleans', 'lone-object', 'no-list', 'none-text', 'extra-fields'];
  for (const quirk of quirks)
    test(quirk, async () => {
      const world = worlds['odd names and ranges']!;
      const sources = await both(world, [quirk]);
      try {
        for (const { serviceProviderId, groups } of world.serviceProviders)
          for (const { groupId } of groups) {
            const options = { serviceProviderId, groupId, parts: partNames };
            const ocip = await sources.ocip.auditGroup(options);
            const odin = await sources.odin.auditGroup(options);
            assert.deepEqual(comparable(odin.audit), comparable(ocip.audit));
          }
      } finally {
        await close(sources);
      }
    });
});

describe('two sources: digits that arrive as JSON numbers', () => {
  test('are marked, and what they lost is told; everything else stays the same', async () => {
    const sources = await both(fixture('documented-group'), ['loose-types']);
    try {
      const options = { serviceProviderId: 'Ent1', groupId: 'GrpA', parts: partNames };
      const ocip = comparable((await sources.ocip.auditGroup(options)).audit);
      const { audit } = await sources.odin.auditGroup(options);
      const { details } = audit.parts;
      assert.ok(details.status === 'known');
      assert.deepEqual(details.value.zerosDoubtful, ['callingLineIdDisplayPhoneNumber']);
      assert.equal(details.value.callingLineIdDisplayPhoneNumber, '1632123456');
      assert.match(details.notes.join(), /leading zeros/);
      const odin = comparable(audit);
      assert.deepEqual(
        { ...odin, parts: { ...odin.parts, details: undefined } },
        { ...ocip, parts: { ...ocip.parts, details: undefined } },
      );
    } finally {
      await close(sources);
    }
  });
});

describe('the example of the group audit script, field by field', () => {
  const expected = JSON.parse(
    readFileSync('test/fixtures/worlds/documented-group.expected.json', 'utf8'),
  );
  const key = { serviceProviderId: 'Ent1', groupId: 'GrpA' };
  const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

  for (const protocol of ['ocip', 'odin'] as const)
    test(`over ${protocol}`, async () => {
      const sources = await both(fixture('documented-group'));
      try {
        const { audit } = await sources[protocol].auditGroup({ ...key, numbers: 'states' });
        assert.equal(audit.status, 'complete');
        const result = plain(odinResult(audit));
        assert.deepEqual(result, expected);
        assert.equal(JSON.stringify(result), JSON.stringify(expected), 'the order of the keys too');
        const camel = plain(odinCamelResult(audit));
        assert.deepEqual(Object.keys(camel), [
          'groupDetail',
          'licenceBreakdown',
          'groupDNs',
          'groupTrunking',
        ]);
        assert.equal(camel.groupDNs.unassigned.totalUassignedDNs, 2);
        assert.deepEqual(
          camel.licenceBreakdown.userServices,
          expected.licence_breakdown.user_services,
        );
        assert.equal(partValue(audit.parts.users)?.count, 4);
      } finally {
        await close(sources);
      }
    });
});
