// Old and new releases: the newest form of a command first, one step down at a time, only where that can help.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AuditResult,
  type Client,
  connect,
  type PartName,
  type Trunking,
} from '../../src/index.js';
import { password, username } from '../run-cli.js';
import { document, groupReply, healthy, refusal, reply, trunkReply } from '../stub-answers.js';
import { type Answers, type Exchange, StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };
const invalid = refusal(6004, 'OCI XML Request validation error');

interface Setting {
  readonly answers: Answers;
  readonly on?: (exchange: Exchange) => boolean | undefined;
}

/** Runs with a client of a stub that is otherwise healthy. */
async function withClient<T>(
  { answers, on }: Setting,
  run: (client: Client, stub: StubServer) => Promise<T>,
): Promise<T> {
  await using stub = await StubServer.start({
    answers: { ...healthy, ...answers },
    ...(on === undefined ? {} : { on }),
  });
  await using client = await connect({
    records: 'none',
    target: stub.url,
    username,
    password,
    timeoutMs: 5000,
  });
  return await run(client, stub);
}

const only = (part: PartName, answers: Answers): Promise<AuditResult> =>
  withClient({ answers }, (client) => client.auditGroup({ ...key, parts: [part] }));

const forms = ['22V5', '22V4', '22V3', '22V2', '22', '14sp7', ''];

/** Knows GroupGetRequest from `newest` on down. */
const knowsFrom = (newest: string): Answers =>
  Object.fromEntries(
    forms.map((form, at) => [
      `GroupGetRequest${form}`,
      at < forms.indexOf(newest) ? invalid : groupReply(form),
    ]),
  );

for (const form of forms)
  test(`a switch whose newest form is GroupGetRequest${form} is read with it, and remembered for the next group`, async () => {
    await withClient({ answers: knowsFrom(form) }, async (client, stub) => {
      const first = await client.auditGroup({ ...key, parts: ['details'] });
      assert.equal(first.audit.status, 'complete', first.message);
      const before = stub.reads.length;
      const second = await client.auditGroup({ ...key, groupId: 'Lighthouse', parts: ['details'] });
      assert.equal(second.audit.parts.details.status, 'known');
      assert.deepEqual(stub.reads.slice(before), [`GroupGetRequest${form}`]);
    });
  });

test('a release that is known skips forms that it cannot have', async () => {
  const version = reply('SystemSoftwareVersionGetResponse', '<version>Rel_21.sp1_1.551</version>');
  const answers = { ...knowsFrom('14sp7'), SystemSoftwareVersionGetRequest: version };
  await withClient({ answers }, async (client, stub) => {
    const { audit } = await client.auditGroup({ ...key, parts: ['details'] });
    assert.equal(audit.status, 'complete');
    assert.equal(audit.source.release, 'Rel_21.sp1_1.551');
    assert.ok(stub.count('GroupGetRequest22') === 0, stub.reads.join());
  });
});

test('no other refusal than a validation error leads to an older form', async () => {
  for (const [code, status] of [
    [5404, 'outOfScope'],
    [4008, 'unknown'],
    [4003, 'unknown'],
  ] as const) {
    const answers = { ...knowsFrom('22V5'), GroupGetRequest22V5: refusal(code, 'No.') };
    await withClient({ answers }, async (client, stub) => {
      const { audit } = await client.auditGroup({ ...key, parts: ['details'] });
      assert.equal(audit.parts.details.status, status);
      assert.deepEqual(
        stub.reads.filter((name) => name.startsWith('GroupGetRequest')),
        ['GroupGetRequest22V5'],
      );
    });
  }
});

test('a switch that knows no form at all leaves the details unknown, after one try of each', async () => {
  const answers = Object.fromEntries(forms.map((form) => [`GroupGetRequest${form}`, invalid]));
  const version = refusal(5404, 'Unauthorized transaction.');
  await withClient(
    { answers: { ...answers, SystemSoftwareVersionGetRequest: version } },
    async (client, stub) => {
      const { audit } = await client.auditGroup({ ...key, parts: ['details'] });
      assert.equal(audit.parts.details.status, 'unknown');
      assert.equal(stub.reads.filter((name) => name.startsWith('GroupGetRequest')).length, 7);
    },
  );
});

