// Callers that are no sessions: machine tokens from the command line, and tokens of an OpenID Connect issuer on a real socket.
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { exportJWK, SignJWT } from 'jose';
import { createToken, openOidc, openTokens, revokeToken } from '../../src/api/index.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { addToken } from '../../src/cli/token-command.js';
import type { Fault } from '../../src/fault.js';
import { startStand } from '../api-stand.js';
import { emptyFolder } from '../run-cli.js';

const day = 86_400_000;
const noon = Date.parse('2026-11-21T12:00:00Z');

/** `muster token …` in this process. */
async function token(folder: string, words: readonly string[], now = noon) {
  let stdout = '';
  let stderr = '';
  const terminal = {
    environment: { XDG_STATE_HOME: folder },
    now: () => now,
    print: async (pieces: Iterable<string> | string) => {
      stdout += typeof pieces === 'string' ? pieces : [...pieces].join('');
    },
    say: (line: string) => {
      stderr += `${line}\n`;
    },
  } as unknown as Terminal;
  const program = new Command('muster')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  let code = -1;
  addToken(
    program.command('token').copyInheritedSettings(program),
    terminal,
    (action) =>
      async (...all) => {
        code = await action(...all);
      },
  );
  await program.parseAsync(['token', ...words], { from: 'user' });
  return { stdout, stderr, code };
}

test('a token is shown once, and only its hash is kept, in a file of its owner', async () => {
  using folder = emptyFolder();
  const words = ['create', '--name', 'portal', '--role', 'recorder', '--tenant', 'Brightwater'];
  const made = await token(folder.path, [...words, '--expires', '30d']);
  assert.match(made.stdout, /^muster_[\w-]{43}\n$/);
  assert.equal(made.code, 0);
  const file = join(folder.path, 'muster', 'tokens.json');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(existsSync(`${file}.lock`), false);
  const text = made.stdout.trim();
  assert.equal(readFileSync(file, 'utf8').includes(text), false);
  const listed = await token(folder.path, ['list']);
  assert.match(listed.stdout, /portal +recorder +Brightwater +active +muster_.{5}… +2026-12-21/);
  const [json] = JSON.parse((await token(folder.path, ['list', '--json'])).stdout);
  assert.deepEqual(Object.keys(json), [
    'name',
    'role',
    'tenantId',
    'createdAt',
    'expiresAt',
    'prefix',
    'state',
  ]);
  assert.equal(json.prefix, text.slice(0, 12));
  await token(folder.path, ['revoke', 'portal']);
  assert.match((await token(folder.path, ['list'])).stdout, /revoked/);
});

test('what makes no token is refused in words', async () => {
  using folder = emptyFolder();
  const create = ['create', '--role', 'reader', '--name'];
  await token(folder.path, [...create, 'portal']);
  const cases: readonly [readonly string[], RegExp][] = [
    [[...create, 'portal'], /there is a token portal already/],
    [[...create, 'a b'], /the name must have/],
    [[...create, 'x', '--group', 'Head-Office'], /--tenant/],
    [[...create, 'x', '--tenant', ''], /must be ids/],
    [[...create, 'x', '--expires', 'soon'], /--expires takes/],
    [[...create, 'x', '--expires', '2026-13-45'], /--expires takes/],
    [[...create, 'x', '--expires', '2020-01-01'], /expired already/],
    [['create', '--role', 'owner', '--name', 'x'], /owner/],
    [['create', '--name', 'x'], /--role/],
    [['revoke', 'nobody'], /there is no token nobody/],
  ];
  for (const [words, why] of cases)
    await assert.rejects(token(folder.path, words), why, words.join(' '));
  await token(folder.path, ['revoke', 'portal']);
  await assert.rejects(token(folder.path, ['revoke', 'portal']), /revoked already/);
  // Records name it: it must not become another's.
  await assert.rejects(token(folder.path, [...create, 'portal']), /choose another name/);
});

test('several processes that make tokens at once lose none', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'tokens.json');
  const names = Array.from({ length: 12 }, (_, at) => `portal-${at}`);
  await Promise.all(names.map((name) => createToken(file, { name, role: 'reader' }, noon)));
  const { tokens } = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(tokens.map((one: { name: string }) => one.name).sort(), [...names].sort());
});

