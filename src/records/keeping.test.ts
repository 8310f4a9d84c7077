import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { counters } from '../../test/records-fakes.js';
import { emptyFolder } from '../../test/run-cli.js';
import type { Fault } from '../fault.js';
import { verifierOf, verifyLog } from '../ledger/index.js';
import { openRecords, recorderAt } from './keeping.js';
import { originOf, recordPlace } from './place.js';
import { readRecord } from './read-record.js';
import type { Call } from './record.js';

const call = (changes: boolean): Call => ({
  endPointName: 'svc_v1:muster.test',
  url: '/api/v1/test/',
  method: changes ? 'PUT' : 'GET',
  changes,
  actor: { id: 'clerk@example.net', role: '12' },
  impact: { tenantId: 'HarbourTel', groupId: '', userId: '', instanceName: '' },
});

const placeIn = (folder: string) => {
  const [path, keyFile, headFile] = ['records.sqlite', 'key', 'head'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  return recordPlace({ path, keyFile, headFile });
};

test('a server keeps the ledger to itself, reads beside its writer, signs when asked', async () => {
  using folder = emptyFolder();
  const place = placeIn(folder.path);
  const records = await openRecords(place, {
    ...counters(),
    randomBytes: () => Buffer.from('abcdef'),
  });
  assert.equal(records.origin, `muster-${Buffer.from('abcdef').toString('hex')}`);
  assert.equal(await originOf(place), records.origin);
  await assert.rejects(openRecords(place, counters()), { code: 'LEDGER_BUSY' });

  const open = await records.recorder.open(call(true));
  const during = await readRecord(records.reader, open.id);
  assert.deepEqual([during?.status_code, records.size()], [null, 1]);
  await open.close({ status: 200 });
  assert.equal((await readRecord(records.reader, open.id))?.status_code, 200);
  assert.match(await records.checkpoint(), new RegExp(`^${records.origin}\n2\n`));

  await records.close();
  await records.close();
  await assert.rejects(records.recorder.open(call(false)), { code: 'LEDGER_UNAVAILABLE' });
});

test('what another one left open is marked as unknown by the next, who hears how many', async () => {
  using folder = emptyFolder();
  const place = placeIn(folder.path);
  const first = await openRecords(place, counters());
  const left = await first.recorder.open(call(true));
  await first.recorder.open(call(false));
  // As a crash does it: the store is let go of, and nobody says how it ended.
  const writer = await place.store.read();
  await writer.close();
  const reopened: number[] = [];
  await first.close();
  const second = await openRecords(place, {
    ...counters(),
    onUnknown: (count) => reopened.push(count),
  });
  // An orderly end has marked it already.
  assert.deepEqual(reopened, []);
  const record = await readRecord(second.reader, left.id);
  assert.equal(JSON.parse(record!.extra_data!).outcome, 'unknown');
  await second.close();
});

test('a change of which nobody knows whether it happened ends as unknown, with its status', async () => {
  using folder = emptyFolder();
  const place = placeIn(folder.path);
  const records = await openRecords(place, counters());
  const open = await records.recorder.open(call(true));
  await open.close({ status: 504, outcome: 'unknown' });
  const record = await readRecord(records.reader, open.id);
  assert.equal(record!.status_code, 504);
  assert.equal(JSON.parse(record!.extra_data!).outcome, 'unknown');
  const [row] = await records.reader.find({
    where: [{ field: 'outcome', is: 'unknown' }],
    order: 'newest',
    limit: 2,
  });
  assert.equal(row?.record, open.id);
  await records.checkpoint();
  const state = await records.reader.state();
  const { firstWrong } = await verifyLog({
    entries: records.reader.entries(0, state.size),
    state,
    origin: records.origin,
    checkpoints: await records.reader.checkpoints(),
    verifiers: [verifierOf(records.verifierKey)!],
  });
  assert.equal(firstWrong, undefined);
  await records.close();
});

test('a run opens nothing until there is something to enter', async () => {
  using folder = emptyFolder();
  const place = placeIn(folder.path);
  const holder = await openRecords(place, counters());
  const run = recorderAt(place, counters());
  const open = await run.open(call(false));
  await assert.rejects(open.close({ status: 200 }), { code: 'LEDGER_BUSY' });
  await run.close();
  await holder.close();
  const next = recorderAt(place, counters());
  await (await next.open(call(false))).close({ status: 200 });
  await next.close();
  const reader = await place.store.read();
  assert.equal((await reader.state()).size, 1);
  await reader.close();
});

test('where reads may go unrecorded the trouble is told, and a change is refused all the same', async () => {
  using folder = emptyFolder();
  const blocked = join(folder.path, 'no-folder');
  writeFileSync(blocked, '');
  const told: Fault[] = [];
  const run = recorderAt(placeIn(join(blocked, 'deeper')), {
    ...counters(),
    readsMayGoUnrecorded: true,
    onTrouble: (fault) => told.push(fault),
  });
  await (await run.open(call(false))).close({ status: 200 });
  assert.deepEqual(
    told.map(({ code }) => code),
    ['LEDGER_UNAVAILABLE'],
  );
  await assert.rejects(run.open(call(true)), { code: 'LEDGER_UNAVAILABLE' });
  await run.close();
});
