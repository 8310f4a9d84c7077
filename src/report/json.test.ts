// The json format: exact against the model, valid against the schema, and streamed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {
  completeAudit,
  details,
  dnSet,
  failedAudit,
  groupAudit,
  instances,
  known,
  licence,
  licences,
  mixedAudit,
  notApplicable,
  numbers,
  numbersOf,
  outOfScope,
  packs,
  partial,
  refusal,
  trunking,
  unknown,
  users,
} from '../../test/audits.js';
import { type Parts, partNames, type ServiceInstance, usualParts } from '../audit/index.js';
import { formatJson } from './json.js';
import { jsonText } from './json-text.js';

const schemaFile = new URL('../../../schema/group-audit-1.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

function assertValid(value: unknown): void {
  validate(value);
  assert.deepEqual(validate.errors ?? [], []);
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into what was parsed
const parsed = (...given: Parameters<typeof formatJson>): any =>
  JSON.parse([...formatJson(...given)].join(''));

test('every kind of audit is valid against the schema, folded and expanded', () => {
  const audits = [completeAudit(), mixedAudit(), failedAudit(), groupAudit()];
  for (const audit of audits) {
    assertValid(parsed(audit));
    assertValid(parsed(audit, { expandNumbers: true }));
  }
});

test('every status of every part is valid against the schema and keeps its name', () => {
  const values = { details, licences, users, numbers, trunking, packs, instances };
  for (const name of partNames) {
    const value = values[name] as never;
    const parts = [
      known(value, 'a note'),
      partial(value, refusal, { message: 'more' }),
      unknown(refusal),
      outOfScope(refusal),
      notApplicable('there is none'),
    ];
    for (const part of parts) {
      const written = parsed(groupAudit({ [name]: part } as Partial<Parts>));
      assertValid(written);
      assert.equal(written.parts[name].status, part.status);
    }
  }
});

test('every part that is not numbers says exactly what the model says', () => {
  const audit = completeAudit();
  const written = parsed(audit);
  for (const name of ['details', 'licences', 'users', 'trunking'] as const) {
    assert.deepEqual(written.parts[name], JSON.parse(JSON.stringify(audit.parts[name])));
  }
  assert.deepEqual(written.source, audit.source);
});

test('zero, unlimited, unknown and not on this release stay four different things', () => {
  const { value } = parsed(completeAudit()).parts.trunking;
  assert.equal(value.burstingMaxActiveCalls, 0);
  assert.equal(value.maxAvailableActiveCalls, 'unlimited');
  assert.equal(value.burstingMaxAvailableActiveCalls, 'unknown');
  assert.equal(value.maxAvailableNumberOfBurstingBTLUs, 'notOnThisRelease');
});

test('numbers are intervals with totals, and numbers of an unknown state are counted apart', () => {
  const { value } = parsed(completeAudit()).parts.numbers;
  const { total, assigned, unassigned, unknown: untold } = value;
  assert.deepEqual([total, assigned, unassigned, untold], [17, 11, 5, 1]);
  assert.deepEqual(value.states[3], {
    assigned: false,
    activated: false,
    total: 4,
    ranges: [{ first: '+39-0612345698', last: '+39-0612345701', total: 4 }],
  });
});

test('there is no count of unknown numbers when every state is known', () => {
  const states = [{ assigned: true, activated: true, numbers: dnSet('100 - 109') }];
  const { value } = parsed(groupAudit({ numbers: known(numbersOf(states)) })).parts.numbers;
  assert.equal('unknown' in value, false);
  assert.equal(value.unassigned, 0);
});

test('expanded numbers keep their leading zeros and stand beside the intervals', () => {
  const { states } = parsed(completeAudit(), { expandNumbers: true }).parts.numbers.value;
  assert.deepEqual(states[3].numbers, [
    '+39-0612345698',
    '+39-0612345699',
    '+39-0612345700',
    '+39-0612345701',
  ]);
  assert.deepEqual(states[1].numbers, []);
});

test('a million expanded numbers come in small pieces', () => {
  const states = [{ assigned: false, activated: true, numbers: dnSet('1000000 - 1999999') }];
  const audit = groupAudit({ numbers: known(numbersOf(states)) });
  let pieces = 0;
  let longest = 0;
  for (const piece of formatJson(audit, { expandNumbers: true })) {
    pieces++;
    longest = Math.max(longest, piece.length);
  }
  assert.ok(pieces > 100);
  assert.ok(longest < 100_000);
});

test('the usual parts are always written, asked for or not; the others when they were asked for', () => {
  const written = parsed(groupAudit({ packs: known(packs) }));
  assert.deepEqual(Object.keys(written.parts), [...usualParts, 'packs']);
  assert.deepEqual(written.parts.details, { status: 'notAsked' });
  assert.deepEqual(written.parts.packs.value, JSON.parse(JSON.stringify(packs)));
});

test('instances say exactly what the model says, and a list that is not there says why', () => {
  const written = parsed(groupAudit({ instances: known(instances) }));
  assert.deepEqual(written.parts.instances.value, JSON.parse(JSON.stringify(instances)));
  for (const absence of ['unknown', 'outOfScope', 'notApplicable'] as const) {
    const other = parsed(groupAudit({ instances: known({ ...instances, callCenters: absence }) }));
    assertValid(other);
    assert.equal(other.parts.instances.value.callCenters, absence);
  }
});

test('holders that nobody told are unknown, not none', () => {
  const written = parsed(groupAudit({ numbers: known({ ...numbers, holders: 'unknown' }) }));
  assertValid(written);
  assert.equal(written.parts.numbers.value.holders, 'unknown');
  const none = parsed(groupAudit({ numbers: known({ ...numbers, holders: [] }) }));
  assert.deepEqual(none.parts.numbers.value.holders, []);
});

test('what may have lost its leading zeros is told, for numbers as intervals', () => {
  const [attendant] = instances.autoAttendants as readonly ServiceInstance[];
  assert.ok(attendant);
  const doubtful = { ...attendant, zerosDoubtful: ['extension'] };
  const written = parsed(
    groupAudit({
      details: known({ ...details, zerosDoubtful: ['locationDialingCode'] }),
      numbers: known({
        ...numbers,
        holders: [{ number: '100', extension: '7', zerosDoubtful: ['extension'] }],
        zerosDoubtful: dnSet('100 - 102'),
      }),
      instances: known({ ...instances, huntGroups: [doubtful] }),
    }),
    { expandNumbers: true },
  );
  assertValid(written);
  assert.deepEqual(written.parts.details.value.zerosDoubtful, ['locationDialingCode']);
  assert.deepEqual(written.parts.numbers.value.holders[0].zerosDoubtful, ['extension']);
  assert.deepEqual(written.parts.instances.value.huntGroups[0].zerosDoubtful, ['extension']);
  assert.deepEqual(written.parts.numbers.value.zerosDoubtful, {
    total: 3,
    ranges: [{ first: '100', last: '102', total: 3 }],
  });
  assert.equal('zerosDoubtful' in parsed(completeAudit()).parts.numbers.value, false);
});

test('an audit read over ODIN is valid too, and one of an older version without the new parts', () => {
  const audit = completeAudit();
  const written = parsed({ ...audit, source: { ...audit.source, protocol: 'ODIN' } });
  assertValid(written);
  delete written.parts.packs;
  delete written.parts.instances;
  assertValid(written);
  written.source.protocol = 'SOAP';
  assert.equal(validate(written), false);
});

test('the text is indented by two blanks and ends with one line end', () => {
  const text = [...formatJson(groupAudit())].join('');
  assert.ok(text.startsWith('{\n  "schema": "muster/group-audit@1",\n'));
  assert.ok(text.endsWith('\n}\n'));
});

test('the writer agrees with JSON.stringify about any value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = [...jsonText({ value, lazy: new Set([value]) })].join('');
      const expected = { value, lazy: [value] };
      assert.equal(text, `${JSON.stringify(expected, undefined, 2)}\n`);
    }),
  );
});

test('characters that could drive a terminal are escaped and read back as they were', () => {
  const name = 'a\u009b31m\u202eb\u2028\u001b[0m\u007f';
  const audit = groupAudit({
    licences: known({ servicePacks: [licence(name)], groupServices: [], userServices: [] }),
  });
  const text = [...formatJson(audit)].join('');
  assert.doesNotMatch(text, /[\u007f-\u009f\u001b\u202e\u2028]/);
  assert.equal(JSON.parse(text).parts.licences.value.servicePacks[0].name, name);
});

test('the schema refuses what the format does not know', () => {
  const written = parsed(completeAudit());
  written.parts.trunking.value.extra = 1;
  assert.equal(validate(written), false);
  const other = parsed(completeAudit());
  other.parts.trunking.value.maxActiveCalls = -1;
  assert.equal(validate(other), false);
});