test('a token reaches as far as its scope and role, until it ends', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'tokens.json');
  let now = noon;
  const tokens = openTokens(file, () => now);
  assert.equal(tokens.callerOf(`muster_${'a'.repeat(43)}`), undefined);
  const make = (name: string, more: object) =>
    createToken(file, { name, role: 'reader', ...more }, now);
  const system = await make('system', {});
  const tenant = await make('tenant', { role: 'operator', tenantId: 'Brightwater' });
  const group = await make('group', {
    role: 'recorder',
    tenantId: 'Brightwater',
    groupId: 'Head-Office',
    expiresAt: noon + day,
  });
  assert.deepEqual(tokens.callerOf(system), {
    id: 'machine:system',
    level: 16,
    scope: { kind: 'system' },
    via: 'token',
    may: { change: false, store: false },
  });
  assert.deepEqual(tokens.callerOf(tenant), {
    id: 'machine:tenant',
    level: 12,
    scope: { kind: 'tenant', tenantId: 'Brightwater' },
    via: 'token',
    may: { change: true, store: false },
  });
  assert.deepEqual(tokens.callerOf(group), {
    id: 'machine:group',
    level: 8,
    scope: { kind: 'group', tenantId: 'Brightwater', groupId: 'Head-Office' },
    via: 'token',
    may: { change: false, store: true },
  });
  for (const wrong of [
    `${group}x`,
    group.slice(0, -1),
    group.toUpperCase(),
    'muster_',
    '',
    'system',
  ])
    assert.equal(tokens.callerOf(wrong), undefined, wrong);
  await revokeToken(file, 'system', now);
  assert.equal(tokens.callerOf(system), undefined);
  assert.notEqual(tokens.callerOf(tenant), undefined);
  now = noon + day - 1;
  assert.notEqual(tokens.callerOf(group), undefined);
  now = noon + day;
  assert.equal(tokens.callerOf(group), undefined);
});

test('a file of tokens that cannot be read lets nobody in, and is no matter of the caller', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'tokens.json');
  const text = await createToken(file, { name: 'portal', role: 'reader', tenantId: 'a' }, noon);
  const tokens = openTokens(file, () => noon);
  assert.notEqual(tokens.callerOf(text), undefined);
  const good = readFileSync(file, 'utf8');
  for (const bent of [
    '{',
    '[]',
    good.replace('"tenantId": "a"', '"tenantId": ""'),
    good.replace('reader', 'owner'),
  ]) {
    writeFileSync(file, `${bent}\n\n`);
    assert.throws(
      () => tokens.callerOf(text),
      (fault: Fault) => fault.code === 'SIGN_IN_UNAVAILABLE' && !fault.message.includes('muster_'),
      bent,
    );
  }
  writeFileSync(file, good);
  assert.notEqual(tokens.callerOf(text), undefined);
});

test('a running server takes a new token at once, and a revoked one no more', async () => {
  using folder = emptyFolder();
  const file = join(folder.path, 'tokens.json');
  const tokens = openTokens(file, Date.now);
  await using stand = await startStand({
    api: { bearers: [async (text) => tokens.callerOf(text)] },
  });
  const path = '/api/v1/local/audit_records/?groupId=Head-Office';
  assert.equal((await stand.bearing(`muster_${'a'.repeat(43)}`).get(path)).status, 401);
  const text = await createToken(file, { name: 'portal', role: 'reader' }, Date.now());
  const client = stand.bearing(text);
  const found = await client.get(path);
  assert.equal(found.status, 200, found.text);
  const id = found.headers.get('x-audit-record-id')!;
  const own = (await client.get(`/api/v1/local/audit_records/${id}/`)).json;
  assert.deepEqual([own.author_id, own.author_role], ['machine:portal', '16']);
  assert.equal(JSON.stringify(own).includes(text), false);
  assert.equal((await client.post('/api/v1/local/audit_records/', {})).status, 403);
  await revokeToken(file, 'portal', Date.now());
  assert.equal((await client.get(path)).status, 401);
});

/** An issuer of tokens on a socket of its own. */
async function startIssuer() {
  const state = { isDown: false, asked: 0, issuer: '', keys: [] as object[] };
  const server = createServer((request, response) => {
    state.asked++;
    if (state.isDown) {
      response.writeHead(500).end('{}');
      return;
    }
    const body =
      request.url === '/realm/.well-known/openid-configuration'
        ? { issuer: state.issuer, jwks_uri: state.issuer.replace('/realm', '/keys') }
        : { keys: state.keys };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
  const addKey = async (kid: string) => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    state.keys = [
      ...state.keys,
      { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
    ];
    return { publicKey, privateKey };
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { state, addKey, close, [Symbol.asyncDispose]: close };
}

const audience = 'https://muster.example.net';
const scope = { roles: ['muster-reader'], tenant_id: 'Brightwater' };

function signed(
  key: KeyObject,
  issuer: string,
  {
    kid = 'one',
    alg = 'RS256',
    now = noon,
    ...claims
  }: Record<string, unknown> & { kid?: string; alg?: string; now?: number } = {},
): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub: 'f81d4fae',
    preferred_username: 'noor@example.net',
    iat: seconds,
    exp: seconds + 300,
    ...scope,
    ...claims,
  })
    .setProtectedHeader({ alg, kid })
    .sign(key);
}

