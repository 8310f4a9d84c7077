// Every protocol and maker that audit records know, each on a real socket: what is asked, answered and lost, found again by
// the API with exactly the members that its kind of message has, and no secret of any connector anywhere.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { basic, hash } from '../element-client.js';
import { canaries, type Message, type SouthStand, startSouthStand } from '../south-stand.js';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly type?: string;
}

interface Row {
  readonly protocol: 'BS-OCI' | 'BS-XSI' | 'TR' | 'CR' | 'PV';
  readonly vendorType?: string;
  /** Name of the connector; none for OCI-P. */
  readonly connector?: string;
  readonly format: 'xml' | 'json';
  /** Done; with what must stand in the answer that is recorded. */
  readonly good: Sent & {
    readonly tells: RegExp;
    readonly action?: string;
    readonly endpoint?: string;
  };
  /** Refused; the status of the element. */
  readonly bad: Sent & { readonly tells: RegExp; readonly status: number };
  /** Where the connection is reset. */
  readonly fault: string;
  /** The call that loses its connection, and what is answered to it. */
  readonly lost: Sent & { readonly status: number };
  /** Endpoint of the call for a token, and what may be kept of it: its content may be left out by policy. */
  readonly token?: string;
}

const mac = '0004f2000001';
const taken = '0004f2ffffff';
const phoneUrl = 'https://prov.example.net/p';
const user = 'giulia.marchetti@brightwater.example.net';
const json = 'application/json';
const xml = 'text/xml';

