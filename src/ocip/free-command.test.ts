// Commands that the table does not have: what kind their names make them, and what goes out for their fields.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentsOf } from '../../test/ocip-bytes.js';
import { Fault } from '../fault.js';
import { knownCommands } from './command.js';
import { type Command, encodeDocument, type FieldValues } from './encode.js';
import { encodeFreeCommand, kindOfCommand } from './free-command.js';

const xml = (command: string, fields?: FieldValues) =>
  encodeFreeCommand(fields === undefined ? { command } : { command, fields }).xml;

function assertInvalid(fields: FieldValues, words: RegExp): void {
  assert.throws(
    () => encodeFreeCommand({ command: 'GroupPaintRequest', fields }),
    (thrown) =>
      thrown instanceof Fault && thrown.code === 'COMMAND_INVALID' && words.test(thrown.message),
  );
}

test('a known command is what the table says, whatever its name looks like', () => {
  for (const { name, kind } of knownCommands()) assert.equal(kindOfCommand(name), kind, name);
});

test('of others the name decides, and whatever is in doubt is a change', () => {
  const kinds = {
    GroupPaintGetRequest: 'read',
    UserCallTransferGetRequest: 'read',
    SystemAddressGetListRequest14sp2: 'read',
    UserServiceSettingsGetRequest: 'read',
    ServiceProviderVPNGetRequest: 'read',
    GroupPaintModifyRequest: 'change',
    GroupPaintRequest: 'change',
    GroupWidgetRequest: 'change',
    GroupTargetRequest: 'change',
    GroupGetAndDeletePaintRequest: 'change',
    GroupPaintGetRequestModify: 'change',
    GroupModifyRequestGet: 'change',
    GroupGetRequestModifyRequest: 'change',
    UserPaintSetGetRequest: 'change',
    GroupNumberResetGetRequest: 'change',
    LoginRequest13mp10: 'session',
    AuthenticationVerifyRequest14sp8: 'session',
    ExternalAuthenticationCreateLoginTokenRequest: 'session',
    LogoutGetRequest: 'session',
  };
  for (const [name, kind] of Object.entries(kinds)) assert.equal(kindOfCommand(name), kind, name);
});

test('what is no name of a command is none', () => {
  const odd = ['', 'groupGetRequest', 'GroupGetResponse', 'Request', 'GetRequest"', 'a:GetRequest'];
  const long = [`G${'a'.repeat(130)}Request`, `GroupGetRequest${'1'.repeat(30)}`];
  for (const command of [...odd, ...long, 'GroupGet Request', '__proto__', 'constructor']) {
    assert.equal(kindOfCommand(command), undefined, command);
    assert.throws(() => encodeFreeCommand({ command }), { code: 'COMMAND_UNKNOWN' });
  }
});

test('fields go out in the order in which they are given', () => {
  const { shape } = encodeFreeCommand({ command: 'GroupPaintGetRequest' });
  assert.deepEqual(shape, { name: 'GroupPaintGetRequest', kind: 'read', reply: undefined });
  assert.equal(
    xml('GroupPaintRequest', {
      zeta: 'Do & Not',
      alpha: 7,
      isGlossy: false,
      coat: [{ '@type': 'Thick', colour: 'grey', note: null }, { colour: 'blue' }],
      hue: ['a', null],
      none: [],
      left: undefined,
    }),
    '<command xsi:type="GroupPaintRequest" xmlns=""><zeta>Do &amp; Not</zeta><alpha>7</alpha><isGlossy>false</isGlossy><coat xsi:type="Thick"><colour>grey</colour><note xsi:nil="true"/></coat><coat><colour>blue</colour></coat><hue>a</hue><hue xsi:nil="true"/></command>',
  );
  assert.equal(xml('GroupPaintGetRequest'), '<command xsi:type="GroupPaintGetRequest" xmlns=""/>');
});

test('what XML cannot carry is refused, and the field named', () => {
  assertInvalid({ colour: 'a\u0000' }, /GroupPaintRequest\.colour holds a character/);
  assertInvalid({ colour: '\ud800' }, /cannot carry/);
  assertInvalid({ coat: [{ colour: '' }] }, /coat\[0\]\.colour is empty/);
  assertInvalid({ coat: [['a']] }, /coat\[0\] is a list in a list/);
  assertInvalid({ width: 1e21 }, /width is a number that cannot be written out/);
  assertInvalid({ width: Number.NaN }, /cannot be written out/);
  assertInvalid({ '@type': 'A' }, /takes no @type/);
  assertInvalid({ coat: { '@type': 'a"b' } }, /coat\.@type is not the name of a type/);
  for (const name of ['a b', 'x:groupId', '1a', '', '<', '__proto__', 'a'.repeat(101)])
    assertInvalid(JSON.parse(`{${JSON.stringify(name)}: "x"}`) as FieldValues, /not the name of/);
  let deep: FieldValues = { a: 'x' };
  for (let at = 0; at < 100; at++) deep = { a: deep };
  assertInvalid(deep, /nested too deeply/);
});

test('whatever the fields are, one element comes out, or a fault', () => {
  const name = fc.stringMatching(/^[A-Za-z][\w.-]{0,9}$/);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ minLength: 1 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(name, value), (fields) => {
      const command = { command: 'GroupPaintRequest', fields } as Command;
      let written: string;
      try {
        written = encodeFreeCommand(command).xml;
      } catch (thrown) {
        assert.ok(thrown instanceof Fault && thrown.code === 'COMMAND_INVALID');
        return;
      }
      const [document] = documentsOf([encodeDocument('s', [written])]);
      const names = document?.commands[0]?.elements.map((element) => element.name);
      assert.equal(document?.commands.length, 1);
      assert.deepEqual(names, Object.keys(fields));
    }),
    { numRuns: 300 },
  );
});
