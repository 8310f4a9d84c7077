import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditRecord } from '../../src/records/audit-record.js';
import { askedFields } from './asked-fields.js';
import { exchangesOf } from './exchanges.js';
import { headlineOf } from './headline.js';
import { commandsAt, remarkOf, secondsOf, storyOf, wordsOfAnswer } from './story.js';

const record = (more: Partial<AuditRecord> = {}): AuditRecord => ({
  internal_id: '1d6a1b0e-54c2-4c1b-9d0e-6b8b3f2a7c11-1718000000.118532',
  end_point_name: 'svc_v1:apio.tenant.group.user.call_forwarding_always',
  end_point_full_url: '/api/v1/tenants/Brightwater/…',
  http_method: 'PUT',
  impacted_tenant_id: 'Brightwater',
  impacted_group_id: 'Head-Office',
  impacted_user_id: 'amelia@example.net',
  impacted_specific_id: '',
  author_id: 'office@example.net',
  author_role: '8',
  request_time: '2026-11-21T13:04:05.000006+00:00',
  request_data: '{"active":true,"forwardToPhoneNumber":"+441632960199"}',
  request_payload: 'application/json',
  status_code: 200,
  answer_time: '2026-11-21T13:04:05.012506+00:00',
  answer_data: '{"active":true}',
  answer_payload: 'application/json',
  extra_data: null,
  south_data: '',
  ...more,
});

test('how a record ended', () => {
  const outcome = (more: Partial<AuditRecord>) => storyOf(record(more)).outcome;
  assert.equal(outcome({}), 'succeeded');
  assert.equal(outcome({ status_code: 207 }), 'partial');
  assert.equal(outcome({ status_code: 404 }), 'refused');
  assert.equal(outcome({ status_code: 504 }), 'failed');
  assert.equal(outcome({ status_code: null, answer_time: '' }), 'open');
  assert.equal(outcome({ status_code: 504, extra_data: '{"outcome":"unknown"}' }), 'unknown');
  assert.equal(
    outcome({ status_code: null, answer_time: '', extra_data: '{"outcome":"unknown"}' }),
    'unknown',
  );
});

test('times are read to the microsecond, and what is no time is not known', () => {
  assert.ok(Math.abs(storyOf(record()).durationMs! - 12.5) < 0.001);
  assert.equal(storyOf(record({ answer_time: '' })).durationMs, undefined);
  assert.equal(secondsOf('1970-01-01T01:00:00.25+01:00'), 0.25);
  assert.equal(secondsOf('yesterday'), undefined);
});

test('messages that are none, not recorded, erased or damaged are four things', () => {
  const south = (south_data: string, extra_data: string | null = null) =>
    storyOf(record({ south_data, extra_data })).south;
  assert.equal(south('[]'), 'none');
  assert.equal(south(''), 'notRecorded');
  assert.equal(south('[]', '{"notes":[{"of":"south_data","state":"erased"}]}'), 'erased');
  const lost = '{"outcome":"unknown","notes":[{"of":"south_data","state":"lost"}]}';
  assert.equal(south('', lost), 'lost');
  assert.equal(south('[]', lost), 'lost');
  const open = record({ south_data: '', status_code: null, answer_time: '' });
  assert.equal(storyOf(open).south, 'open');
  assert.equal(south('{"a":1}'), 'unreadable');
  assert.equal(south('[{'), 'unreadable');
});

test('members of a message are texts, whatever came', () => {
  const { messages } = storyOf(
    record({ south_data: '[{"timestamp":12.5,"id":null,"status_code":404,"content":{"a":1}},7]' }),
  );
  assert.equal(messages.length, 2);
  assert.deepEqual(messages[0], {
    timestamp: '12.5',
    id: '',
    type: '',
    protocol: '',
    content: '{"a":1}',
    format: '',
    status_code: '404',
  });
  assert.equal(messages[1]!.content, '');
});

test('remarks are found by what they are of; damaged extra data is said', () => {
  const story = storyOf(
    record({ extra_data: '{"notes":[{"of":"answer_data","state":"cut","kept":3},5,{"of":1}]}' }),
  );
  assert.equal(remarkOf(story, 'answer_data')?.kept, 3);
  assert.equal(story.remarks.length, 1);
  assert.equal(remarkOf(story, 'request_data'), undefined);
  assert.equal(storyOf(record({ extra_data: '[]' })).isExtraUnreadable, true);
  assert.equal(storyOf(record({ extra_data: 'x' })).isExtraUnreadable, true);
  assert.equal(storyOf(record()).isExtraUnreadable, false);
});

test('of a record that was handed over, what is told counts, not when it was taken', () => {
  const told = storyOf(
    record({
      extra_data:
        '{"claimed":{"author_id":"mia@example.net","request_time":"2023-11-14T22:13:20Z","x":7}}',
    }),
  );
  assert.equal(told.authorId, 'mia@example.net');
  assert.equal(told.startedAt, 1_700_000_000);
  assert.equal(told.durationMs, undefined);
  assert.deepEqual(Object.keys(told.claimed!), ['author_id', 'request_time']);
  assert.equal(storyOf(record({ extra_data: '{"claimed":{}}' })).startedAt, undefined);
});