const rpc = (method: string, ...texts: readonly string[]): string =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${texts.map((one) => `<param><value><string>${one}</string></value></param>`).join('')}</params></methodCall>`;
const south = (connector: string, rest: string) => `/api/v1/south/${connector}/${rest}`;
const send = (connector: string, method: string, rest: string, body?: unknown): Sent => ({
  method,
  path: south(connector, rest),
  ...(body === undefined
    ? {}
    : typeof body === 'string'
      ? { body, type: xml }
      : { body: JSON.stringify(body), type: json }),
});

const rows: readonly Row[] = [
  {
    protocol: 'BS-OCI',
    format: 'xml',
    good: {
      method: 'GET',
      path: '/api/v1/tenants/Brightwater/groups/Roma/',
      tells: /GroupGetResponse/,
    },
    bad: {
      method: 'GET',
      path: '/api/v1/tenants/Brightwater/groups/Nowhere/',
      status: 404,
      tells: /ErrorResponse/,
    },
    fault: 'reset@Roma',
    lost: { method: 'GET', path: '/api/v1/tenants/Brightwater/groups/Roma/', status: 502 },
  },
  {
    protocol: 'BS-XSI',
    connector: 'xsi',
    format: 'xml',
    good: { ...send('xsi', 'GET', `user/${user}/services/DoNotDisturb`), tells: /<active>/ },
    bad: {
      ...send('xsi', 'GET', `user/nobody@example.net/services/DoNotDisturb`),
      status: 404,
      tells: /ErrorInfo/,
    },
    fault: 'reset@xsi',
    lost: { ...send('xsi', 'GET', `user/${user}/profile`), status: 502 },
  },
  {
    protocol: 'TR',
    vendorType: 'Mutare',
    connector: 'mutare',
    format: 'json',
    good: {
      ...send('mutare', 'POST', 'mailboxes', { id: 'desk-7', email: 'desk-7@example.net' }),
      tells: /desk-7@example\.net/,
      action: 'create',
      endpoint: '/mutare/mailboxes',
    },
    bad: { ...send('mutare', 'GET', 'mailboxes/none'), status: 404, tells: /./ },
    fault: 'reset@mutare',
    lost: { ...send('mutare', 'GET', 'mailboxes'), status: 502 },
  },
  {
    protocol: 'CR',
    vendorType: 'Dubber',
    connector: 'dubber',
    format: 'json',
    good: {
      ...send('dubber', 'GET', 'profile?detail=full'),
      tells: /./,
      action: 'read',
      endpoint: '/dubber/sandbox/v1/profile?detail=full',
    },
    bad: { ...send('dubber', 'GET', 'recordings/none'), status: 404, tells: /./ },
    fault: 'reset@dubber',
    lost: { ...send('dubber', 'DELETE', 'accounts/example-telecom/users/7'), status: 504 },
    token: '/dubber/sandbox/v1/token',
  },
  {
    protocol: 'PV',
    vendorType: 'Cisco',
    connector: 'cisco',
    format: 'json',
    good: {
      ...send('cisco', 'POST', 'devices', { mac }),
      tells: /0004f2000001/,
      action: 'create',
      endpoint: '/cisco/v1/devices',
    },
    bad: { ...send('cisco', 'GET', 'devices/none'), status: 404, tells: /./ },
    fault: 'reset@cisco',
    lost: { ...send('cisco', 'POST', 'devices', { mac: '0004f2000002' }), status: 504 },
    token: '/cisco/v1/access_token',
  },
  {
    protocol: 'PV',
    vendorType: 'Yealink',
    connector: 'yealink',
    format: 'json',
    good: {
      ...send('yealink', 'POST', 'device/add', { macs: [mac], uniqueServerUrl: phoneUrl }),
      tells: /"ret":1/,
      action: 'create',
      endpoint: '/rps/api/open/v1/device/add',
    },
    bad: {
      ...send('yealink', 'POST', 'device/add', { macs: [taken], uniqueServerUrl: phoneUrl }),
      status: 200,
      tells: /another enterprise/,
    },
    fault: 'reset@rps',
    lost: { ...send('yealink', 'POST', 'device/list', {}), status: 502 },
  },
  {
    protocol: 'PV',
    vendorType: 'Panasonic',
    connector: 'panasonic',
    format: 'xml',
    good: {
      ...send('panasonic', 'POST', '', rpc('ipredirect.registerPhone', mac, phoneUrl)),
      tells: /methodResponse/,
      action: 'create',
      endpoint: '/xmlrpc',
    },
    bad: {
      ...send('panasonic', 'POST', '', rpc('ipredirect.unregisterPhone', taken)),
      status: 200,
      tells: /<fault>/,
    },
    fault: 'reset@xmlrpc',
    lost: { ...send('panasonic', 'POST', '', rpc('ipredirect.unregisterPhone', mac)), status: 504 },
  },
  {
    protocol: 'PV',
    vendorType: 'Snom',
    connector: 'snom',
    format: 'json',
    good: {
      ...send('snom', 'PUT', `companies/c-1001/endpoints/${mac}`, { mac }),
      tells: /autoprovisioning_enabled/,
      action: 'update',
      endpoint: `/sraps/api/v1/companies/c-1001/endpoints/${mac}`,
    },
    bad: {
      ...send('snom', 'PUT', `companies/c-1001/endpoints/${taken}`, { mac: taken }),
      status: 409,
      tells: /another company/,
    },
    fault: 'reset@sraps',
    lost: { ...send('snom', 'GET', 'settings/'), status: 502 },
  },
  {
    protocol: 'PV',
    vendorType: 'Polycom',
    connector: 'polycom',
    format: 'xml',
    good: {
      ...send(
        'polycom',
        'POST',
        '',
        '<request message-id="7"><add-package account-id="a-7"/></request>',
      ),
      tells: /<ErrorCode>0</,
      action: 'create',
      endpoint: '/polycom/inboundservlet/GenericServlet',
    },
    bad: {
      ...send(
        'polycom',
        'POST',
        '',
        `<request message-id="8"><delete-sip-device account-id="a-7" serial-no="${taken}"/></request>`,
      ),
      status: 200,
      tells: /another account/,
    },
    fault: 'reset@polycom',
    lost: {
      ...send('polycom', 'POST', '', '<request><add-package account-id="a-8"/></request>'),
      status: 504,
    },
  },
  {
    protocol: 'PV',
    vendorType: 'Grandstream',
    connector: 'grandstream',
    format: 'json',
    good: {
      ...send('grandstream', 'POST', 'v1.0.0/device/add', [{ siteId: 1, mac, sn: 'SN7' }]),
      tells: /"retCode":0/,
      action: 'create',
      endpoint: '/gdms/oapi/v1.0.0/device/add',
    },
    bad: {
      ...send('grandstream', 'POST', 'v1.0.0/device/add', [{ siteId: 1, mac: taken, sn: 'SN8' }]),
      status: 200,
      tells: /another organization/,
    },
    fault: 'reset@gdms',
    lost: { ...send('grandstream', 'GET', 'v1.0.0/site/list'), status: 502 },
    token: '/gdms/oapi/oauth/token',
  },
];

const common = ['content', 'format', 'id', 'protocol', 'timestamp', 'type'];
/** The members of each type of message, as the seed has them. */
const members = {
  plain: { request: common, answer: common, error: common },
  rest: {
    request: [...common, 'action', 'endpoint', 'method', 'vendorType'].sort(),
    answer: [...common, 'status_code', 'vendorType'].sort(),
    error: [...common, 'vendorType'].sort(),
  },
} as const;

function assertShaped(messages: readonly Message[], { protocol, vendorType }: Row): void {
  const shapes = vendorType === undefined ? members.plain : members.rest;
  for (const message of messages) {
    const type = message.type as keyof typeof shapes;
    assert.deepEqual(Object.keys(message).sort(), [...shapes[type]], JSON.stringify(message));
    for (const [name, value] of Object.entries(message)) assert.equal(typeof value, 'string', name);
    assert.match(message.timestamp as string, /^\d{10}\.\d{1,6}$/);
    assert.equal(message.protocol, protocol);
    assert.equal(message.vendorType, vendorType);
    assert.match(message.format as string, /^(?:xml|json)$/);
  }
}

/** Every id stands for one request and one end of it, in this order. */
function assertPaired(messages: readonly Message[]): void {
  const open = new Set<unknown>();
  const seen = new Set<unknown>();
  for (const { id, type } of messages) {
    if (type === 'request') {
      assert.ok(!seen.has(id), 'an id is used once');
      seen.add(id);
      open.add(id);
    } else assert.ok(open.delete(id), `${type} without its request`);
  }
  assert.equal(open.size, 0);
}

describe('the table of the audit records', () => {
  let at: SouthStand;
  before(async () => {
    at = await startSouthStand();
  });
  after(() => at[Symbol.asyncDispose]());

  const call = ({ method, path, body, type }: Sent) =>
    at.admin.call(method, path, body, type === undefined ? {} : { 'Content-Type': type });
  /** Without those that only made the way: logins and tokens. */
  const main = (messages: readonly Message[], { token, protocol }: Row) =>
    messages.filter(({ id }) => {
      const { content, endpoint } = messages.find((one) => one.id === id) as Message;
      return protocol === 'BS-OCI'
        ? !/Login|Authentication/.test(String(content))
        : token === undefined || endpoint !== token;
    });

  for (const row of rows) {
    const { protocol, vendorType = '', good, bad, lost } = row;
    const name = `${protocol} ${vendorType}`.trim();

    test(`${name}: a request and its answer`, async () => {
      const answer = await call(good);
      assert.ok(answer.status >= 200 && answer.status < 300, answer.text);
      const { record, messages } = await at.recordOf(answer);
      assertShaped(messages, row);
      assertPaired(messages);
      const [request, told, ...more] = main(messages, row);
      assert.deepEqual(more, []);
      assert.deepEqual([request?.type, told?.type], ['request', 'answer']);
      assert.match(told?.content as string, good.tells);
      assert.deepEqual([request?.format, told?.format], [row.format, row.format]);
      assert.equal(record.http_method, good.method);
      assert.equal(record.author_id, 'auditor@example.net');
      if (row.connector === undefined) return;
      assert.equal(record.end_point_name, `svc_v1:muster.south.${row.connector}`);
      assert.equal(record.impacted_specific_id, row.connector);
      assert.equal(answer.headers.get('x-muster-outcome'), 'succeeded');
      assert.notEqual(answer.text, '');
      if (good.action === undefined) return;
      assert.deepEqual(
        [request?.action, request?.method, request?.endpoint],
        [good.action, good.method, good.endpoint],
      );
      assert.equal(told?.status_code, String(answer.status));
    });

    test(`${name}: a refusal is an answer`, async () => {
      const answer = await call(bad);
      assert.equal(answer.status, bad.status, answer.text);
      const { record, messages } = await at.recordOf(answer);
      assertShaped(messages, row);
      assertPaired(messages);
      const told = main(messages, row).at(-1);
      assert.equal(told?.type, 'answer');
      assert.match(told?.content as string, bad.tells);
      assert.equal(record.status_code, bad.status);
      if (vendorType !== '') assert.equal(told?.status_code, String(bad.status));
      if (row.connector === undefined) return;
      assert.equal(answer.headers.get('x-muster-outcome'), 'refused');
      const found = await at.admin.get(
        `/api/v1/local/audit_records/?instanceName=${row.connector}&outcome=refused`,
      );
      const ids = found.json.auditRecords.map((one: Message) => one.internal_id);
      assert.ok(ids.includes(record.internal_id), 'it counts as refused, whatever its status');
    });

    test(`${name}: no complete answer is an error`, async () => {
      at.stand.simulator.faults.add(row.fault);
      const answer = await call(lost);
      at.stand.simulator.faults.clear();
      assert.equal(answer.status, lost.status, answer.text);
      const { messages } = await at.recordOf(answer);
      assertShaped(messages, row);
      assertPaired(messages);
      const [request, told] = main(messages, row).slice(-2);
      assert.deepEqual([request?.type, told?.type], ['request', 'error']);
      assert.equal(told?.content, 'SOUTH_LOST');
    });

    if (row.token !== undefined)
      test(`${name}: the call for its token is recorded, and the token is not`, async () => {
        const found = await at.admin.get(
          `/api/v1/local/audit_records/?instanceName=${row.connector}&order=asc&limit=1`,
        );
        const messages = JSON.parse(found.json.auditRecords[0].south_data) as Message[];
        const [request, told] = messages;
        assert.deepEqual(
          [request?.endpoint, request?.method, request?.format, told?.status_code],
          [row.token, 'POST', 'json', '200'],
        );
        const element = at.elements.find(({ settings }) => settings.name === row.connector);
        const kept = JSON.stringify(messages);
        for (const secret of element?.secrets() ?? []) assert.ok(!kept.includes(secret));
      });
  }

  test('no secret of any connector is kept anywhere, in any form', async () => {
    const kept = await at.everythingKept();
    const { password } = canaries;
    const forms = [
      ...Object.values(canaries),
      ...['mailboxes', 'redirect'].map((name) => basic(name, password).slice('Basic '.length)),
      hash('sha256', hash('md5', password)),
      hash('md5', password),
      ...at.elements.flatMap((one) => one.secrets()).filter((one) => one.length >= 8),
    ];
    assert.ok(forms.length > 15);
    for (const form of forms) {
      assert.ok(!kept.includes(form), `${form} is kept`);
      assert.ok(!kept.includes(encodeURIComponent(form)), `${form} is kept, encoded`);
    }
    assert.ok(kept.includes('/rps/api/open/v1/device/add'), 'and the store was looked at');
  });
});
