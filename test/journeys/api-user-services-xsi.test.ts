// User services over XSI-Actions: the same paths and shapes as over OCI-P, and the same world behind them.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { userServices } from '../../src/api/user-service-table.js';
import type { Client } from '../api-stand.js';
import { type Message, type SouthStand, startSouthStand } from '../south-stand.js';

const domain = 'brightwater.example.net';
const giulia = `giulia.marchetti@${domain}`;
const path = (leaf: string, user = giulia, group = 'Roma') =>
  `/api/v1/tenants/Brightwater/groups/${group}/users/${user}/services/${leaf}/`;

/** A change of each, and how the service is afterwards. */
const changes: Readonly<Record<string, readonly [change: object, after: object]>> = {
  acr: [{ active: true }, { active: true }],
  automatic_callback: [{ active: true }, { active: true }],
  calling_line_id_blocking: [{ active: true }, { active: true }],
  call_forwarding_always: [
    { active: true, forwardToPhoneNumber: '+39-0655501002', ringSplashActive: true },
    { active: true, forwardToPhoneNumber: '+39-0655501002', ringSplashActive: true },
  ],
  call_forwarding_busy: [
    { active: true, forwardToPhoneNumber: 'sip:désk&7@example.net' },
    { active: true, forwardToPhoneNumber: 'sip:désk&7@example.net' },
  ],
  call_forwarding_no_answer: [
    { forwardToPhoneNumber: '1003', numberOfRings: 5 },
    { active: false, forwardToPhoneNumber: '1003', numberOfRings: 5 },
  ],
  call_forwarding_not_reachable: [
    { active: true, forwardToPhoneNumber: '1003' },
    { active: true, forwardToPhoneNumber: '1003' },
  ],
  call_waiting: [
    { disableCallingLineIdDelivery: true },
    { active: true, disableCallingLineIdDelivery: true },
  ],
  do_not_disturb: [{ ringSplash: true }, { active: false, ringSplash: true }],
  remote_office: [
    { active: true, remoteOfficePhoneNumber: '+44-1632960100' },
    { active: true, remoteOfficePhoneNumber: '+44-1632960100' },
  ],
};

