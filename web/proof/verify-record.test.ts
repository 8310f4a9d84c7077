// The record that the page puts together from proven entries, beside the one that the server shows: alike when the server is
// honest, whatever was erased, and never alike when something is shown that the entries do not hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openingsIn } from '../../src/ledger/index.js';
import { listRecords } from '../../src/records/find-records.js';
import { findOpen, markUnknown } from '../../src/records/open-records.js';
import { readRecord } from '../../src/records/read-record.js';
import type { Call, CallEnd } from '../../src/records/record.js';
import { openRecorder } from '../../src/records/recorder.js';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { storyOf } from '../record/story.js';
import type { ProvenEntry } from './verify-proof.js';
import { compareRecord } from './verify-record.js';

const call: Call = {
  endPointName: 'svc_v1:harbour.tenant.group.user.acr',
  url: '/api/v1/tenants/Harbour/groups/Quay/users/ines@saltmarsh.example/services/acr/',
  method: 'PUT',
  changes: true,
  actor: { id: 'admin@saltmarsh.example', role: '12' },
  impact: {
    tenantId: 'Harbour',
    groupId: 'Quay',
    userId: 'ines@saltmarsh.example',
    instanceName: 'x',
  },
  request: { type: 'application/json', content: '{"active":true,"password":"tide-7"}' },
};

function recording() {
  const ledger = fakeLedger();
  const policy = [{ name: 'all', bodies: 'full', south: 'full' }] as const;
  return { ledger, recorder: openRecorder({ ledger, policy, ...counters() }) };
}

/** What a proof file of the record would hold. */
async function provenOf(ledger: ReturnType<typeof fakeLedger>, id: string): Promise<ProvenEntry[]> {
  return (await ledger.reader.entriesOf(id)).map(({ index, header, openings }) => ({
    index,
    header: Buffer.from(header).toString(),
    openings: openingsIn(Buffer.from(openings))!,
  }));
}

/** A change with messages to an element. */
async function changed(more: Partial<Call> = {}) {
  const { ledger, recorder } = recording();
  const record = await recorder.open({ ...call, ...more });
  const message = { protocol: 'BS-OCI', format: 'xml', commands: ['UserModifyRequest'] } as const;
  const sent = record.south.request({ ...message, content: Buffer.from('<command/>') });
  sent.write(Buffer.from('<answer/>'));
  sent.end();
  await record.close({ status: 200, answer: { type: 'application/json', content: '{"a":1}' } });
  return { ledger, id: record.id };
}

async function compared(ledger: ReturnType<typeof fakeLedger>, id: string, more = {}) {
  const shown = await readRecord(ledger.reader, id);
  assert.ok(shown);
  const found = compareRecord(await provenOf(ledger, id), { ...shown, ...more });
  const differing = found.members
    .filter(({ state }) => state === 'differs')
    .map(({ name }) => name);
  return { ...found, shown, differing };
}

const namesIn = (header: Buffer): readonly string[] => {
  const { subjects, parts } = JSON.parse(header.toString()) as {
    readonly subjects: readonly { readonly kind: string }[];
    readonly parts: readonly { readonly name: string }[];
  };
  return [...subjects.map(({ kind }) => kind), ...parts.map(({ name }) => name)];
};

const told = {
  messages: undefined,
  bodyHash: 'a hash',
  claims: { author_id: 'portal@saltmarsh.example', request_time: '2026-01-01T00:00:00Z' },
};

test('whatever was erased, an honest record is what was proven, and is not called whole', async () => {
  let count = 0;
  for (const more of [{}, { told }] as readonly Partial<Call>[]) {
    const whole = await changed(more);
    const { matches, isWhole } = await compared(whole.ledger, whole.id);
    assert.ok(matches && isWhole);
    for (const { index, header } of whole.ledger.entries)
      for (const name of namesIn(header)) {
        const { ledger, id } = await changed(more);
        ledger.erase(index, name);
        const found = await compared(ledger, id);
        assert.ok(found.matches, `${index} ${name}: ${found.differing}`);
        // A later entry may hold the same subject again, and what stands last counts.
        const later = whole.ledger.entries.slice(index + 1).map((entry) => namesIn(entry.header));
        const isHeld = later.some((names) => names.includes(name));
        assert.equal(found.isWhole, isHeld, `${index} ${name}`);
        for (const [at, names] of later.entries())
          if (names.includes(name)) ledger.erase(index + 1 + at, name);
        const gone = await compared(ledger, id);
        assert.ok(gone.matches && !gone.isWhole, `${name}: ${gone.differing}`);
        count += 1;
      }
  }
  assert.ok(count > 20, `${count}`);
});

