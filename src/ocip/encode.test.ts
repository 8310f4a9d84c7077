// Requests as they go out: order, escapes, choices, and what is refused before it is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentsOf } from '../../test/ocip-bytes.js';
import { Fault } from '../fault.js';
import {
  type Command,
  encodeCommand,
  encodeDocument,
  escapeText,
  type FieldValues,
} from './encode.js';

const group = { serviceProviderId: 'Breakwater', groupId: 'Saltmarsh' };
const xml = (command: string, fields?: FieldValues) =>
  encodeCommand(fields === undefined ? { command } : { command, fields }).xml;
const groupXml = '<serviceProviderId>Breakwater</serviceProviderId><groupId>Saltmarsh</groupId>';

function assertInvalid(command: string, fields: FieldValues, words: RegExp): void {
  assert.throws(
    () => encodeCommand({ command, fields }),
    (thrown) =>
      thrown instanceof Fault && thrown.code === 'COMMAND_INVALID' && words.test(thrown.message),
  );
}

test('a document is declared, on one line, and ends with a line feed', () => {
  const bytes = encodeDocument('a&b', [xml('GroupGetRequest', group)]);
  assert.equal(
    bytes.toString('latin1'),
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">a&amp;b</sessionId><command xsi:type="GroupGetRequest" xmlns="">${groupXml}</command></BroadsoftDocument>\n`,
  );
});

test('a command without fields is an empty element', () => {
  assert.equal(
    xml('SystemSoftwareVersionGetRequest'),
    '<command xsi:type="SystemSoftwareVersionGetRequest" xmlns=""/>',
  );
});

test('fields go out in the order of the schema, whatever order they are given in', () => {
  const given = {
    userLimit: 25,
    groupId: 'Saltmarsh',
    groupName: 'Pier',
    serviceProviderId: 'Breakwater',
  };
  assert.equal(
    xml('GroupModifyRequest', given),
    `<command xsi:type="GroupModifyRequest" xmlns="">${groupXml}<userLimit>25</userLimit><groupName>Pier</groupName></command>`,
  );
});

test('a list repeats its element, and an empty optional list is left out', () => {
  const fields = { userId: 'a@b', serviceName: ['Call Waiting', 'Do & Not'], servicePackName: [] };
  assert.match(
    xml('UserServiceAssignListRequest', fields),
    /<serviceName>Call Waiting<\/serviceName><serviceName>Do &amp; Not<\/serviceName><\/command>$/,
  );
});

test('null clears what may be cleared', () => {
  const fields = {
    ...group,
    callingLineIdName: null,
    contact: { contactName: 'Ines', contactEmail: null },
  };
  assert.match(
    xml('GroupModifyRequest', fields),
    /<callingLineIdName xsi:nil="true"\/><contact><contactName>Ines<\/contactName><contactEmail xsi:nil="true"\/><\/contact>/,
  );
  assertInvalid('GroupModifyRequest', { ...group, userLimit: null }, /userLimit cannot be cleared/);
});

test('a concrete type is named on the element', () => {
  const departmentKey = { '@type': 'GroupDepartmentKey', ...group, name: 'Sales' };
  assert.match(
    xml('UserGetListInGroupRequest', {
      serviceProviderId: 'Breakwater',
      GroupId: 'Saltmarsh',
      searchCriteriaExactUserDepartment: { departmentKey },
    }),
    /<departmentKey xsi:type="GroupDepartmentKey"><serviceProviderId>/,
  );
  for (const type of ['a"b', '', 'a b', 7])
    assertInvalid(
      'UserModifyRequest22',
      { userId: 'a@b', department: { '@type': type, ...group, name: 'Sales' } },
      /@type is not the name of a type/,
    );
  assertInvalid('GroupGetRequest', { '@type': 'X', ...group }, /takes no @type/);
});

test('a choice takes exactly one branch, all of it', () => {
  const name = 'GroupGetRequest22V5';
  assert.match(xml(name, { groupExternalId: 'x7' }), /><groupExternalId>x7<\/groupExternalId></);
  assert.match(xml(name, group), /<groupId>Saltmarsh<\/groupId><\/command>$/);
  assertInvalid(
    name,
    { ...group, groupExternalId: 'x7' },
    /exactly one of serviceProviderId \+ groupId \| groupExternalId/,
  );
  assertInvalid(name, {}, /exactly one of/);
  assertInvalid(name, { groupId: 'Saltmarsh' }, /serviceProviderId is missing/);
});

