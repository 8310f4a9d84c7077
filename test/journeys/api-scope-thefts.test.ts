// What was got hold of from another tenant is worth nothing: ids of its records and audits, cursors of its lists, and paths
// that are bent towards it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readRecord } from '../../src/records/index.js';
import { sendRaw } from '../api-raw.js';
import {
  chiara,
  foreign,
  objects,
  otherChiara,
  type Somebody,
  standWithEverybody,
} from '../api-scope-world.js';
import type { Stand } from '../api-stand.js';
import { each, isModify, type Params, told, walkOf } from '../api-walk.js';

const { home, sister, twin } = objects;
const invented = '1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532';

let stand: Stand;
let everybody: readonly Somebody[];
/** Whom the other tenant is nothing to. */
let outsiders: readonly Somebody[];
let owner: Somebody;
let walk: ReturnType<typeof walkOf>;
/** Calls beside those of the walk. */
let others = 1;

before(async () => {
  const ready = await standWithEverybody();
  ({ stand, everybody } = ready);
  outsiders = everybody.filter(({ kind }) => !/^(?:nobody|reseller|system)$/.test(kind));
  const name = 'admin@northwind.example.com';
  const { cookie } = await stand.as(name);
  const tenant = everybody.find(({ kind, isSession }) => isSession && kind === 'tenant')!;
  owner = { ...tenant, name, headers: { Cookie: cookie! } };
  walk = walkOf(stand, ready.signIns);
});
after(() => stand.close());

const ask = (who: Somebody, operation: string, params: Params = {}, more: object = {}) =>
  walk.ask({
    who,
    route: stand.api.routes.find((route) => route.operation === operation)!,
    params,
    ...more,
  });

test('the id of a record, a proof or an audit of another tenant is as good as an invented one', async () => {
  const made = await ask(owner, 'auditGroup', twin, { body: { parts: ['details'] } });
  assert.equal(made.status, 200, made.text);
  const id = made.headers['x-audit-record-id'] as string;
  const entitled = everybody.filter(({ kind }) => kind === 'reseller' || kind === 'system');
  for (const who of [owner, ...entitled])
    for (const operation of ['getAuditRecord', 'proveAuditRecord', 'getAudit']) {
      const answer = await ask(who, operation, { ...twin, internal_id: id, audit_id: id });
      assert.equal(answer.status, 200, `${who.name}, ${operation}: ${answer.text}`);
    }
  await each(outsiders, async (who) => {
    for (const operation of ['getAuditRecord', 'proveAuditRecord', 'getAudit'])
      for (const object of [home, twin]) {
        const answers = await Promise.all(
          [id, invented, id.toUpperCase(), `${id}/..`, `../${id}`].map(async (one) => {
            const params = { ...object, internal_id: one, audit_id: one };
            const answer = await ask(who, operation, params);
            assert.ok(answer.status === 404 || answer.status === 403, `${who.name}, ${operation}`);
            const { audit_id, ...asked } = params;
            return told(answer, operation === 'getAudit' ? { ...object, audit_id } : asked);
          }),
        );
        assert.equal(new Set(answers).size, 1, `${who.name}, ${operation}: ${answers.join('\n')}`);
        assert.doesNotMatch(answers.join(), foreign[who.kind]);
      }
  });
});

/** Pages of the other tenant, each with a cursor for the next. */
const stolen = async () => {
  for (const object of [twin, twin])
    await ask(owner, 'auditGroup', object, { body: { parts: ['details'] } });
  const pages = await Promise.all([
    ask(owner, 'listAuditRecords', {}, { query: '?groupId=Head-Office&limit=1' }),
    ask(owner, 'listAudits', twin, { query: '?limit=1' }),
    ask(owner, 'getGroupNumbers', twin, { query: '?limit=1' }),
  ]);
  return pages.map(({ json, text }) => {
    assert.equal(typeof json.nextCursor, 'string', text);
    return encodeURIComponent(json.nextCursor as string);
  });
};

test('a cursor of another tenant leads nowhere', async () => {
  const cursors = await stolen();
  const lists = [
    ['listAuditRecords', '?groupId=Head-Office&limit=1'],
    ['listAuditRecords', '?groupId=Head-Office&tenantId=Northwind&limit=1'],
    ['listAudits', '?limit=1'],
    ['getGroupNumbers', '?limit=1'],
  ] as const;
  await each(outsiders, async (who) => {
    for (const [operation, query] of lists)
      for (const cursor of cursors)
        for (const object of [home, twin]) {
          const answer = await ask(who, operation, object, { query: `${query}&cursor=${cursor}` });
          const words = `${who.name}, ${operation}${query}: ${answer.text.slice(0, 300)}`;
          assert.ok([200, 400, 404].includes(answer.status), words);
          if (answer.status !== 200) continue;
          const { auditRecords = [], audits = [], numbers = [] } = answer.json;
          for (const record of auditRecords)
            assert.equal(record.impacted_tenant_id, 'Brightwater', words);
          for (const audit of audits) assert.notEqual(audit.authorId, owner.name, words);
          for (const number of numbers) assert.doesNotMatch(number, /16329609[5]/, words);
        }
  });
});

