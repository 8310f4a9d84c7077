// What `muster serve` records of changes: the whole way there and back, a process that is killed in the middle, an answer that
// never comes, a disk that is full.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { credentials, emptyFolder, muster } from '../run-cli.js';
import {
  acr,
  amelia,
  askedSimulator,
  assertVerified,
  auditor,
  changeAcr,
  office,
  recordsIn,
  Server,
} from '../serve-process.js';

const audited = '/api/v1/local/audit_records/';

interface SouthMessage {
  readonly id: string;
  readonly type: string;
  readonly protocol: string;
  readonly content: string;
}

async function found(server: Server, headers: { Cookie: string }, filter: string) {
  const answer = await server.call('GET', `${audited}?${filter}&method=PUT`, { headers });
  assert.equal(answer.status, 200, answer.text);
  return answer.json.auditRecords as Record<string, string & number>[];
}

test('a change comes to BroadWorks, and its record is found, whole, and proven', async () => {
  using folder = emptyFolder();
  await using simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(office);
  const isActive = async () => (await server.call('GET', acr, { headers })).json.active;
  const before = await isActive();
  const put = await server.call('PUT', acr, { headers, body: { active: !before } });
  assert.equal(put.status, 200, put.text);
  assert.equal(await isActive(), !before);
  const id = put.headers.get('x-audit-record-id')!;
  for (const filter of ['groupId=Head-Office', `userId=${encodeURIComponent(amelia)}`]) {
    const [record, ...others] = await found(server, headers, filter);
    assert.equal(others.length, 0);
    assert.equal(record!.internal_id, id);
    assert.equal(record!.status_code, 200);
    assert.equal(record!.author_id, office);
    const messages = JSON.parse(record!.south_data!) as SouthMessage[];
    const request = messages.find(({ content }) => content.includes(changeAcr))!;
    assert.ok(request.content.includes(`<isActive>${!before}</isActive>`), request.content);
    assert.equal(request.protocol, 'BS-OCI');
    const pair = messages.filter((one) => one.id === request.id);
    assert.deepEqual(
      pair.map(({ type }) => type),
      ['request', 'answer'],
    );
    assert.match(pair[1]!.content, /SuccessResponse/);
  }
  const file = join(folder.path, 'proof.json');
  const proof = await server.call('GET', `${audited}${id}/proof/`, { headers });
  assert.equal(proof.status, 200, proof.text);
  writeFileSync(file, proof.text);
  await server.stop();
  const checked = await recordsIn(folder.path, 'verify-proof', file);
  assert.equal(checked.code, 0, checked.stderr);
  writeFileSync(file, proof.text.replace(/"index": ?\d+/, '"index": 1'));
  assert.notEqual((await recordsIn(folder.path, 'verify-proof', file)).code, 0);
  await assertVerified(folder.path);
});

test('killed in the middle of a change it leaves a record that says that nobody knows', async () => {
  using folder = emptyFolder();
  await using simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!];
  await using first = await Server.start(words, { folder: folder.path });
  const headers = await first.signIn(office);
  simulator.faults.add(`silent@${changeAcr}`);
  const asked = simulator.asked(changeAcr);
  const call = first.call('PUT', acr, { headers, body: { active: true } });
  const lost = assert.rejects(call);
  await asked;
  await first.kill();
  await lost;
  simulator.faults.clear();
  await using second = await Server.start(words, { folder: folder.path });
  assert.match(second.running.stdout, /1 records? had no end/);
  const again = await second.signIn(office);
  for (const filter of ['groupId=Head-Office', `userId=${encodeURIComponent(amelia)}`]) {
    const [record, ...others] = await found(second, again, filter);
    assert.equal(others.length, 0);
    assert.equal(record!.status_code, null);
    assert.equal(record!.request_data, '{"active":true}');
    assert.equal(JSON.parse(record!.extra_data!).outcome, 'unknown');
  }
  const [known] = await found(second, again, 'outcome=unknown&groupId=Head-Office');
  assert.equal(known!.author_id, office);
  assert.equal(simulator.commands.filter(({ name }) => name === changeAcr).length, 1);
  await second.stop();
  await assertVerified(folder.path);
});