test('an optional choice may be left out, but not taken twice', () => {
  const name = 'GroupTrunkGroupGetInstanceListRequest14sp4';
  assert.match(xml(name, group), /<\/groupId><\/command>$/);
  assertInvalid(
    name,
    { ...group, groupDepartmentName: 'Sales', includeEnterpriseTrunkGroups: true },
    /exactly one of/,
  );
});

test('a choice inside a repeated element is held to as well', () => {
  const name = 'GroupServiceModifyAuthorizationListRequest';
  const pack = (fields: FieldValues) => ({
    ...group,
    servicePackAuthorization: [{ servicePackName: 'P', ...fields }],
  });
  assert.match(
    xml(name, pack({ authorizedQuantity: { quantity: 3 } })),
    /<servicePackAuthorization><servicePackName>P<\/servicePackName><authorizedQuantity><quantity>3</,
  );
  assertInvalid(name, pack({}), /servicePackAuthorization\[0\] needs exactly one/);
  assertInvalid(
    name,
    pack({ authorizedQuantity: { quantity: 3, unlimited: true } }),
    /authorizedQuantity needs exactly one/,
  );
});

test('an unknown command, an unknown field and a missing field are named', () => {
  const unknown: Command = { command: 'GroupGetRequest99' };
  assert.throws(() => encodeCommand(unknown), {
    code: 'COMMAND_UNKNOWN',
    message: /GroupGetRequest99/,
  });
  assertInvalid(
    'GroupGetRequest',
    { ...group, groupID: 'x' },
    /has no element groupID; it has serviceProviderId, groupId/,
  );
  assertInvalid(
    'GroupGetRequest',
    { groupId: 'x' },
    /GroupGetRequest\.serviceProviderId is missing/,
  );
  assertInvalid(
    'GroupServiceAssignListRequest',
    { ...group, serviceName: [] },
    /serviceName is missing/,
  );
  assertInvalid(
    'GroupModifyRequest',
    { ...group, contact: { phone: '1' } },
    /contact has no element phone/,
  );
});

test('a value of the wrong kind is refused, not converted', () => {
  const wrong: readonly (readonly [FieldValues, RegExp])[] = [
    [{ userLimit: '25' }, /userLimit takes a whole number/],
    [{ userLimit: 2.5 }, /whole number/],
    [{ userLimit: Number.NaN }, /whole number/],
    [{ groupName: 25 }, /groupName takes text/],
    [{ groupName: ['a', 'b'] }, /takes one value/],
    [{ groupName: { a: 'b' } }, /takes text/],
    [{ groupName: '' }, /groupName is empty/],
    [{ contact: 'Ines' }, /contact holds elements/],
    [{ contact: [{ contactName: 'Ines' }] }, /takes one value/],
  ];
  for (const [fields, words] of wrong)
    assertInvalid('GroupModifyRequest', { ...group, ...fields }, words);
  assertInvalid(
    'UserDoNotDisturbModifyRequest',
    { userId: 'a@b', isActive: 'true' },
    /true or false/,
  );
  assertInvalid(
    'UserServiceAssignListRequest',
    { userId: 'a@b', serviceName: [['a']] },
    /serviceName\[0\] takes text/,
  );
});

test('characters that XML cannot carry are refused', () => {
  for (const text of ['a\u0000', '\u0008', '\u001f', '\ufffe', '\uffff', '\ud800', '\udc00x'])
    assertInvalid('GroupModifyRequest', { ...group, groupName: text }, /XML cannot carry/);
});

test('text of any kind comes back as it was, and the wire carries ASCII only', () => {
  const text = fc
    .string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        fc.constantFrom(...'&<>"\'\r\n\t ]]>'),
      ),
      minLength: 1,
    })
    .filter((one) => !/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(one));
  fc.assert(
    fc.property(text, (name) => {
      const bytes = encodeDocument('s', [xml('GroupModifyRequest', { ...group, groupName: name })]);
      assert.ok(bytes.every((byte) => byte < 0x80));
      const elements = documentsOf([bytes])[0]?.commands[0]?.elements;
      assert.equal(elements?.find((element) => element.name === 'groupName')?.text, name);
    }),
    { numRuns: 500 },
  );
});

test('escapes keep markup, quotes and line ends from being read as such', () => {
  assert.equal(escapeText('<a b="c">&\r\n'), '&lt;a b=&quot;c&quot;&gt;&amp;&#13;\n');
  assert.equal(escapeText('Łódź 😀'), '&#321;&#243;d&#378; &#128512;');
});