test('what was taken out of a proof proves nothing that is shown in its place', async () => {
  const { ledger, id } = await changed();
  const shown = await readRecord(ledger.reader, id);
  const entries = await provenOf(ledger, id);
  const withheld = (keeps: (name: string) => boolean) =>
    entries.map((entry) => {
      const names = namesIn(Buffer.from(entry.header));
      const openings = entry.openings.map((opening, at) =>
        keeps(names[at]!) ? opening : ({ state: 'erased' } as const),
      );
      return { ...entry, openings };
    });
  // Everything is withheld, and a record is shown that is forged from top to bottom.
  const forged = { author_id: 'mallory@example.net', impacted_user_id: 'x', request_data: '{}' };
  const none = withheld(() => false);
  for (const [name, value] of Object.entries(forged)) {
    const { matches, members } = compareRecord(none, { ...shown, [name]: value });
    assert.equal(matches, false);
    const said = members.find((one) => one.name === name);
    assert.deepEqual(said, { name, state: 'differs', why: 'missing' });
  }
  // One body is withheld: how it ended, and who is said to have made it, do not hang on it.
  const part = withheld((name) => name !== 'answer');
  const honest = { ...shown, answer_data: '' };
  const extra = (value: unknown) => {
    const { matches, members } = compareRecord(part, { ...honest, extra_data: value });
    return [matches, members.find(({ name }) => name === 'extra_data')?.state];
  };
  assert.deepEqual(extra(null), [false, 'differs'], 'an honest record says that it is gone');
  for (const lie of [
    { claimed: { author_id: 'mallory@example.net', request_time: '2020-01-01T00:00:00Z' } },
    { outcome: 'refused' },
    { outcome: 'unknown' },
  ])
    assert.deepEqual(extra(JSON.stringify(lie)), [false, 'differs'], JSON.stringify(lie));
});

test('messages of an entry that was left out of the proof are missed', async () => {
  const { ledger, id } = await changed();
  const entries = (await provenOf(ledger, id)).map((entry) => ({
    ...entry,
    header: entry.header.replace(/"messages":\d+/, '"messages":4'),
  }));
  const { isWhole, members } = compareRecord(entries, { ...(await readRecord(ledger.reader, id)) });
  assert.equal(isWhole, false);
  assert.deepEqual(
    members.find(({ name }) => name === 'south_data'),
    {
      ...{ name: 'south_data', state: 'notCovered', why: 'missing' },
    },
  );
});

test('the record says of each outcome what its summary says, and what was proven', async () => {
  const ends: readonly (CallEnd | undefined)[] = [
    { status: 200 },
    { status: 204 },
    { status: 207 },
    { status: 302 },
    { status: 404 },
    { status: 500 },
    { status: 504, outcome: 'unknown' },
    // An element has refused inside a success.
    { status: 200, outcome: 'refused' },
    { status: 403, outcome: 'refused' },
    undefined,
  ];
  const seen = new Set<string>();
  for (const end of ends)
    for (const changes of [true, false]) {
      if (end === undefined && !changes) continue;
      const { ledger, recorder } = recording();
      const record = await recorder.open({ ...call, changes });
      if (end !== undefined) await record.close(end);
      const check = async () => {
        const { records } = await listRecords(ledger.reader, {});
        const { shown, matches, differing } = await compared(ledger, record.id);
        const { outcome } = storyOf(shown);
        assert.equal(outcome, records[0]?.outcome, JSON.stringify(end));
        assert.ok(matches, `${differing}`);
        seen.add(outcome);
      };
      await check();
      if (end !== undefined) continue;
      await markUnknown(ledger, await findOpen(ledger.reader));
      await check();
    }
  assert.deepEqual([...seen].sort(), [
    'failed',
    'open',
    'partial',
    'refused',
    'succeeded',
    'unknown',
  ]);
});
