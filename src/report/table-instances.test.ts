// Packs and instances in the table format: only when asked for, and every reason for having none in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  completeAudit,
  groupAudit,
  instances,
  known,
  outOfScope,
  packs,
  refusal,
  unknown,
} from '../../test/audits.js';
import type { GroupAudit } from '../audit/index.js';
import { formatTable } from './table.js';
import type { TableOptions } from './table-frame.js';

const drawn = (audit: GroupAudit, options: Partial<TableOptions> = {}) =>
  formatTable(audit, { width: 100, colour: false, ...options });

test('packs and instances have a section only when they were asked for', () => {
  assert.doesNotMatch(drawn(completeAudit()), /SERVICE PACKS|SERVICE INSTANCES/);
  const text = drawn(groupAudit({ packs: known(packs), instances: known(instances) }));
  assert.match(text, /SERVICE PACKS\n {2}Service packs \(4\)\n.*\n {2}Basic-Voice +3 +10 +15\n/);
  assert.match(
    text,
    /Auto attendants \(1\)\n {2}menu@example\.net +Main menu, \+44-1632960100, ext\. 0700, Basic, active\n/,
  );
  assert.match(
    text,
    /care@example\.net +Standard, .*active or not: unknown\n +services unknown: could not/,
  );
  assert.match(text, /hunt@example\.net +Regular, NOT ACTIVE\n +no services\n/);
  const closed = drawn(groupAudit({ instances: outOfScope(refusal), packs: unknown(refusal) }));
  assert.match(closed, /SERVICE PACKS\n {2}UNKNOWN/);
  assert.match(closed, /SERVICE INSTANCES\n {2}OUT OF SCOPE/);
});

test('services that are off and group services are marked, and long lists are shortened', () => {
  const text = drawn(groupAudit({ instances: known(instances) }), { all: true });
  assert.match(text, /Authentication, Call Forwarding Always \(off\), Music On Hold \(group serv/);
  const many = Array.from({ length: 60 }, (_, at) => `Service ${at}`);
  const services = many.map((name) => ({ name, kind: 'userService' }) as const);
  const huntGroups = [{ serviceUserId: 'hunt@example.net', isActive: true, services }];
  const audit = groupAudit({ instances: known({ ...instances, huntGroups }) });
  assert.match(drawn(audit), /Service 0, .*\n.* \+ \d+ more\n/);
  assert.match(drawn(audit, { all: true }), /Service\s+59\n/);
});

test('unknown, out of scope, not applicable and no instances are four different lines', () => {
  const text = (list: 'unknown' | 'outOfScope' | 'notApplicable' | []) =>
    drawn(groupAudit({ instances: known({ ...instances, callCenters: list }) }));
  assert.match(text('unknown'), /Call centers: UNKNOWN, they could not be read/);
  assert.match(text('outOfScope'), /Call centers: OUT OF SCOPE/);
  assert.match(text('notApplicable'), /Call centers: not applicable/);
  assert.match(text([]), /Call centers: none\n/);
});