test('a change whose answer never comes is sent once, and told as unknown', async () => {
  using folder = emptyFolder();
  await using simulator = await askedSimulator();
  const words = ['--target', simulator.urls[0]!, '--timeout', '500ms'];
  await using server = await Server.start(words, { folder: folder.path });
  const headers = await server.signIn(office);
  simulator.faults.add(`silent@${changeAcr}`);
  const put = await server.call('PUT', acr, { headers, body: { active: true } });
  assert.equal(put.status, 504, put.text);
  const [error] = put.json.errors;
  assert.equal(error.message, 'OUTCOME_UNKNOWN');
  assert.equal(put.json._record_internal_id, put.headers.get('x-audit-record-id'));
  simulator.faults.clear();
  const [record] = await found(server, headers, 'groupId=Head-Office&outcome=unknown');
  assert.equal(record!.internal_id, put.json._record_internal_id);
  assert.equal(record!.status_code, 504);
  assert.equal(simulator.commands.filter(({ name }) => name === changeAcr).length, 1);
  await server.stop();
  await assertVerified(folder.path);
});

/** Whether limits of a process can be changed while it runs. */
const limiter = 'prlimit';
const canLift = spawnSync(limiter, ['--version']).status === 0;

for (const reads of ['required', 'optional'] as const)
  test(`on a full disk no change is made; reads are ${reads} to be recorded`, async (context) => {
    using folder = emptyFolder();
    const { path } = folder;
    await using simulator = await askedSimulator();
    const words = ['--target', simulator.urls[0]!, '--record-reads', reads];
    const env = { ...credentials };
    await using server = await Server.start(words, { folder: path, env, largestFile: 400 });
    const headers = await server.signIn(office);
    const made = await muster(['token', 'create', '--name', 'other', '--role', 'recorder'], {
      env: { HOME: path },
    });
    const bearer = { Authorization: `Bearer ${made.stdout.trim()}` };
    const before = simulator.commands.filter(({ name }) => name === changeAcr).length;
    const put = () => server.call('PUT', acr, { headers, body: { active: true } });
    // Records of another portal fill it.
    let answer = await server.call('GET', '/health/ready');
    for (let count = 0; count < 50 && answer.status !== 503; count += 1)
      answer = await server.call('POST', audited, { headers: bearer, body: large(count) });
    assert.equal(answer.status, 503, answer.text);
    const refused = await put();
    assert.equal(refused.status, 503, refused.text);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal(refused.json.errors[0].message, 'UNAVAILABLE');
    assert.equal(simulator.commands.filter(({ name }) => name === changeAcr).length, before);
    const read = await server.call('GET', acr, { headers });
    assert.equal(read.status, reads === 'required' ? 503 : 200, read.text);
    assert.ok(reads === 'required' || 'active' in read.json);
    const ready = await server.call('GET', '/health/ready');
    assert.equal(ready.status, 503);
    assert.match(ready.json.checks.ledger, /^failed: /);
    if (!canLift) context.diagnostic('prlimit is not here: that it recovers was not looked at');
    else {
      const lift = ['--pid', String(server.running.child.pid), '--fsize=unlimited'];
      assert.equal(spawnSync(limiter, lift).status, 0);
      // The first calls find out that it can be written again.
      let after = await put();
      for (let tries = 0; tries < 200 && after.status === 503; tries += 1) after = await put();
      assert.equal(after.status, 200, after.text);
      assert.equal((await server.call('GET', '/health/ready')).status, 200);
      await server.stop();
      await assertVerified(path);
    }
  });

const large = (count: number) => ({
  internal_id: `8eac277c-090e-41c4-adfc-1ecaf14a0134-${count}.000001`,
  end_point_name: 'svc_v1:apio.other',
  end_point_full_url: '/api/v1/other/',
  http_method: 'GET',
  status_code: 200,
  // No two bytes are alike enough to be pressed together.
  answer_data: Buffer.from(
    Array.from({ length: 60_000 }, (_, at) => (at * 7919 + count) % 251),
  ).toString('base64'),
  answer_payload: 'text/plain',
  author_id: auditor,
});