test('a token of the issuer makes a caller; a bent, late or strange one makes none', async () => {
  await using issuer = await startIssuer();
  const { privateKey, publicKey } = await issuer.addKey('one');
  const { issuer: iss } = issuer.state;
  const oidc = openOidc({ issuer: iss, audience, now: () => noon, cooldownMs: 60_000 });
  const good = await signed(privateKey, iss);
  assert.deepEqual(await oidc.callerOf(good), {
    id: 'oidc:noor@example.net',
    level: 12,
    scope: { kind: 'tenant', tenantId: 'Brightwater' },
    via: 'oidc',
    may: { change: false, store: false },
  });
  const [head, body, signature] = good.split('.') as [string, string, string];
  const coded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const hs = `${coded({ alg: 'HS256', kid: 'one' })}.${body}`;
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const second = noon / 1000;
  const bad: Readonly<Record<string, string>> = {
    'expired beyond the tolerance': await signed(privateKey, iss, { exp: second - 31 }),
    'without an end': await signed(privateKey, iss, { exp: undefined }),
    'not valid yet': await signed(privateKey, iss, { nbf: second + 60 }),
    'for somebody else': await signed(privateKey, iss, { aud: 'https://other.example.net' }),
    'for nobody': await signed(privateKey, iss, { aud: undefined }),
    'of another issuer': await signed(privateKey, iss, { iss: `${iss}/` }),
    'of another key': await signed(stranger, iss),
    'of an unknown key': await signed(privateKey, iss, { kid: 'two' }),
    'of another algorithm': await signed(privateKey, iss, { alg: 'RS512' }),
    unsigned: `${coded({ alg: 'none' })}.${body}.`,
    'unsigned, with a signature': `${coded({ alg: 'none', kid: 'one' })}.${body}.${signature}`,
    'signed with the public key as a secret': `${hs}.${createHmac('sha256', pem).update(hs).digest('base64url')}`,
    'with other claims': `${head}.${coded({ ...scope, iss, aud: audience, roles: ['muster-system'] })}.${signature}`,
    'no token at all': 'three.odd.words',
    'too long': `${head}.${'a'.repeat(20_000)}.${signature}`,
  };
  for (const [what, text] of Object.entries(bad))
    assert.equal(await oidc.callerOf(text), undefined, what);
  const late = await signed(privateKey, iss, { exp: second - 29 });
  assert.notEqual(await oidc.callerOf(late), undefined, 'clocks may differ a little');
  assert.equal(issuer.state.asked, 2, 'the description and the keys are asked for once');
});

test('how far a token reaches is said in its claims, and nothing is taken for granted', async () => {
  await using issuer = await startIssuer();
  const { privateKey } = await issuer.addKey('one');
  const { issuer: iss } = issuer.state;
  const claims = {
    name: 'sub',
    role: 'realm.access.roles',
    tenant: 'voice.tenant',
    group: 'voice.group',
  };
  const oidc = openOidc({ issuer: iss, audience, now: () => noon });
  const own = openOidc({ issuer: iss, audience, now: () => noon, claims });
  const callerOf = async (more: object, from = oidc) =>
    from.callerOf(
      await signed(privateKey, iss, { roles: undefined, tenant_id: undefined, ...more }),
    );
  const refused: readonly object[] = [
    {},
    { tenant_id: 'Brightwater' },
    { roles: ['muster-reader'] },
    { roles: ['muster-system'] },
    { roles: ['admin'], tenant_id: 'Brightwater' },
    { roles: ['muster-reader', 'muster-system'], tenant_id: 7 },
    { roles: ['muster-reader', 'muster-system'], tenant_id: '' },
    { roles: ['muster-reader', 'muster-system'], tenant_id: ['Brightwater'] },
    { roles: ['muster-reader', 'muster-system'], group_id: 'Head-Office' },
    { roles: ['muster-reader'], tenant_id: 'Brightwater', group_id: {} },
    { roles: ['muster-reader'], tenant_id: 'Brightwater', preferred_username: 'machine:portal' },
    { roles: ['muster-reader'], tenant_id: 'Brightwater', preferred_username: '' },
    { roles: ['muster-reader'], tenant_id: 'Brightwater', preferred_username: 'a\nb' },
  ];
  for (const one of refused) assert.equal(await callerOf(one), undefined, JSON.stringify(one));
  const system = await callerOf({ roles: 'muster-system muster-operator' });
  assert.deepEqual([system?.level, system?.scope.kind], [16, 'system']);
  assert.deepEqual(system?.may, { change: true, store: false });
  const group = await callerOf({
    roles: ['muster-reader', 'muster-recorder', 'muster-system'],
    tenant_id: 'wrong',
    group_id: 'Head-Office',
    preferred_username: undefined,
  });
  assert.deepEqual(group, {
    id: 'oidc:f81d4fae',
    level: 8,
    scope: { kind: 'group', tenantId: 'wrong', groupId: 'Head-Office' },
    via: 'oidc',
    may: { change: false, store: true },
  });
  const nested = {
    realm: { access: { roles: ['muster-reader'] } },
    voice: { tenant: 'Brightwater' },
  };
  assert.deepEqual((await callerOf(nested, own))?.scope, {
    kind: 'tenant',
    tenantId: 'Brightwater',
  });
  assert.equal((await callerOf(nested, own))?.id, 'oidc:f81d4fae');
  assert.equal(await callerOf(nested), undefined);
});