test('one unknown command that spoils a whole document costs only itself', async () => {
  // As real servers do it: the schema check fails for the document, and a single error answers for all.
  const on = ({ names, commands, sessionId, send }: Exchange) => {
    if (!names.includes('GroupGetRequest22V5') || commands.length === 0) return undefined;
    send(document(sessionId, invalid));
    return true;
  };
  await withClient({ answers: knowsFrom('22V2'), on }, async (client) => {
    const { audit } = await client.auditGroup(key);
    assert.equal(audit.status, 'complete', JSON.stringify(audit.parts));
  });
});

const trunk = (form: string, inside: string) => ({
  GroupTrunkGroupGetRequest23:
    form === '23' ? reply('GroupTrunkGroupGetResponse23', inside) : invalid,
  [`GroupTrunkGroupGetRequest${form}`]: reply(`GroupTrunkGroupGetResponse${form}`, inside),
});
const quantity = (name: string, inside: string) => `<${name}>${inside}</${name}>`;
const four =
  quantity('maxAvailableActiveCalls', '<quantity>40</quantity>') +
  quantity('burstingMaxActiveCalls', '<quantity>0</quantity>') +
  quantity('burstingMaxAvailableActiveCalls', '<unlimited>true</unlimited>');
const none = 'notOnThisRelease';

const trunkForms: readonly (readonly [string, string, readonly Trunking[keyof Trunking][]])[] = [
  [
    '23',
    `<maxActiveCalls>10</maxActiveCalls>${four}<maxAvailableNumberOfBurstingBTLUs><unlimited>true</unlimited></maxAvailableNumberOfBurstingBTLUs><numberOfBurstingBTLUs>0</numberOfBurstingBTLUs>`,
    [10, 40, 0, 'unlimited', 'unlimited', 0],
  ],
  ['14sp9', `<maxActiveCalls>10</maxActiveCalls>${four}`, [10, 40, 0, 'unlimited', none, none]],
  [
    '14sp1',
    `<maxActiveCalls><unlimited>true</unlimited></maxActiveCalls>${four}`,
    ['unlimited', 40, 0, 'unlimited', none, none],
  ],
  [
    '',
    '<maxActiveCalls><quantity>10</quantity></maxActiveCalls><maxAvailableActiveCalls><unlimited>true</unlimited></maxAvailableActiveCalls>',
    [10, 'unlimited', none, none, none, none],
  ],
];

for (const [form, inside, figures] of trunkForms)
  test(`trunk capacity by GroupTrunkGroupGetRequest${form}: its figures, and unlimited as a word`, async () => {
    const { audit } = await only('trunking', trunk(form, inside));
    const part = audit.parts.trunking;
    assert.equal(part.status, 'known', JSON.stringify(part));
    assert.deepEqual(part.status === 'known' && Object.values(part.value), figures);
  });

test('no trunk service is not applicable, no right is out of scope, anything else is unknown', async () => {
  for (const [code, words, status, whole] of [
    [4410, 'Service is not assigned to this subscriber.', 'notApplicable', 'complete'],
    [5404, 'Unauthorized transaction.', 'outOfScope', 'failed'],
    [4008, 'Group not found: Quayside', 'unknown', 'failed'],
    [9999, 'Something new.', 'unknown', 'failed'],
  ] as const) {
    const { audit } = await only('trunking', { GroupTrunkGroupGetRequest23: refusal(code, words) });
    assert.deepEqual([audit.parts.trunking.status, audit.status], [status, whole], `${code}`);
    assert.ok(JSON.stringify(audit.parts.trunking).includes(words));
  }
});

test('a trunk figure that is missing or odd is unknown and told, never zero', async () => {
  const odd = trunkReply
    .replace('<maxActiveCalls>10</maxActiveCalls>', '')
    .replace('<quantity>40</quantity>', '<quantity>many</quantity>');
  const { audit } = await only('trunking', { GroupTrunkGroupGetRequest23: odd });
  const part = audit.parts.trunking;
  assert.equal(part.status, 'partial');
  if (part.status !== 'partial') return;
  assert.deepEqual(
    [
      part.value.maxActiveCalls,
      part.value.maxAvailableActiveCalls,
      part.value.numberOfBurstingBTLUs,
    ],
    ['unknown', 'unknown', 0],
  );
  assert.equal(part.problems.length, 2);
});

test('details without a user limit keep everything else', async () => {
  const without = groupReply().replace('<userLimit>50</userLimit>', '');
  const result = await only('details', { GroupGetRequest22V5: without });
  assert.equal(result.audit.parts.details.status, 'partial');
  assert.deepEqual(
    [result.payload.group_details?.user_limit, result.payload.group_details?.group_name],
    [null, 'Quayside Ltd'],
  );
  assert.match(result.message, /userLimit was left out/);
});
