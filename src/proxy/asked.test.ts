// What a document asks: kinds, ids, and what is refused because two readers might see it differently.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DocumentStream, type OciDocument } from '../ocip/index.js';
import { askedFrom } from './asked.js';

function asked(commands: string, charset = 'ISO-8859-1') {
  const documents: OciDocument[] = [];
  const text = `<?xml version="1.0" encoding="${charset}"?><BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">s</sessionId>${commands}</BroadsoftDocument>`;
  new DocumentStream((one) => documents.push(one)).write(Buffer.from(text, 'latin1'));
  return askedFrom(documents[0]!);
}
const command = (type: string, inside = '') =>
  `<command xsi:type="${type}" xmlns="">${inside}</command>`;

test('whatever is not known to read is a change, and logins are neither', () => {
  const kinds = [
    'GroupGetRequest22V5',
    'UserModifyRequest22',
    'SystemSomethingRequest',
    'ExternalAuthenticationCreateLoginTokenRequest',
    'LoginRequest22V5',
    'AuthenticationRequest',
    'LogoutRequest',
  ].map((type) => asked(command(type)).commands[0]!);
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['read', 'change', 'change', 'change', 'session', 'session', 'session'],
  );
});

test('a record is called after the first change, and names only what all commands share', () => {
  const ids = '<serviceProviderId>sp</serviceProviderId><GroupId>g</GroupId>';
  const one = asked(
    command('GroupGetRequest22V5', `${ids}<userId>a</userId>`) +
      command('GroupModifyRequest', `${ids}<userId>b</userId>`),
  );
  assert.equal(one.chief, 'GroupModifyRequest');
  assert.equal(one.sessionId, 's');
  assert.deepEqual(one.impact, { tenantId: 'sp', groupId: 'g', userId: '', instanceName: '' });
});

test('ids are found in keys; those on top go before them', () => {
  const key =
    '<trunkGroupKey><name>Trunk A</name><serviceProviderId>in</serviceProviderId><groupId>g</groupId></trunkGroupKey>';
  const { impact } = asked(
    command(
      'GroupTrunkGroupGetRequest',
      `${key}<enterpriseId xsi:nil="true"/><serviceProviderId>top</serviceProviderId>`,
    ),
  );
  assert.deepEqual(impact, { tenantId: 'top', groupId: 'g', userId: '', instanceName: 'Trunk A' });
  const own = asked(
    command('X', '<__proto__><userId>u</userId></__proto__><constructor>c</constructor>'),
  );
  assert.equal(own.impact.userId, 'u');
});

test('no command, and sets that hide markup, are refused', () => {
  assert.throws(() => asked(''), { code: 'OCIP_MALFORMED' });
  for (const charset of ['ISO-2022-JP', 'shift_jis', 'gbk', 'big5'])
    assert.throws(() => asked(command('A'), charset), { code: 'OCIP_MALFORMED' }, charset);
  for (const charset of ['UTF-8', 'us-ascii', 'ISO-8859-15', 'windows-1252'])
    assert.equal(asked(command('A'), charset).charset, charset.toLowerCase());
});