test('records are listed to those whose scope they are of, whatever is searched for', async () => {
  const tenantAdmin = everybody.find(({ kind, isSession }) => isSession && kind === 'tenant')!;
  for (const object of [home, sister]) await ask(tenantAdmin, 'getUser', object);
  await ask(owner, 'getUser', twin);
  const searches = [
    { groupId: 'Head-Office' },
    { userId: otherChiara },
    { tenantId: 'Northwind' },
    { tenantId: 'northwind' },
    { tenantId: 'Northwind', groupId: 'Head-Office' },
    { authorId: owner.name },
    { groupId: 'Roma' },
    { method: 'GET' },
  ];
  await each(outsiders, async (who) => {
    let found = 0;
    for (const body of searches) {
      const { status, json, text } = await ask(who, 'searchAuditRecords', {}, { body });
      assert.equal(status, 200, text);
      for (const record of json.auditRecords) {
        found += 1;
        assert.equal(record.impacted_tenant_id, 'Brightwater', who.name);
        if (who.kind !== 'tenant') assert.equal(record.impacted_group_id, 'Head-Office', who.name);
        if (who.kind === 'user') assert.equal(record.impacted_user_id, chiara);
        if (who.kind === 'user') assert.equal(record.south_data, '');
      }
    }
    assert.equal(found > 0, who.kind !== 'department', who.name);
  });
});

test('records are handed over by those who may, about what is theirs', async () => {
  const record = {
    end_point_name: 'svc_v1:apio.tenant.group',
    end_point_full_url: '/api/v1/tenants/Northwind/groups/Head-Office/',
    http_method: 'GET',
    status_code: 200,
    impacted_tenant_id: 'Northwind',
    impacted_group_id: 'Head-Office',
  };
  const others = [
    record,
    { ...record, impacted_group_id: '' },
    { ...record, impacted_tenant_id: '', impacted_group_id: '' },
  ];
  for (const who of outsiders)
    for (const body of others) {
      const { status, text } = await ask(who, 'storeAuditRecords', {}, { body });
      assert.equal(status, 403, `${who.name}: ${text}`);
    }
  const own = { ...record, impacted_tenant_id: 'Brightwater' };
  for (const who of everybody.filter((one) => one.kind !== 'nobody' && !one.mayStore)) {
    const { status, text } = await ask(who, 'storeAuditRecords', {}, { body: own });
    assert.equal(status, 403, `${who.name}: ${text}`);
  }
});

/** Paths with ids that are none; each is somewhere between an own and a foreign object. */
const bent = [
  '/api/v1/tenants/../Northwind/',
  '/api/v1/tenants/Brightwater/../Northwind/',
  '/api/v1/tenants/Brightwater/%2e%2e/Northwind/',
  '/api/v1/tenants/%2e%2e/Northwind/groups/',
  '/api/v1/tenants/%2e%2e/groups/',
  '/api/v1/tenants/Brightwater%2f..%2fNorthwind/groups/',
  '/api/v1/tenants/Brightwater/groups/..%2f..%2fNorthwind%2fgroups%2fHead-Office/',
  '/api/v1/tenants/Brightwater/groups/Head-Office%2f..%2fRoma/users/',
  '/api/v1/tenants/Brightwater/groups/Head-Office/users/..%2f..%2fRoma/',
  '/api/v1/tenants/Brightwater/groups/Head-Office/users/%2e%2e/',
  '/api/v1/tenants/Brightwater/groups/Head-Office/../../../Northwind/groups/Head-Office/users/',
  '/api/v1/tenants//groups/',
  '/api/v1/tenants//groups/Head-Office/',
  '/api/v1/tenants/Brightwater/groups//',
  '/api/v1/tenants/Brightwater/groups//users/',
  '/api/v1/tenants/Brightwater/groups//audits/',
  '/api/v1/tenants/Brightwater/groups/Head-Office/users//services/acr/',
  '/api/v1/local/audit_records//proof/',
  '/api/v1/tenants/Brightwater%00/groups/Head-Office/',
  '/api/v1/tenants/%20Northwind/',
  '/api/v1/tenants/Northwind%20/',
  '/api/v1/tenants/Northwind;x=1/',
  '/api/v1/tenants/Northwind%3fx/',
  '/api/v1/tenants/N%6Frthwind%0a/',
  '/api/v1/tenants/%ff/',
  '/api/v1/tenants/%',
  '/api/v1/tenants/Brightwater/groups/Head-Office/users/*/',
];

test('a path that is bent leads to nothing, for anybody', async () => {
  const before = stand.simulator.commands.length;
  const calls = everybody.slice(1).flatMap((who) => bent.map((path) => ({ who, path })));
  await each(calls, async ({ who, path }) => {
    const answer = await sendRaw(stand.api.url, { method: 'GET', path, headers: who.headers });
    const { status, json } = answer;
    const words = `${who.name}, ${path}: ${status} ${answer.text.slice(0, 300)}`;
    if (!isAddress(path)) {
      assert.equal(status, 404, words);
      assert.deepEqual(Object.keys(json), ['errors'], words);
      return;
    }
    others += 1;
    assert.ok(status === 404 || status === 400 || (status === 403 && who.level < 8), words);
    const { _record_internal_id, ...rest } = json;
    assert.deepEqual(Object.keys(rest), ['errors'], words);
    const id = String(answer.headers['x-audit-record-id']);
    const record = await readRecord(stand.records.reader, id);
    assert.equal(record?.author_id, who.name, words);
    assert.equal(record.end_point_full_url, path);
  });
  assert.deepEqual(stand.simulator.commands.slice(before).filter(isModify), []);
});

/** What cannot be decoded is no address, and is refused before there is a call to record. */
function isAddress(path: string): boolean {
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

test('every one of these calls has a record, which names who called and what it touched', () =>
  walk.assertRecorded(others));
