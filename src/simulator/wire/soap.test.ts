import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { test } from 'node:test';
import { oneDocument } from '../../../test/raw-client.js';
import { demoWorld } from '../demo/demo-world.js';
import { startSimulator } from '../simulator.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

async function call(
  url: string,
  body: string | undefined,
  options: { cookie?: string; ca?: string } = {},
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const send = url.startsWith('https') ? httpsRequest : httpRequest;
    const headers = {
      'Content-Type': 'text/xml; charset=utf-8',
      SOAPAction: '""',
      Connection: 'close',
      ...(options.cookie === undefined ? {} : { Cookie: options.cookie }),
    };
    const request = send(
      url,
      { method: body === undefined ? 'GET' : 'POST', headers, ca: options.ca },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const wrapped = (operation: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${operation}</soapenv:Body></soapenv:Envelope>`;

const qualified = (document: string) =>
  wrapped(
    `<processOCIMessage xmlns="urn:com:broadsoft:webservice"><in0>${escaped(document)}</in0></processOCIMessage>`,
  );

const spellings: Readonly<Record<string, (document: string) => string>> = {
  'operation and in0 in the namespace': qualified,
  'in0 without a namespace': (document) =>
    wrapped(
      `<w:processOCIMessage xmlns:w="urn:com:broadsoft:webservice"><in0>${escaped(document)}</in0></w:processOCIMessage>`,
    ),
  'arg0 with a type, nothing in the namespace': (document) =>
    wrapped(
      `<processOCIMessage><arg0 xsi:type="xsd:string">${escaped(document)}</arg0></processOCIMessage>`,
    ),
  'CDATA in place of escapes': (document) =>
    wrapped(
      `<processOCIMessage xmlns="urn:com:broadsoft:webservice"><in0><![CDATA[${document}]]></in0></processOCIMessage>`,
    ),
};

const login = oneDocument('soap-1', [
  'LoginRequest22V5',
  '<userId>auditor@example.net</userId><password>tide-table-7</password>',
]);
const version = oneDocument('soap-1', ['SystemSoftwareVersionGetRequest', '']);
const listen = ['http://127.0.0.1:0'];
const cookieOf = ({ headers }: Answer) => String(headers['set-cookie']).split(';')[0]!;

for (const [name, spell] of Object.entries(spellings))
  test(`takes a document written with ${name}`, async () => {
    await using simulator = await startSimulator({ world: demoWorld(), listen });
    const url = simulator.urls[0]!;
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/webservice\/services\/ProvisioningService$/);
    const welcome = await call(url, spell(login));
    assert.equal(welcome.status, 200);
    const answer = await call(url, spell(version), { cookie: cookieOf(welcome) });
    assert.match(
      answer.body,
      /<processOCIMessageResponse xmlns=""><ns1:processOCIMessageReturn xmlns:ns1="urn:com:broadsoft:webservice">&lt;\?xml version="1.0" encoding="ISO-8859-1"\?&gt;/,
    );
    assert.match(answer.body, /&lt;version&gt;Rel_24/);
  });

test('a session belongs to its cookie: without it the call ends in a fault with status 500', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), listen });
  const url = simulator.urls[0]!;
  const cookie = cookieOf(await call(url, qualified(login)));
  const stranger = await call(url, qualified(version));
  assert.equal(stranger.status, 500);
  assert.match(
    stranger.body,
    /<faultcode>soapenv:Server\.generalException<\/faultcode><faultstring>INVALID_REQUEST<\/faultstring><faultactor>ProvisioningService<\/faultactor>.*must log in first/,
  );
  const other = await call(url, qualified(version.replaceAll('soap-1', 'soap-2')), { cookie });
  assert.equal(other.status, 500);
  assert.equal((await call(url, qualified(version), { cookie })).status, 200);
});

test('letters beyond Latin-1 arrive whole through both layers of escaping', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), listen });
  const url = simulator.urls[0]!;
  const cookie = cookieOf(await call(url, qualified(login)));
  const ask = oneDocument('soap-1', [
    'UserGetListInGroupRequest',
    '<serviceProviderId>Brightwater</serviceProviderId><GroupId>Head-Office</GroupId>',
  ]);
  const { body } = await call(url, qualified(ask), { cookie });
  assert.match(body, /&lt;col&gt;Müller&lt;\/col&gt;/);
  assert.match(body, /&lt;col&gt;&amp;#321;ódzki&lt;\/col&gt;/);
});

test('what is no call is answered without harm', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), listen });
  const url = simulator.urls[0]!;
  assert.equal((await call(url.replace('/ProvisioningService', '/Other'), 'x')).status, 404);
  assert.equal((await call(url, 'no xml at all')).status, 500);
  assert.equal((await call(url, undefined)).status, 405);
  assert.match((await call(url, qualified('no document'))).body, /Error 6004/);
});

test('describes itself at ?wsdl', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), listen });
  const { status, body } = await call(`${simulator.urls[0]}?wsdl`, undefined);
  assert.equal(status, 200);
  assert.match(body, /targetNamespace="urn:com:broadsoft:webservice"/);
  assert.match(body, /<wsdl:operation name="processOCIMessage">/);
  assert.ok(body.includes(`location="${simulator.urls[0]}"`));
});

test('serves https with the certificate it tells', async () => {
  await using simulator = await startSimulator({
    world: demoWorld(),
    listen: ['https://127.0.0.1:0'],
  });
  const options = { ca: simulator.certificate };
  assert.equal((await call(simulator.urls[0]!, qualified(login), options)).status, 200);
  await assert.rejects(call(simulator.urls[0]!, qualified(login)), /self.signed|unable to verify/i);
});

test('cut and reset end the HTTP connection before the answer is whole', async () => {
  await using simulator = await startSimulator({ world: demoWorld(), listen });
  const url = simulator.urls[0]!;
  const cookie = cookieOf(await call(url, qualified(login)));
  for (const fault of ['cut', 'reset']) {
    simulator.faults.add(fault);
    await assert.rejects(call(url, qualified(version), { cookie }), { code: 'ECONNRESET' });
    simulator.faults.clear();
  }
  assert.equal((await call(url, qualified(version), { cookie })).status, 200);
});
