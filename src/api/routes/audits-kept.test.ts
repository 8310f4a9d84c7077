// What was kept is what was taken: every format of an audit read back is the same text as before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeAudit, failedAudit, mixedAudit } from '../../../test/audits.js';
import { csvFiles, formatJson, formatMercury, formatOdin } from '../../report/index.js';
import { auditFrom } from './audits-kept.js';

const audits = { complete: completeAudit(), mixed: mixedAudit(), failed: failedAudit() };

const renderings = (audit: Parameters<typeof formatJson>[0]) => [
  [...formatJson(audit)].join(''),
  [...formatMercury(audit)].join(''),
  [...formatOdin(audit)].join(''),
  ...csvFiles(audit).map(({ name, rows }) => name + [...rows].join('')),
];

test('an audit read back is the same in every format', () => {
  for (const [name, audit] of Object.entries(audits)) {
    const text = [...formatJson(audit)].join('');
    const back = auditFrom(text);
    assert.ok(back !== undefined, name);
    assert.deepEqual(renderings(back), renderings(audit), name);
  }
});

test('what is no audit, or one that was bent, is none', () => {
  const text = [...formatJson(audits.complete)].join('');
  const bent = [
    '',
    'null',
    '7',
    '[]',
    '{}',
    '{"schema":"muster/group-audit@1"}',
    '{"schema":"muster/group-audit@1","parts":{"numbers":{"status":"known","value":{}}}}',
    text.replace('group-audit@1', 'group-audit@2'),
    text.slice(0, -10),
    text.replace(/"first": "[^"]+"/, '"first": "[redacted]"'),
  ];
  for (const one of bent) assert.equal(auditFrom(one), undefined, one.slice(0, 80));
});
