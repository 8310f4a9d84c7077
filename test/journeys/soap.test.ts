// OCI-P inside SOAP: the cookie carries the session, faults and odd HTTP answers are told in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../../src/index.js';
import { audit, password, username } from '../run-cli.js';
import { document, healthy, mercuryAnswers } from '../stub-answers.js';
import { type Exchange, StubServer } from '../stub-server.js';

const key = { serviceProviderId: 'HarbourTel', groupId: 'Quayside' };
const open = (stub: StubServer, timeoutMs = 5000) =>
  connect({ records: 'none', target: stub.url, username, password, timeoutMs });

test('an audit over SOAP is the same as over TCP, under one cookie and one session id', async () => {
  await using soap = await StubServer.start({ transport: 'http', answers: mercuryAnswers });
  await using tcp = await StubServer.start({ answers: mercuryAnswers });
  const results = await Promise.all(
    [soap, tcp].map((stub) => audit(stub.url, ['--format', 'mercury'])),
  );
  assert.deepEqual([results[0]?.code, results[0]?.stdout], [0, results[1]?.stdout]);
  assert.equal(soap.connections, 1, 'the cookie did not come back');
  assert.equal(new Set(soap.asked.map(({ sessionId }) => sessionId)).size, 1);
  assert.equal(soap.count('LogoutRequest'), 1);
});

test('the call is document/literal with the parameter in the namespace of the service', async () => {
  const seen: string[] = [];
  const on = ({ http }: Exchange) => {
    const { method, url, headers } = http!.request;
    seen.push(`${method} ${url} ${headers['content-type']} ${headers.soapaction}`);
    return undefined;
  };
  await using stub = await StubServer.start({ transport: 'http', answers: healthy, on });
  const client = await open(stub);
  await client.close();
  assert.ok(
    stub.received.includes('<processOCIMessage xmlns="urn:com:broadsoft:webservice"><in0>'),
  );
  assert.deepEqual(
    new Set(seen),
    new Set(['POST /webservice/services/ProvisioningService text/xml; charset=utf-8 ""']),
  );
});

test('several cookies all come back', async () => {
  const seen: string[] = [];
  const on = ({ http }: Exchange) => {
    seen.push(http!.request.headers.cookie ?? '');
    http!.response.setHeader('set-cookie', [
      'JSESSIONID=1; Path=/webservice; HttpOnly',
      'route=xsp2',
    ]);
    return undefined;
  };
  await using stub = await StubServer.start({ transport: 'http', answers: healthy, on });
  const client = await open(stub);
  await client.close();
  assert.deepEqual(seen, ['', ...Array(seen.length - 1).fill('JSESSIONID=1; route=xsp2')]);
});

const fault = (text: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>soapenv:Server.generalException</faultcode><faultstring>INVALID_REQUEST</faultstring><faultactor>ProvisioningService</faultactor><detail><string>${text}</string></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;

/** Answers the first `times` audits' documents with this HTTP status and body. */
function http(status: number, body: string, times = 99, headers: Record<string, string> = {}) {
  let left = times;
  return ({ names, http }: Exchange) => {
    if (!names.includes('GroupGetRequest22V5') || left <= 0) return undefined;
    left--;
    http!.response.writeHead(status, { 'content-type': 'text/xml', ...headers });
    http!.response.end(body);
    return true;
  };
}

async function details(on: (exchange: Exchange) => boolean | undefined) {
  await using stub = await StubServer.start({ transport: 'http', answers: healthy, on });
  await using client = await open(stub);
  const { audit, message } = await client.auditGroup({ ...key, parts: ['details'] });
  return { status: audit.parts.details.status, message, connections: stub.connections };
}

test('a SOAP fault that asks for a login leads to a new session, and the read is repeated', async () => {
  const lost = fault('The user must login before sending requests.');
  const { status, connections } = await details(http(500, lost, 1));
  assert.deepEqual([status, connections], ['known', 2]);
});

test('an XSP without a free connection is tried again, and told when it stays so', async () => {
  const busy = fault('NO_OCS_CONNECTION');
  assert.equal((await details(http(500, busy, 1))).status, 'known');
  const always = await details(http(500, busy));
  assert.equal(always.status, 'unknown');
  assert.match(always.message, /NO_OCS_CONNECTION/);
});

test('other SOAP faults are told in their own words', async () => {
  const { status, message } = await details(http(500, fault('The database is on fire.')));
  assert.equal(status, 'unknown');
  assert.match(message, /INVALID_REQUEST.*The database is on fire\./);
});

test('HTTP answers that are no SOAP are told with their status, and a redirection is not followed', async () => {
  for (const [code, headers] of [
    [404, {}],
    [302, { location: 'http://127.0.0.1:1/elsewhere' }],
    [401, {}],
    [503, {}],
  ] as const) {
    const { status, message } = await details(http(code, '<html>no</html>', 99, headers));
    assert.equal(status, 'unknown');
    assert.match(message, new RegExp(`HTTP ${code}`));
    assert.equal(/is this the provisioning service/.test(message), code === 404 || code === 302);
  }
  const page = await details(http(200, '<html><body>Welcome</body></html>'));
  assert.equal(page.status, 'unknown');
  assert.match(page.message, /without an OCI-P document/);
});

test('answers in CDATA, unqualified or with other prefixes are understood', async () => {
  const on = (exchange: Exchange) => {
    const { names, sessionId, http } = exchange;
    if (!names.includes('GroupGetRequest22V5')) return undefined;
    const inner = document(sessionId, ...exchange.answers());
    http!.response.end(
      `<?xml version="1.0" encoding="utf-8"?>\n<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Header/><S:Body><processOCIMessageResponse><processOCIMessageReturn xsi:type="xsd:string" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><![CDATA[${inner}]]></processOCIMessageReturn></processOCIMessageResponse></S:Body></S:Envelope>`,
    );
    return true;
  };
  assert.equal((await details(on)).status, 'known');
});

test('an HTTP answer that never comes, or breaks off, costs the part and not the audit', async () => {
  const on = ({ names, http }: Exchange) => {
    if (names.includes('GroupTrunkGroupGetRequest23')) return true;
    if (!names.includes('GroupServiceGetAuthorizationListRequest')) return undefined;
    http!.response.write('<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="x">');
    http!.response.destroy();
    return true;
  };
  await using stub = await StubServer.start({ transport: 'http', answers: healthy, on });
  await using client = await open(stub, 300);
  const { audit } = await client.auditGroup({ ...key, parts: ['details', 'licences', 'trunking'] });
  const { details, licences, trunking } = audit.parts;
  assert.deepEqual(
    [details.status, licences.status, trunking.status],
    ['known', 'unknown', 'unknown'],
  );
});

test('a server that is no web server at all is told in words', async () => {
  await using stub = await StubServer.start();
  const target = stub.url.replace('tcp://', 'http://');
  await assert.rejects(
    connect({ records: 'none', target, username, password, timeoutMs: 300 }),
    (thrown) => {
      const { code } = thrown as { code?: string };
      return ['SOUTH_TIMEOUT', 'SOUTH_LOST', 'SOUTH_PROTOCOL'].includes(code ?? '');
    },
  );
});