describe('user services over XSI', () => {
  let over: SouthStand;
  let plain: SouthStand;
  let provider: Client;
  before(async () => {
    over = await startSouthStand({ userServicesOver: 'xsi' });
    plain = await startSouthStand();
    provider = await over.stand.as(`admin@${domain}`);
  });
  after(async () => {
    await over[Symbol.asyncDispose]();
    await plain[Symbol.asyncDispose]();
  });

  /** By which protocol it was asked, each time. */
  const wentTo = async (answer: { readonly headers: Headers }) => {
    const { messages } = await over.recordOf(answer);
    return messages
      .filter(
        ({ type, content }) =>
          type === 'request' && !/Login|Authentication/.test(content as string),
      )
      .filter(({ content }) => !/UserGetListInGroup/.test(content as string))
      .map(({ protocol }) => protocol);
  };

  test('the rows that have a resource there are these', () => {
    const rows = userServices.filter(({ xsi }) => xsi !== undefined).map(({ leaf }) => leaf);
    assert.deepEqual(rows.sort(), Object.keys(changes).sort());
  });

  for (const [leaf, [change, after]] of Object.entries(changes))
    test(`${leaf} is read and changed as over OCI-P`, async () => {
      const [there, usual] = await Promise.all(
        [over, plain].map((one) => one.admin.get(path(leaf))),
      );
      const { _record_internal_id: _, ...told } = there!.json;
      const { _record_internal_id: __, ...expected } = usual!.json;
      assert.equal(there!.status, 200, there!.text);
      assert.deepEqual(told, expected);
      assert.deepEqual(await wentTo(there!), ['BS-XSI']);
      const changed = await over.admin.put(path(leaf), change);
      assert.equal(changed.status, 200, changed.text);
      const { _record_internal_id: ___, ...now } = changed.json;
      assert.deepEqual(now, after);
      assert.deepEqual(await wentTo(changed), ['BS-XSI', 'BS-XSI', 'BS-XSI']);
      // Over OCI-P, with the login of the caller, the same is seen.
      const seen = await provider.get(path(leaf));
      const { _record_internal_id: ____, ...same } = seen.json;
      assert.deepEqual(same, after);
      assert.deepEqual(await wentTo(seen), ['BS-OCI']);
    });

  test('null takes a value away', async () => {
    const set = { active: false, forwardToPhoneNumber: '1004' };
    await over.admin.put(path('call_forwarding_busy'), set);
    const gone = await over.admin.put(path('call_forwarding_busy'), { forwardToPhoneNumber: null });
    assert.deepEqual([gone.status, gone.json.forwardToPhoneNumber], [200, null], gone.text);
  });

  test('a session below the system goes over OCI-P, where BroadWorks judges its rights', async () => {
    const person = await over.stand.as(`amelia.stone@${domain}`);
    const own = await person.get(path('acr', `amelia.stone@${domain}`, 'Head-Office'));
    assert.equal(own.status, 200, own.text);
    assert.deepEqual(await wentTo(own), ['BS-OCI']);
  });

  test('what XSI does not have goes over OCI-P', async () => {
    const answer = await over.admin.get(path('barge_in_exempt'));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await wentTo(answer), ['BS-OCI']);
  });

  test('errors are told as over OCI-P', async () => {
    const warehouse = path('remote_office', `warehouse@${domain}`, 'Warehouse');
    for (const method of ['GET', 'PUT'] as const) {
      const body = method === 'PUT' ? { active: true } : undefined;
      const answer = await over.admin.call(method, warehouse, body);
      assert.equal(answer.status, 404, answer.text);
      const [error] = answer.json.errors;
      assert.deepEqual([error.code, error.message], [8, 'NOT_FOUND_AT_NE']);
      assert.deepEqual(error.details, {
        reason: 'Service is not assigned to this subscriber.',
        error_code: '4410',
        level: 'Error',
        summary: 'Service is not assigned to this subscriber.',
        detail: '',
      });
    }
    const refused = await over.admin.put(path('call_forwarding_always'), {
      active: true,
      forwardToPhoneNumber: null,
    });
    assert.equal(refused.status, 400, refused.text);
    assert.equal(refused.json.errors[0].message, 'REFUSED_BY_NE');
    assert.match(refused.json.errors[0].details.summary, /forwardToPhoneNumber is required/);
  });

  test('trouble of XSI is told apart: no account, busy, lost, and what makes no sense', async () => {
    const { faults } = over.stand.simulator;
    const after = async (fault: string, method = 'GET') => {
      faults.add(fault);
      const body = method === 'PUT' ? { active: false } : undefined;
      const answer = await over.admin.call(method, path('acr'), body);
      faults.clear();
      const messages = (await over.recordOf(answer)).messages as readonly Message[];
      const sent = messages.filter(
        ({ type, protocol }) => type === 'request' && protocol === 'BS-XSI',
      );
      return [answer.status, answer.json.errors?.[0]?.message, sent.length];
    };
    const at = '/user/services/AnonymousCallRejection';
    assert.deepEqual(await after(`unauthorized@GET ${at}`), [502, 'NE_REFUSED_ACCOUNT', 1]);
    assert.deepEqual(await after(`unavailable@GET ${at}`), [503, 'NE_BUSY', 1]);
    assert.deepEqual(await after(`internal-error@GET ${at}`), [502, 'NE_UNREACHABLE', 1]);
    assert.deepEqual(await after(`reset@GET ${at}`), [502, 'NE_UNREACHABLE', 1]);
    assert.deepEqual(await after(`reset@PUT ${at}`, 'PUT'), [504, 'OUTCOME_UNKNOWN', 2]);
    assert.deepEqual(await after(`wrong-media@GET ${at}`, 'PUT'), [502, 'NE_UNREACHABLE', 1]);
    assert.deepEqual(await after(`business-failure@GET ${at}`, 'PUT'), [400, 'REFUSED_BY_NE', 1]);
  });
});

test('a server that only reads changes nothing over XSI', async () => {
  await using south = await startSouthStand({ userServicesOver: 'xsi', mayChangeElements: false });
  const answer = await south.admin.put(path('acr'), { active: true });
  assert.deepEqual([answer.status, answer.json.errors[0].message], [403, 'NOT_PERMITTED']);
  assert.ok(!south.stand.simulator.commands.some(({ name }) => /^PUT /.test(name)));
});
