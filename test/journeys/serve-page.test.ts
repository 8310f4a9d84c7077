// How the page is served: one document for all its addresses, assets that may be kept for ever, a policy that lets nothing
// else in, and no record of it. What the page does is tested in test/web.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startStand } from '../api-stand.js';

const folder = mkdtempSync(join(tmpdir(), 'muster-page-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const script = 'export const page = "a page";\n'.repeat(100);
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Muster</title>');
writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
writeFileSync(join(folder, 'assets/index-1.js'), script);
writeFileSync(join(folder, 'assets/index-1.js.gz'), gzipSync(script));

const start = (page = folder) => startStand({ api: { page } });

test('every address of the page is the same document, under a policy without exceptions', async () => {
  await using stand = await start();
  for (const path of [
    '/',
    '/sign-in',
    '/?q=amelia',
    '/providers/Brightwater',
    '/groups/a%2Fb/%3Cscript%3E',
    '/users/Brightwater/Head-Office/amelia.stone%40brightwater.example.net',
    '/records?changes=true',
    '/records/',
    '/records/1d6a1b0e',
    '/proof',
    '/ledger',
  ]) {
    const { status, text, headers } = await stand.nobody.get(path);
    assert.deepEqual([status, text], [200, '<!doctype html><title>Muster</title>'], path);
    assert.equal(headers.get('cache-control'), 'no-cache');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /style-src 'self'(;|$)/);
    assert.match(policy, /connect-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  }
});

test('assets may be kept for ever and come compressed to whoever takes it', async () => {
  await using stand = await start();
  const { status, text, headers } = await stand.nobody.get('/assets/index-1.js');
  assert.deepEqual([status, text], [200, script]);
  assert.match(headers.get('content-type') ?? '', /javascript/);
  assert.equal(headers.get('content-encoding'), 'gzip');
  assert.match(headers.get('cache-control') ?? '', /max-age=31536000, immutable/);
  const plain = await stand.nobody.get('/assets/index-1.js', { 'Accept-Encoding': 'identity' });
  assert.deepEqual([plain.headers.get('content-encoding'), plain.text], [null, script]);
});

test('nothing but the page lies there, and what is not there is told as by the rest of the API', async () => {
  await using stand = await start();
  for (const path of [
    '/assets/none.js',
    '/assets/',
    '/assets/../index.html',
    '/assets/..%2Findex.html',
    '/assets/%2e%2e/%2e%2e/package.json',
    '/index.html',
    '/LICENSES.txt',
    '/page',
  ]) {
    const { status, json } = await stand.nobody.get(path);
    assert.deepEqual([status, json?.errors[0].message], [404, 'NOT_FOUND'], path);
  }
  assert.equal((await stand.nobody.post('/records', {})).status, 404);
});

test('a browser at an address that there is not gets the page, which says so; a program gets the API’s words', async () => {
  await using stand = await start();
  const html = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  for (const path of ['/ledgers', '/group/Brightwater/Head-Office', '/x?y=1']) {
    const { status, text } = await stand.nobody.get(path, html);
    assert.deepEqual([status, text], [404, '<!doctype html><title>Muster</title>'], path);
    assert.equal((await stand.nobody.get(path)).json.errors[0].message, 'NOT_FOUND');
  }
  for (const path of ['/api/v1/nothing/', '/assets/none.js', '/reference/none'])
    assert.equal((await stand.nobody.get(path, html)).json.errors[0].message, 'NOT_FOUND', path);
});

test('loading the page leaves no record', async () => {
  await using stand = await start();
  const before = stand.records.size();
  for (const path of ['/', '/records', '/assets/index-1.js', '/favicon.svg'])
    assert.equal((await stand.nobody.get(path)).status, 200);
  assert.equal(stand.records.size(), before);
});

test('without a page the server is what it was', async () => {
  await using stand = await start(join(folder, 'nowhere'));
  const { status, json } = await stand.nobody.get('/');
  assert.deepEqual([status, json.errors[0].message], [404, 'NOT_FOUND']);
});

test('loading the page is no call, so nobody is kept from signing in by it', async () => {
  await using stand = await startStand({ api: { page: folder, limits: { callsPerMinute: 30 } } });
  for (let count = 0; count < 20; count += 1)
    assert.equal((await stand.nobody.get('/assets/index-1.js')).status, 200);
  assert.equal((await stand.nobody.get('/')).status, 200);
  assert.equal((await stand.nobody.get('/api/v1/login/')).status, 401);
});

test('what cannot be framed or guessed at says so also where an address cannot be read', async () => {
  await using stand = await start();
  const { status, headers } = await stand.nobody.get('/%ff');
  assert.equal(status, 404);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal((await stand.nobody.get('/')).headers.get('x-frame-options'), 'DENY');
});
