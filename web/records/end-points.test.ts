// End points in the words of people, and back. Every service of the API has its words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userServices } from '../../src/api/user-service-table.js';
import { callWords, endPointWords } from '../strings.js';
import { endPointText, nameOfEndPoint } from './end-points.js';

test('each user service has the name that the API documents', () => {
  assert.ok(userServices.length > 10);
  for (const { leaf, service } of userServices)
    assert.equal(endPointText(`svc_v1:apio.tenant.group.user.${leaf}`).words, service, leaf);
});

test('commands and elements are shown by their own names, and said to be such', () => {
  assert.deepEqual(endPointText('svc_v1:muster.oci.UserModifyRequest16'), {
    words: 'UserModifyRequest16',
    kind: 'command',
  });
  assert.deepEqual(endPointText('svc_v1:muster.south.sraps'), { words: 'sraps', kind: 'element' });
  assert.deepEqual(endPointText('svc_v1:muster.oci.several'), { words: 'Several commands' });
});

test('the method says which call it is, where that matters', () => {
  const words = (method: string, name: string) => endPointText(`svc_v1:${name}`, method).words;
  assert.equal(words('DELETE', 'apio.login'), 'Sign-out');
  assert.equal(words('POST', 'apio.login'), 'Sign-in');
  assert.equal(words('GET', 'muster.tenant.group.audits'), 'Kept audits of a group');
  assert.equal(words('PUT', 'apio.tenant.group.user.acr'), 'Anonymous Call Rejection');
});

test('what is not known is shown as it is', () => {
  assert.deepEqual(endPointText('svc_v1:harbour.tenant.group'), { words: 'harbour.tenant.group' });
  assert.deepEqual(endPointText('constructor'), { words: 'constructor' });
  assert.deepEqual(endPointText(''), { words: '' });
});

test('no two calls have the same words: whoever types or reads them means one', () => {
  const words = [...Object.values(endPointWords), ...Object.values(callWords)];
  assert.equal(new Set(words.map((one) => one.toLowerCase())).size, words.length);
});

test('whoever types words, a command or a name gets the end point', () => {
  for (const [name, words] of Object.entries(endPointWords))
    assert.equal(nameOfEndPoint(words), `svc_v1:${name}`);
  assert.equal(nameOfEndPoint('UserModifyRequest16'), 'svc_v1:muster.oci.UserModifyRequest16');
  assert.equal(nameOfEndPoint('apio.tenant'), 'svc_v1:apio.tenant');
  assert.equal(nameOfEndPoint('svc_v1:harbour.tenant'), 'svc_v1:harbour.tenant');
  assert.equal(nameOfEndPoint('anything else'), undefined);
  assert.equal(nameOfEndPoint(''), undefined);
});