test('a new key is found when a token names it', async () => {
  await using issuer = await startIssuer();
  const first = await issuer.addKey('one');
  const { issuer: iss } = issuer.state;
  const oidc = openOidc({ issuer: iss, audience, now: () => noon, cooldownMs: 0 });
  assert.notEqual(await oidc.callerOf(await signed(first.privateKey, iss)), undefined);
  issuer.state.keys = [];
  const second = await issuer.addKey('two');
  assert.notEqual(
    await oidc.callerOf(await signed(second.privateKey, iss, { kid: 'two' })),
    undefined,
  );
  assert.equal(
    await oidc.callerOf(await signed(first.privateKey, iss)),
    undefined,
    'the old one is gone',
  );
});

test('an issuer that is down is no fault of the token: 503, and better later', async () => {
  await using issuer = await startIssuer();
  const { privateKey } = await issuer.addKey('one');
  const { issuer: iss } = issuer.state;
  const now = Date.now();
  const oidc = openOidc({ issuer: iss, audience, now: () => now, cooldownMs: 0, timeoutMs: 2_000 });
  const text = await signed(privateKey, iss, {
    now,
    roles: ['muster-reader', 'muster-system'],
    tenant_id: undefined,
  });
  await using stand = await startStand({ api: { bearers: [oidc.callerOf] } });
  const path = '/api/v1/local/audit_records/?groupId=Head-Office';
  issuer.state.isDown = true;
  const down = await stand.bearing(text).get(path);
  assert.equal(down.status, 503, down.text);
  assert.notEqual(down.headers.get('retry-after'), null);
  assert.equal(
    (await stand.bearing('no-jwt').get(path)).status,
    401,
    'what is no JWT needs no issuer',
  );
  issuer.state.isDown = false;
  const up = await stand.bearing(text).get(path);
  assert.equal(up.status, 200, up.text);
  const { headers } = up;
  const id = headers.get('x-audit-record-id')!;
  const own = (await stand.bearing(text).get(`/api/v1/local/audit_records/${id}/`)).json;
  assert.deepEqual([own.author_id, own.author_role], ['oidc:noor@example.net', '16']);
  assert.equal((await stand.bearing(`${text}x`).get(path)).status, 401);
  const gone = openOidc({ issuer: 'http://127.0.0.1:1', audience, now: () => now });
  await assert.rejects(gone.callerOf(text), (fault: Fault) => fault.code === 'SIGN_IN_UNAVAILABLE');
  const other = openOidc({ issuer: iss.replace('/realm', ''), audience, now: () => now });
  await assert.rejects(other.callerOf(text), /does not describe/);
});

test('settings that cannot be meant are refused', () => {
  const base = { issuer: 'https://login.example.net', audience, now: () => noon };
  const bad: readonly object[] = [
    { issuer: 'login.example.net' },
    { issuer: 'file:///etc' },
    { audience: '' },
    { jwksUri: 'keys' },
    { algorithms: ['RS256', 'none'] },
    { algorithms: ['HS256'] },
    { algorithms: [] },
    { claims: { role: '' } },
  ];
  for (const one of bad)
    assert.throws(
      () => openOidc({ ...base, ...one }),
      (fault: Fault) => fault.code === 'SETTING_INVALID',
      JSON.stringify(one),
    );
});
