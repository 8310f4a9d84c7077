// Trunk audits as json and csv: exact, valid against the schema, and flat without hiding anything.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { known, notApplicable, outOfScope, partial, refusal, unknown } from '../../test/audits.js';
import { groupTrunks, trunkAudit, trunkGroup, trunks } from '../../test/trunk-audits.js';
import type { TrunkAudit } from '../audit/index.js';
import { type TrunkCsvFileName, trunkCsvFiles } from './csv.js';
import { formatTrunkJson } from './json.js';

const schemaFile = new URL('../../../schema/trunk-audit-1.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

// biome-ignore lint/suspicious/noExplicitAny: tests reach into what was parsed
const parsed = (audit: TrunkAudit): any => JSON.parse([...formatTrunkJson(audit)].join(''));

function assertValid(value: unknown): void {
  validate(value);
  assert.deepEqual(validate.errors ?? [], []);
}

test('every status is valid against the schema and keeps its name', () => {
  for (const part of [
    known(trunks, 'a note'),
    partial(trunks, refusal),
    unknown(refusal),
    outOfScope(refusal),
    notApplicable('the service is not there'),
    { status: 'notAsked' } as const,
  ]) {
    const written = parsed(trunkAudit(part));
    assertValid(written);
    assert.equal(written.parts.trunks.status, part.status);
  }
});

test('the value is exactly what the model says, absences included', () => {
  for (const absence of ['unknown', 'outOfScope', 'notApplicable'] as const) {
    const value = {
      ...trunks,
      capacity: absence,
      enterpriseTrunks: absence,
      groups: [
        groupTrunks('__proto__', {
          capacity: absence,
          trunkGroups: absence,
          enterpriseTrunks: absence,
        }),
        ...trunks.groups,
      ],
    };
    const written = parsed(trunkAudit(known(value)));
    assertValid(written);
    assert.deepEqual(written.parts.trunks.value, JSON.parse(JSON.stringify(value)));
  }
  const audit = trunkAudit(known(trunks));
  assert.deepEqual(parsed(audit).source, audit.source);
});

test('the schema refuses what the format does not know', () => {
  const extra = parsed(trunkAudit(known(trunks)));
  extra.parts.trunks.value.groups[0].extra = 1;
  assert.equal(validate(extra), false);
  const negative = parsed(trunkAudit(known(trunks)));
  negative.parts.trunks.value.groups[0].calls.below.calls = -1;
  assert.equal(validate(negative), false);
  const bare = parsed(trunkAudit(known(trunks)));
  delete bare.parts.trunks.value.calls;
  assert.equal(validate(bare), false);
});

const rowsOf = (audit: TrunkAudit, name: TrunkCsvFileName): string[][] => {
  const text = [...(trunkCsvFiles(audit).find((file) => file.name === name)?.rows ?? [])].join('');
  assert.ok(text.startsWith('\ufeffserviceProviderId,'));
  return text
    .slice(1)
    .split('\r\n')
    .slice(0, -1)
    .map((line) => line.split(','));
};

function cellsOf(audit: TrunkAudit): Record<string, string>[] {
  const [head = [], ...rows] = rowsOf(audit, 'trunk-capacity.csv');
  return rows.map((row) => {
    assert.equal(row.length, head.length);
    return Object.fromEntries(head.map((name, at) => [name, row[at] ?? '']));
  });
}

test('the csv file has one row for each level, from the top down', () => {
  const rows = cellsOf(trunkAudit(known(trunks)));
  assert.deepEqual(
    rows.map(({ level, groupId, name }) => [level, groupId, name]),
    [
      ['provider', '', ''],
      ['group', 'Anchor', ''],
      ['trunkGroup', 'Anchor', 'Anchor-SIP'],
      ['trunkGroup', 'Anchor', 'Anchor-Fax'],
      ['enterpriseTrunk', 'Anchor', 'Spread'],
      ['group', 'Beacon', ''],
      ['trunkGroup', 'Beacon', 'Beacon-SIP'],
      ['group', 'Cove', ''],
      ['trunkGroup', 'Cove', 'Cove-SIP'],
      ['group', 'Dock', ''],
      ['group', 'Esker', ''],
    ],
  );
  assert.ok(rows.every((row) => row.serviceProviderId === 'HarbourTel'));
});

test('figures, sums and differences stay numbers, a negative one too', () => {
  const [provider, anchor, sip, fax, spread, beacon] = cellsOf(trunkAudit(known(trunks)));
  assert.deepEqual(
    [provider?.maxActiveCalls, provider?.callsBelow, provider?.callsBelowUnknown],
    ['100', '90', '1'],
  );
  assert.deepEqual([provider?.callsDifference, provider?.callsOver], ['unknown', 'unknown']);
  assert.deepEqual(
    [provider?.burstingMaxActiveCalls, provider?.burstingDifference],
    ['unlimited', 'unlimited'],
  );
  assert.equal(provider?.numberOfBurstingBTLUs, '4');
  assert.equal(anchor?.callsDifference, '8');
  assert.equal(anchor?.burstingMaxAvailableActiveCalls, 'unlimited');
  assert.equal(anchor?.numberOfBurstingBTLUs, 'notOnThisRelease');
  assert.deepEqual(
    [sip?.maxActiveCalls, sip?.department, sip?.deviceName],
    ['8', 'Sales', 'AnchorPBX'],
  );
  assert.deepEqual([fax?.enableBursting, fax?.burstingMaxActiveCalls], ['false', 'notApplicable']);
  assert.deepEqual([spread?.maxActiveCalls, spread?.routingType], ['7', 'Weighted']);
  assert.deepEqual([beacon?.callsDifference, beacon?.callsOver], ['-20', 'true']);
});

test('what could not be read and what does not apply stand in state, figures and lists', () => {
  const rows = cellsOf(trunkAudit(partial(trunks, refusal)));
  const group = (id: string) => rows.find((row) => row.level === 'group' && row.groupId === id);
  assert.deepEqual(
    [group('Anchor')?.state, group('Anchor')?.trunkGroups, group('Anchor')?.enterpriseTrunks],
    ['partial', '2', '1'],
  );
  assert.deepEqual(
    [group('Dock')?.state, group('Dock')?.maxActiveCalls, group('Dock')?.trunkGroups],
    ['unknown', 'unknown', 'unknown'],
  );
  assert.equal(group('Dock')?.enterpriseTrunks, 'outOfScope');
  assert.deepEqual(
    [group('Esker')?.state, group('Esker')?.maxActiveCalls, group('Esker')?.trunkGroups],
    ['notApplicable', 'notApplicable', 'notApplicable'],
  );
  assert.equal(group('Esker')?.maxAvailableActiveCalls, 'notApplicable');
});

test('a trunk audit that failed has a row that says so, and its problems', () => {
  const audit = trunkAudit(unknown(refusal));
  assert.deepEqual(rowsOf(audit, 'trunk-capacity.csv').map((row) => row.filter(Boolean))[1], [
    'HarbourTel',
    'unknown',
  ]);
  assert.deepEqual(rowsOf(audit, 'problems.csv')[1]?.slice(0, 5), [
    'HarbourTel',
    'trunks',
    'unknown',
    refusal.command,
    '5404',
  ]);
  assert.deepEqual(
    trunkCsvFiles(trunkAudit(known(trunks))).map(({ name }) => name),
    ['trunk-capacity.csv'],
  );
});

test('names that would be formulas are guarded', () => {
  const group = groupTrunks('=1+1', {
    groupName: '@SUM',
    trunkGroups: [trunkGroup('+cmd', 1), trunkGroup('-2', 1)],
  });
  const [, own, plus, minus] = cellsOf(trunkAudit(known({ ...trunks, groups: [group] })));
  assert.deepEqual([own?.groupId, own?.groupName], ["'=1+1", "'@SUM"]);
  assert.deepEqual([plus?.name, minus?.name], ["'+cmd", "'-2"]);
});