test('fields of a flat change, beside what the answer says of them', () => {
  assert.deepEqual(askedFields(storyOf(record())), [
    { name: 'active', asked: 'true', after: 'true' },
    { name: 'forwardToPhoneNumber', asked: '+441632960199', after: undefined },
  ]);
  for (const request_data of ['{}', '[1]', '{"a":{"b":1}}', '{"a":', ''])
    assert.equal(askedFields(storyOf(record({ request_data }))), undefined, request_data);
});

test('what was asked for is shown as it was written, and not at all where that cannot be', () => {
  const asked = (request_data: string, answer_data = '') =>
    askedFields(storyOf(record({ request_data, answer_data })))?.map(({ asked, after }) => [
      asked,
      after,
    ]);
  const request = ' {"account": 12345678901234567890, "rate":1.10, "x": null, "s":"a\\n\\u0041"}';
  assert.deepEqual(asked(request, '{"rate":1.1e0,"x":{"deep":[1,{}]},"s":""}'), [
    ['12345678901234567890', undefined],
    ['1.10', '1.1e0'],
    ['null', '{"deep":[1,{}]}'],
    ['a\nA', ''],
  ]);
  assert.equal(asked('{"a":1,"a":2}'), undefined, 'a name that is there twice');
  assert.equal(asked('{"a":1}', '{"a":1,"a":2}'), undefined);
  assert.deepEqual(asked('{"a":"}"}', '[{"a":1}]'), [['}', undefined]]);
  assert.equal(asked('{"a":[]}'), undefined);
  assert.equal(asked('{"a":1 2}'), undefined);
});

test('the words of a refusal, and none where the answer has another shape', () => {
  const words = (answer_data: string) => wordsOfAnswer(storyOf(record({ answer_data })));
  assert.deepEqual(
    words(
      '{"errors":[{"code":8,"message":"NOT_FOUND_AT_NE","details":{"reason":"User not found"}}]}',
    ),
    { code: 'NOT_FOUND_AT_NE', words: 'User not found' },
  );
  assert.deepEqual(words('{"errors":[{"message":"X"}]}'), { code: 'X', words: 'X' });
  assert.deepEqual(words('{"code":"NOT_PERMITTED","message":"The policy forbids it."}'), {
    ...{ code: 'NOT_PERMITTED', words: 'The policy forbids it.' },
  });
  for (const text of [
    '',
    '{}',
    '{"code":"X"}',
    '{"code":"X","message":""}',
    '{"errors":[]}',
    '{"errors":[7]}',
    '{"errors":{}}',
  ])
    assert.equal(words(text), undefined, text);
});

test('the sentence of a record', () => {
  const parts = (end_point_name: string, http_method: string, more: Partial<AuditRecord> = {}) => {
    const { deed, thing, of } = headlineOf(record({ end_point_name, http_method, ...more }));
    return [deed, thing, of?.kind].join(' ');
  };
  assert.equal(
    parts('svc_v1:apio.tenant.group.user.acr', 'PUT'),
    'changed apio.tenant.group.user.acr user',
  );
  assert.equal(parts('svc_v1:muster.oci.UserGetRequest22', 'POST'), 'sent UserGetRequest22 user');
  assert.equal(parts('svc_v1:muster.south.dubber', 'GET'), 'asked dubber user');
  const group = { impacted_user_id: '' };
  assert.equal(
    parts('svc_v1:muster.tenant.group.audits', 'POST', group),
    'audited muster.tenant.group.audits group',
  );
  assert.equal(
    parts('svc_v1:muster.tenant.group.audits', 'GET', group),
    'read muster.tenant.group.audits group',
  );
  const none = { impacted_user_id: '', impacted_group_id: '', impacted_tenant_id: '' };
  assert.equal(parts('svc_v1:apio.login', 'DELETE', none), 'signedOut apio.login ');
  assert.equal(parts('svc_v1:apio.local.audit_records', 'POST', none).split(' ')[0], 'handedOver');
  assert.equal(parts('', 'BREW', none), 'called  ');
});

test('what was asked is named though the content was not kept, and only what is a list of names is believed', () => {
  const south = ['request', 'answer'].map((type) => ({
    timestamp: '1.000000',
    id: 'a',
    type,
    protocol: 'BS-OCI',
    content: '',
    format: 'xml',
  }));
  const note = (commands: unknown) =>
    storyOf(
      record({
        south_data: JSON.stringify(south),
        extra_data: JSON.stringify({
          notes: [{ of: 'south_data[0]', state: 'notKept', commands }],
        }),
      }),
    );
  const titled = (commands: unknown) => {
    const story = note(commands);
    return exchangesOf(story.messages, (at) => commandsAt(story, at))[0]?.title;
  };
  assert.deepEqual(
    titled(['GroupGetRequest22V5', 'GroupDnGetListRequest', 'GroupGetRequest22V5']),
    {
      kind: 'commands',
      names: [
        { name: 'GroupGetRequest22V5', count: 2 },
        { name: 'GroupDnGetListRequest', count: 1 },
      ],
    },
  );
  for (const odd of [undefined, 'GroupGetRequest22V5', [{}], [1], []])
    assert.deepEqual(titled(odd), { kind: 'notKept' });
});
