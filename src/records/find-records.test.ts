// Finding, paging, following and checking the index, over records that a recorder made.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counters, fakeLedger } from '../../test/records-fakes.js';
import { checkSearch } from './check-search.js';
import { findRecords, listRecords, type RecordFilter } from './find-records.js';
import { follow } from './follow.js';
import type { Call } from './record.js';
import { openRecorder } from './recorder.js';

const call = (changes: Partial<Call>): Call => ({
  endPointName: 'svc_v1:harbour.tenant.group',
  url: '/api/v1/tenants/Harbour/groups/Quay/',
  method: 'GET',
  changes: false,
  actor: { id: 'admin@saltmarsh.example', role: '12' },
  impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' },
  ...changes,
});

/** Six records: statuses 200, 200, 404, 500, 207 and one that is open. */
async function sixRecords() {
  const ledger = fakeLedger();
  const recorder = openRecorder({ ledger, policy: [], ...counters() });
  const make = async (changes: Partial<Call>, status?: number) => {
    const record = await recorder.open(call(changes));
    if (status !== undefined) await record.close({ status });
    return record;
  };
  const impact = { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' };
  const records = [
    await make({}, 200),
    await make({ impact: { ...impact, userId: 'ines@saltmarsh.example' }, method: 'put' }, 200),
    await make({ impact: { ...impact, groupId: 'Dock' } }, 404),
    await make({ actor: { id: 'noor@saltmarsh.example', role: '8' } }, 500),
    await make({ impact: { ...impact, tenantId: 'Other', instanceName: 'Bank Holidays' } }, 207),
    await make({ changes: true, method: 'PUT', endPointName: 'svc_v1:harbour.tenant' }),
  ];
  return { ledger, recorder, records, reader: ledger.reader };
}

test('records are found by each filter, and by all of them together', async () => {
  const { reader, records } = await sixRecords();
  const found = async (filter: RecordFilter) => {
    const page = await listRecords(reader, filter, { order: 'oldest', count: true });
    assert.equal(page.count, page.records.length);
    return page.records.map(({ id }) => records.findIndex((one) => one.id === id));
  };
  assert.deepEqual(await found({}), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(await found({ groupId: 'Quay' }), [0, 1, 3, 4, 5]);
  assert.deepEqual(await found({ groupId: 'Quay', tenantId: 'Harbour' }), [0, 1, 3, 5]);
  assert.deepEqual(await found({ groupId: 'quay' }), []);
  assert.deepEqual(await found({ userId: 'ines@saltmarsh.example' }), [1]);
  assert.deepEqual(await found({ instanceName: 'Bank Holidays' }), [4]);
  assert.deepEqual(await found({ authorId: 'noor@saltmarsh.example' }), [3]);
  assert.deepEqual(await found({ endPointName: 'svc_v1:harbour.tenant' }), [5]);
  assert.deepEqual(await found({ method: 'put' }), [5]);
  assert.deepEqual(await found({ statusCode: '404' }), [2]);
  assert.deepEqual(await found({ statusCode: '2xx' }), [0, 1, 4]);
  assert.deepEqual(await found({ outcome: 'open' }), [5]);
  assert.deepEqual(await found({ outcome: 'partial' }), [4]);
  assert.deepEqual(await found({ changes: 'true' }), [5]);
  assert.deepEqual(await found({ changes: 'false', groupId: 'Dock' }), [2]);
  assert.deepEqual(
    await found({ from: '2026-11-21T13:00:00Z', to: '2026-11-21T13:00:00.003Z' }),
    [0],
  );
  assert.deepEqual(
    await found({ from: '2026-11-21T14:00:00+01:00', tenantId: '' }),
    [0, 1, 2, 3, 4, 5],
  );
  assert.deepEqual(await found({ to: '2026-11-21' }), []);
});

test('what is asked for wrongly is refused, with what is known', async () => {
  const { reader } = await sixRecords();
  for (const [filter, options, why] of [
    [{ group: 'x' }, {}, /no filter group; known are tenantId, groupId/],
    [{ statusCode: '4x' }, {}, /like 404 or 4xx/],
    [{ outcome: 'good' }, {}, /succeeded/],
    [{ changes: 'yes' }, {}, /true or false/],
    [{ from: 'yesterday' }, {}, /from must be a time/],
    [{ to: '2026-13-45T99:00:00Z' }, {}, /to must be a time/],
    [{ groupId: 7 }, {}, /must be a text/],
    [{}, { limit: 0 }, /1 to 1000/],
    [{}, { limit: 1.5 }, /1 to 1000/],
    [{}, { order: 'best' }, /newest or oldest/],
    [{}, { cursor: 'x' }, /cursor/],
    [{}, { cursor: 'x'.repeat(10_000) }, /cursor/],
  ] as const)
    await assert.rejects(
      findRecords(reader, filter as never, options as never),
      (thrown: { code?: string; message: string }) =>
        thrown.code === 'USAGE_INVALID' && why.test(thrown.message),
    );
});

test('pages give every record once, whatever is written meanwhile, and cursors fit their own list only', async () => {
  const { reader, records, recorder } = await sixRecords();
  for (const order of ['newest', 'oldest'] as const) {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await findRecords(
        reader,
        { groupId: 'Quay' },
        { order, limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      );
      seen.push(...page.records.map(({ internal_id }) => internal_id));
      cursor = page.nextCursor;
      if (order === 'newest') await (await recorder.open(call({}))).close({ status: 200 });
    }
    const wanted = [0, 1, 3, 4, 5].map((at) => records[at]?.id);
    assert.deepEqual(seen.slice(0, 5), order === 'newest' ? wanted.reverse() : wanted);
    assert.equal(new Set(seen).size, seen.length);
  }
  const { nextCursor } = await listRecords(reader, { groupId: 'Quay' }, { limit: 2 });
  assert.ok(nextCursor);
  for (const [filter, order] of [
    [{ groupId: 'Dock' }, 'newest'],
    [{ groupId: 'Quay' }, 'oldest'],
    [{}, 'newest'],
  ] as const)
    await assert.rejects(listRecords(reader, filter, { order, cursor: nextCursor }), /cursor/);
});

test('following gives what ends after it began, each once', async () => {
  const { ledger, reader, recorder, records } = await sixRecords();
  const since = ledger.size - 2;
  const steps = [
    async () => records[5]?.close({ status: 200 }),
    async () =>
      (
        await recorder.open(
          call({ impact: { tenantId: 'Harbour', groupId: 'Quay', userId: '', instanceName: '' } }),
        )
      ).close({ status: 404 }),
    async () => (await recorder.open(call({ changes: true }))).close({ status: 200 }),
  ];
  const wait = async () => {
    const step = steps.shift();
    await step?.();
    return step !== undefined;
  };
  const seen: (number | null)[] = [];
  for await (const record of follow(reader, { groupId: 'Quay' }, { since, wait }))
    seen.push(record.status_code);
  assert.deepEqual(seen, [200, 404, 200]);
  const some: (number | null)[] = [];
  let rounds = 0;
  const twice = async () => ++rounds < 2;
  for await (const record of follow(reader, { statusCode: '4xx' }, { since: -1, wait: twice }))
    some.push(record.status_code);
  assert.deepEqual(some, [404, 404]);
});

test('an index that says what the entries say is in order; every change of it is found', async () => {
  const { ledger, reader, records } = await sixRecords();
  let read = 0;
  const clean = await checkSearch(reader, (count) => {
    read = count;
  });
  assert.deepEqual(clean, { records: 6, wrong: 0, troubles: [] });
  assert.equal(read, ledger.size);
  const fields = [
    'tenant',
    'group',
    'user',
    'instance',
    'author',
    'endpoint',
    'method',
    'status',
    'outcome',
    'time',
    'answered',
    'changes',
  ];
  for (const field of fields) {
    const row = ledger.rows[1]!;
    const before = row.values[field]!;
    row.values[field] = typeof before === 'number' ? before + 1 : `${before}x`;
    const { troubles, wrong } = await checkSearch(reader);
    assert.deepEqual([wrong, troubles[0]?.record], [1, records[1]?.id], field);
    assert.ok(
      troubles[0]?.why.includes(field) &&
        (before === '' || !troubles[0].why.includes(String(before))),
    );
    row.values[field] = before;
  }
  const [row] = ledger.rows.splice(2, 1);
  assert.match((await checkSearch(reader)).troubles[0]?.why ?? '', /does not have it/);
  ledger.rows.splice(2, 0, row!);
  ledger.rows.push({ ...row!, record: 'made up', first: 3 });
  assert.equal((await checkSearch(reader)).troubles[0]?.record, 'made up');
  ledger.rows.pop();
  ledger.rows[0]!.last = 5;
  assert.match((await checkSearch(reader)).troubles[0]?.why ?? '', /last entry/);
  ledger.rows[0]!.last = 500;
  assert.match((await checkSearch(reader)).troubles[0]?.why ?? '', /entry that there is not/);
  ledger.rows[0]!.last = 0;
  ledger.erase(1, 'user');
  assert.match((await checkSearch(reader)).troubles[0]?.why ?? '', /user was erased/);
  ledger.rows[1]!.values.user = null;
  assert.equal((await checkSearch(reader)).wrong, 0);
});
