// Audit records of the library: one for each call, durable before a change goes south, and none when nobody wants them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  type AuditRecord,
  connect,
  type LibraryRecords,
  openRecordStore,
} from '../../src/index.js';
import { verifierOf, verifyLog } from '../../src/ledger/index.js';
import { checkSearch, findRecords, recordPlace } from '../../src/records/index.js';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { emptyFolder, password, username } from '../run-cli.js';
import { document, healthy, refusal, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
const account = () => {
  const { userId, password: secret } = demoWorld().administrators[0]!;
  return { username: userId, password: secret };
};
const nameOf = 'UserDoNotDisturbModifyRequest';
const change = (userId = 'amelia@example.net') => ({
  command: nameOf,
  fields: { userId, isActive: true },
});
const read = { command: 'UserDoNotDisturbGetRequest', fields: { userId: 'amelia@example.net' } };
const answers = {
  ...healthy,
  [nameOf]: success,
  UserDoNotDisturbGetRequest: reply('UserDoNotDisturbGetResponse', '<isActive>true</isActive>'),
};

const storeIn = (folder: string) => openRecordStore({ path: join(folder, 'records.sqlite') });

/** All records, oldest first, after the whole ledger and its index were found right. */
async function recordsIn(folder: string, records: LibraryRecords): Promise<readonly AuditRecord[]> {
  await records.close();
  const path = join(folder, 'records.sqlite');
  const reader = await recordPlace({ path, keyFile: '', headFile: '' }).store.read();
  try {
    const state = await reader.state();
    const { firstWrong } = await verifyLog({
      entries: reader.entries(0, state.size),
      state,
      origin: records.origin,
      checkpoints: await reader.checkpoints(),
      verifiers: [verifierOf(records.verifierKey)!],
    });
    assert.equal(firstWrong, undefined);
    assert.equal((await checkSearch(reader)).wrong, 0);
    return (await findRecords(reader, {}, { order: 'oldest', limit: 1000 })).records;
  } finally {
    await reader.close();
  }
}

interface Message {
  readonly type: string;
  readonly content: string;
  readonly protocol: string;
}
const southOf = (record: AuditRecord) => JSON.parse(record.south_data) as Message[];
const summary = ({ end_point_name: name, status_code: status }: AuditRecord) => [name, status];

describe('the records of the library', () => {
  for (const listen of ['tcp://127.0.0.1:0', 'odin+http://127.0.0.1:0'])
    test(`each audit over ${listen.split(':')[0]} leaves its record, the first with the login`, async () => {
      using folder = emptyFolder();
      await using simulator = await startSimulator({ world: demoWorld(), listen: [listen] });
      const records = await storeIn(folder.path);
      const client = await connect({ ...account(), target: simulator.urls[0]!, records, rate: 0 });
      const audited = await client.auditGroup({ ...key, parts: ['details', 'licences'] });
      const trunks = await client.auditTrunks(key);
      assert.equal((await records.read(audited.recordId!))?.impacted_group_id, 'Head-Office');
      await client.close();
      const all = await recordsIn(folder.path, records);
      const logout = listen.startsWith('tcp') ? [['svc_v1:muster.logout', 200]] : [];
      assert.deepEqual(all.map(summary), [
        ['svc_v1:muster.tenant.group.audit', 200],
        ['svc_v1:muster.tenant.trunks.audit', 200],
        ...logout,
      ]);
      assert.deepEqual(
        all.slice(0, 2).map(({ internal_id: id }) => id),
        [audited.recordId, trunks.recordId],
      );
      assert.equal(all[0]!.author_id, account().username);
      assert.equal(all[0]!.author_role, '16');
      assert.equal(
        all[0]!.end_point_full_url,
        '/api/v1/tenants/Brightwater/groups/Head-Office/audit/?parts=details,licences',
      );
      // The login went before the call, and is part of it: its messages are older than its request.
      const [login] = JSON.parse(all[0]!.south_data) as { timestamp: string }[];
      assert.ok(Number(login!.timestamp) * 1000 < Date.parse(all[0]!.request_time) + 1);
      for (const record of all) assert.ok(southOf(record).length > 0);
    });

  test('audits at the same time keep their messages apart, and what was learned', async () => {
    using folder = emptyFolder();
    const names: string[] = [];
    await using stub = await StubServer.start({
      answers: healthy,
      on: (exchange) => {
        names.push(...exchange.names);
        return false;
      },
    });
    const records = await openRecordStore({
      path: join(folder.path, 'records.sqlite'),
      policy: [{ name: 'all', south: 'full', bodies: 'full' }],
    });
    const client = await connect({ target: stub.url, username, password, records });
    const groups = ['Quayside', 'Pier', 'Lighthouse'];
    await client.auditGroup({
      serviceProviderId: 'HarbourTel',
      groupId: 'First',
      parts: ['details'],
    });
    const before = names.filter((name) => name.startsWith('GroupGetRequest')).length;
    await Promise.all(
      groups.map((groupId) =>
        client.auditGroup({ serviceProviderId: 'HarbourTel', groupId, parts: ['details'] }),
      ),
    );
    // What the switch understands is not tried again for each call.
    const after = names.filter((name) => name.startsWith('GroupGetRequest')).length;
    assert.ok(before >= 1 && after === before + groups.length, `${before}, ${after}`);
    await client.close();
    const all = await recordsIn(folder.path, records);
    for (const groupId of groups) {
      const [record, ...others] = all.filter((one) => one.impacted_group_id === groupId);
      assert.equal(others.length, 0);
      const asked = southOf(record!).filter(({ type }) => type === 'request');
      assert.ok(asked.length > 0);
      for (const { content } of asked) assert.match(content, new RegExp(`<groupId>${groupId}<`));
    }
  });

  test('a change is in the store before its first byte goes south', async () => {
    using folder = emptyFolder();
    const records = await storeIn(folder.path);
    const path = join(folder.path, 'records.sqlite');
    const place = recordPlace({ path, keyFile: '', headFile: '' });
    let seen: Promise<unknown> | undefined;
    await using stub = await StubServer.start({
      answers,
      on: (exchange) => {
        if (!exchange.names.includes(nameOf)) return false;
        // What another connection to the file can read is durable; the answer waits for it.
        seen = place.store.read().then(async (reader) => {
          const rows = await reader.find({ where: [], order: 'newest', limit: 9 });
          await reader.close();
          exchange.send(document(exchange.sessionId, ...exchange.answers()));
          return rows.map(({ values }) => [values.endpoint, values.outcome, values.user]);
        });
        return true;
      },
    });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records,
      mayChange: true,
    });
    const answer = await client.send(change());
    assert.equal(answer.kind, 'reply');
    assert.deepEqual(await seen, [[`svc_v1:muster.oci.${nameOf}`, 'open', 'amelia@example.net']]);
    await client.close();
    const [record] = await recordsIn(folder.path, records);
    assert.equal(record!.internal_id, answer.recordId);
    assert.deepEqual(summary(record!), [`svc_v1:muster.oci.${nameOf}`, 200]);
    assert.deepEqual(JSON.parse(record!.request_data), change());
    assert.match(record!.south_data, /UserDoNotDisturbModifyRequest/);
  });

  test('a change that cannot be recorded is not sent', async () => {
    using folder = emptyFolder();
    const records = await storeIn(folder.path);
    await using stub = await StubServer.start({ answers });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records,
      mayChange: true,
    });
    await records.close();
    await assert.rejects(client.send(change()), { code: 'LEDGER_UNAVAILABLE' });
    await assert.rejects(client.auditGroup(key), { code: 'LEDGER_UNAVAILABLE' });
    assert.equal(stub.count(nameOf), 0);
    // The logout cannot be recorded either; it is not hidden.
    await assert.rejects(client.close(), { code: 'LEDGER_UNAVAILABLE' });
    const before = stub.connections;
    await assert.rejects(connect({ target: stub.url, username, password, records }), {
      code: 'LEDGER_UNAVAILABLE',
    });
    assert.equal(stub.connections, before);
  });

  test('a change without an answer ends as unknown, and its fault names the record', async () => {
    using folder = emptyFolder();
    const records = await storeIn(folder.path);
    await using stub = await StubServer.start({
      answers,
      on: ({ names, socket }) => {
        if (!names.includes(nameOf)) return false;
        socket.destroy();
        return true;
      },
    });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records,
      mayChange: true,
    });
    const [lost, notSent] = await client.send([change(), change('noor@example.net')]);
    assert.ok(lost?.kind === 'fault' && notSent?.kind === 'fault');
    assert.equal(lost.fault.code, 'SOUTH_OUTCOME_UNKNOWN');
    assert.equal(lost.fault.detail.recordId, lost.recordId);
    assert.equal(notSent.recordId, undefined);
    await client.close();
    const all = await recordsIn(folder.path, records);
    assert.deepEqual(all.map(summary), [[`svc_v1:muster.oci.${nameOf}`, 504]]);
    assert.equal(all[0]!.internal_id, lost.recordId);
    assert.equal(JSON.parse(all[0]!.extra_data!).outcome, 'unknown');
  });

  test('reads of a list travel together under one record; changes have one each', async () => {
    using folder = emptyFolder();
    const records = await storeIn(folder.path);
    const refused = refusal(4005, 'User not found: gone@example.net');
    const sent = {
      ...answers,
      [nameOf]: ({ xml }: { xml: string }) => (xml.includes('gone@') ? refused : success),
    };
    await using stub = await StubServer.start({ answers: sent });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records,
      mayChange: true,
    });
    const version = { command: 'SystemSoftwareVersionGetRequest' };
    const reads = await client.send([read, { command: 'NoSuchRequest' }, version]);
    assert.deepEqual(stub.documents.at(-1), [read.command, version.command]);
    assert.deepEqual(
      reads.map(({ kind, recordId }) => [kind, recordId === reads[0]!.recordId]),
      [
        ['reply', true],
        ['fault', false],
        [reads[2]!.kind, true],
      ],
    );
    const changes = await client.send([change(), change('gone@example.net'), read]);
    assert.equal(new Set(changes.map(({ recordId }) => recordId)).size, 3);
    assert.deepEqual(await client.send([]), []);
    await client.close();
    const all = await recordsIn(folder.path, records);
    assert.deepEqual(
      all.map((record) => [...summary(record), record.impacted_user_id]).slice(0, 4),
      [
        ['svc_v1:muster.oci.several', reads[2]!.kind === 'reply' ? 200 : 207, 'amelia@example.net'],
        [`svc_v1:muster.oci.${nameOf}`, 200, 'amelia@example.net'],
        [`svc_v1:muster.oci.${nameOf}`, 404, 'gone@example.net'],
        [`svc_v1:muster.oci.${read.command}`, 200, 'amelia@example.net'],
      ],
    );
  });

  test('a login that fails leaves a record, and no password is in any file', async () => {
    using folder = emptyFolder();
    const records = await storeIn(folder.path);
    await using stub = await StubServer.start({ answers });
    const wrong = 'wreck-buoy-41';
    await assert.rejects(connect({ target: stub.url, username, password: wrong, records }), {
      code: 'SOUTH_LOGIN_REFUSED',
    });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records,
      mayChange: true,
    });
    const { kind } = await client.send({
      command: 'UserModifyRequest22',
      fields: { userId: `${password}@example.net`, newPassword: 'fresh-lantern-9' },
    });
    assert.equal(kind, 'refusal');
    await client.close();
    const all = await recordsIn(folder.path, records);
    assert.deepEqual(all.map(summary)[0], ['svc_v1:muster.login', 401]);
    assert.equal(all[0]!.author_id, username);
    assert.ok(southOf(all[0]!).length >= 2);
    for (const name of readdirSync(folder.path)) {
      const text = readFileSync(join(folder.path, name), 'latin1');
      for (const secret of [wrong, password, 'fresh-lantern-9'])
        assert.ok(!text.includes(secret), name);
    }
  });

  test('with none nothing is recorded, and without a word nothing is opened', async () => {
    using folder = emptyFolder();
    await using stub = await StubServer.start({ answers });
    const client = await connect({
      target: stub.url,
      username,
      password,
      records: 'none',
      mayChange: true,
    });
    const results = [
      await client.send(change()),
      ...(await client.send([read])),
      await client.auditGroup(key),
    ];
    for (const result of results) assert.ok(!('recordId' in result));
    await client.close();
    assert.deepEqual(readdirSync(folder.path), []);
    const before = stub.connections;
    for (const records of [undefined, null, 'some', {}, true])
      await assert.rejects(
        connect({ target: stub.url, username, password, records: records as unknown as 'none' }),
        { code: 'SETTING_INVALID', message: /openRecordStore gave, or 'none'/ },
      );
    assert.equal(stub.connections, before);
  });

  test('a store is refused for options that cannot be used, before it is made', async () => {
    using folder = emptyFolder();
    const path = join(folder.path, 'records.sqlite');
    for (const [options, pattern] of [
      [{ path: '' }, /path must be the name of a file/],
      [{ path, keyFile: '' }, /keyFile must be/],
      [{ path, limits: { bodyBytes: 1 } }, /bodyBytes must be a whole number of bytes from 1024/],
      [{ path, limits: { southBytes: 4096.5 } }, /southBytes must be/],
      [{ path, limits: { bytes: 4096 } }, /limits has a bytes/],
      [{ path, policy: [{ bodies: 'all' }] }, /bodies of rule 1/],
    ] as const)
      await assert.rejects(openRecordStore(options as Parameters<typeof openRecordStore>[0]), {
        code: 'SETTING_INVALID',
        message: pattern,
      });
    assert.equal(existsSync(path), false);
    await using records = await storeIn(folder.path);
    assert.equal(await records.read('nothing'), undefined);
    for (const name of ['.key', '.key.pub', '.head.origin'])
      assert.ok(existsSync(`${path}${name}`));
    await assert.rejects(storeIn(folder.path), { code: 'LEDGER_BUSY' });
  });
});
