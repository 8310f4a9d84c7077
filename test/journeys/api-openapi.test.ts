// The description of the API holds: it is valid OpenAPI, every operation in it can be called with its own examples, and
// every answer, errors too, is as described. Knows nothing of the route table: it sees what a client sees.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe as describeRoutes } from '../../src/api/describe.js';
import { referencePage, referenceStyle } from '../../src/api/reference-page.js';
import type { Route } from '../../src/api/route.js';
import {
  assertDescribed,
  callOf,
  type Described,
  type Operation,
  readDescription,
} from '../api-description.js';
import { sendRaw } from '../api-raw.js';
import { type Stand, startStand } from '../api-stand.js';

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
type Any = any;

const admin = 'auditor@example.net';

/** Ids that are only known once something was made: a run audit has both. */
async function madeIds(stand: Stand, headers: Record<string, string>, { operations }: Described) {
  const run = operations.find(({ name }) => name === 'auditGroup')!;
  const made = await sendRaw(stand.api.url, { ...callOf(run, {}), headers });
  assert.equal(made.status, 200, made.text);
  const id = made.headers['x-audit-record-id'] as string;
  return { audit_id: id, internal_id: id };
}

const description: Any = await (async () => {
  await using stand = await startStand();
  return (await stand.nobody.get('/openapi.json')).json;
})();
const described = readDescription(description);
const { operations } = described;
const errors = '/components/schemas/Errors';

describe('the description', () => {
  test('is valid OpenAPI 3.1', async () => {
    assert.match(description.openapi, /^3\.1\./);
    const { valid, errors: wrong } = await new Validator().validate(structuredClone(description));
    assert.ok(valid, JSON.stringify(wrong, null, 1)?.slice(0, 2000));
  });

  test('names, sums up and files every operation, and says what it answers', () => {
    assert.ok(operations.length > 50);
    assert.equal(new Set(operations.map(({ name }) => name)).size, operations.length);
    const tags = description.tags.map(({ name }: { name: string }) => name);
    for (const { name, method, path, isPublic, said } of operations) {
      assert.match(name, /^[a-z]\w+$/, `${method} ${path}`);
      assert.ok(said.summary, name);
      assert.equal(said.tags.length, 1, name);
      assert.ok(tags.includes(said.tags[0]), name);
      const statuses = Object.keys(said.responses);
      assert.ok(
        statuses.some((status) => /^2/.test(status)),
        `${name} describes no success`,
      );
      for (const status of ['400', '429', '500', ...(isPublic ? [] : ['401', '403', '404'])])
        assert.ok(statuses.includes(status), `${name} does not describe ${status}`);
      for (const one of said.parameters)
        assert.ok(one.description, `${name}: what is ${one.name}?`);
    }
  });

  test('has examples that fit their own schemas', () => {
    for (const { name, method, path, said } of operations) {
      const place = `/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`;
      said.parameters.forEach((one: Any, at: number) => {
        if (one.example === undefined) return;
        assert.deepEqual(described.fits(`${place}/parameters/${at}/schema`, one.example), [], name);
      });
      const body = '/requestBody/content/application~1json';
      if (said.requestBody !== undefined) {
        const { example } = described.at(place + body);
        if (example !== undefined)
          assert.deepEqual(described.fits(`${place}${body}/schema`, example), [], name);
      }
      for (const [status, one] of Object.entries<Any>(said.responses)) {
        const example = one.content?.['application/json']?.example;
        const pointer = `${place}/responses/${status}/content/application~1json/schema`;
        if (example !== undefined) assert.deepEqual(described.fits(pointer, example), [], name);
      }
    }
  });
});

/** As the system administrator of the demo, by cookie. */
async function signedIn(stand: Stand): Promise<Record<string, string>> {
  return { Cookie: (await stand.as(admin)).cookie! };
}

describe('every operation that reads answers as described', { concurrency: 4 }, () => {
  let stand: Stand;
  let headers: Record<string, string>;
  let known: Record<string, string>;
  before(async () => {
    stand = await startStand();
    headers = await signedIn(stand);
    known = await madeIds(stand, headers, described);
  });
  after(() => stand.close());

  for (const operation of operations.filter(({ method }) => method === 'GET'))
    test(operation.name, async () => {
      const answer = await sendRaw(stand.api.url, { ...callOf(operation, known), headers });
      assert.equal(answer.status, 200, answer.text);
      assertDescribed(described, operation, answer);
    });
});

function newCode(stand: Stand): string {
  const { password } = stand.world.administrators.find(({ userId }) => userId === admin)!;
  return stand.api.oneTimeLink({ username: admin, password }).split('#code=')[1]!;
}

const isChange = ({ name }: { readonly name: string }) => !/Get|^Login|^Logout|^Auth/.test(name);

describe('every other operation does too, and does what it says once', { concurrency: 4 }, () => {
  for (const operation of operations.filter(({ method }) => method !== 'GET'))
    test(operation.name, async () => {
      await using stand = await startStand();
      const headers = await signedIn(stand);
      const known = await madeIds(stand, headers, described);
      const call = callOf(operation, known);
      // A code works once: the one of the example does not.
      const made = operation.name === 'signInByLink' && { body: { code: newCode(stand) } };
      const answer = await sendRaw(stand.api.url, { ...call, ...made, headers });
      assert.match(String(answer.status), /^2/, answer.text);
      assertDescribed(described, operation, answer);
      const changes = stand.simulator.commands.filter(isChange).map(({ name }) => name);
      assert.equal(changes.length, operation.method === 'PUT' ? 1 : 0, changes.join());
    });
});

describe('errors are as described', { concurrency: 4 }, () => {
  let stand: Stand;
  let headers: Record<string, string>;
  let known: Record<string, string>;
  before(async () => {
    stand = await startStand();
    headers = await signedIn(stand);
    known = await madeIds(stand, headers, described);
  });
  after(() => stand.close());

  const refused = async (
    operation: Operation,
    status: number,
    call: Parameters<typeof sendRaw>[1],
  ) => {
    const before = stand.simulator.commands.length;
    const answer = await sendRaw(stand.api.url, call);
    assert.equal(answer.status, status, `${operation.name}: ${answer.text.slice(0, 300)}`);
    assertDescribed(described, operation, answer);
    assert.deepEqual(described.fits(errors, answer.json), [], operation.name);
    assert.deepEqual(stand.simulator.commands.slice(before).filter(isChange), [], operation.name);
    return answer.json.errors[0];
  };

  for (const operation of operations)
    test(operation.name, async () => {
      const call = callOf(operation, known);
      if (!operation.isPublic) {
        const { message } = await refused(operation, 401, call);
        assert.equal(message, 'NOT_SIGNED_IN');
        const bad = { ...call, headers: { Authorization: 'Bearer of-nothing' } };
        assert.equal((await refused(operation, 401, bad)).message, 'NOT_SIGNED_IN');
      }
      const mark = call.path.includes('?') ? '&' : '?';
      const query = { ...call, path: `${call.path}${mark}no_such_name=1`, headers };
      const { message, details } = await refused(operation, 400, query);
      assert.equal(message, 'QUERY_INVALID');
      assert.match(details.reason, /no_such_name/);
      const body = { ...call, body: { ...(call.body as object), no_such_member: 1 }, headers };
      assert.equal((await refused(operation, 400, body)).message, 'BODY_INVALID');
      const ids = operation.said.parameters.filter((one: Any) => one.in === 'path');
      for (const { name } of ids) {
        const unknown = callOf(operation, { ...known, [name]: 'No-Such-One' });
        if (operation.name === 'listAudits') {
          // Reads records alone, which tell nothing of groups that never were.
          const { json } = await sendRaw(stand.api.url, { ...unknown, headers });
          assert.deepEqual(json.audits, []);
          continue;
        }
        const { code } = await refused(operation, 404, { ...unknown, headers });
        assert.ok(code === 8 || code === 1007, `${operation.name} without ${name}: ${code}`);
      }
    });
});

/** What may stand in the page: these elements, with these attributes. */
const allowed: Readonly<Record<string, string>> = {
  meta: 'charset name content',
  html: 'lang',
  link: 'rel href',
  a: 'href',
  h2: 'id',
  h3: 'id',
  span: 'class',
  tr: 'id',
};
const plain = /^(?:head|title|body|h1|p|nav|ul|li|code|strong|table|th|td|details|summary|pre|br)$/;

function assertPlain(page: string): void {
  for (const [tag] of page.replace('<!doctype html>', '').matchAll(/<[^>]*>?/g)) {
    const [, name = '', attributes = ''] =
      /^<\/?([a-z][a-z0-9]*)((?: [a-z]+="[^"<>]*")*)>$/.exec(tag) ?? [];
    assert.ok(plain.test(name) || name in allowed, `the page has ${tag}`);
    for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)) {
      assert.ok(allowed[name]?.split(' ').includes(attribute), `the page has ${tag}`);
      if (attribute === 'href') assert.match(value, /^(?:#|\/(?!\/))/, 'an address elsewhere');
    }
  }
}

describe('the reference page', () => {
  test('lists every operation, and has no script and nothing from elsewhere', async () => {
    await using stand = await startStand();
    const page = await stand.nobody.get('/reference/');
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-type')!, /^text\/html/);
    for (const { name, method, path } of operations) {
      assert.ok(page.text.includes(`<a href="#${name}">${method} ${path}</a>`), name);
      assert.ok(page.text.includes(`<h3 id="${name}">`), name);
    }
    assertPlain(page.text);
    const anchors = new Set([...page.text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, to] of page.text.matchAll(/href="#([^"]+)"/g)) assert.ok(anchors.has(to), to);
    const style = await stand.nobody.get('/reference/style.css');
    assert.equal(style.text, referenceStyle);
    assert.doesNotMatch(style.text, /url\(|@import|https?:/);
  });

  test('shows hostile text as text', () => {
    const hostile = `</pre><script src="//example.net/x.js">alert('1')</script>&lt;b onload="x()`;
    const route: Route = {
      method: 'PUT',
      path: `/api/${hostile}/{${'name'}}/`,
      operation: hostile,
      endPointName: hostile,
      tag: hostile,
      summary: hostile,
      description: hostile,
      access: {},
      changes: false,
      query: {
        [hostile]: { type: 'string', enum: [hostile], default: hostile, description: hostile },
      },
      body: { type: 'object', description: hostile, properties: { [hostile]: { const: hostile } } },
      answers: { 200: { description: hostile, schema: { type: 'object', description: hostile } } },
      example: {
        params: { name: hostile },
        query: { [hostile]: hostile },
        body: { [hostile]: hostile },
        answer: { [hostile]: hostile },
      },
      handle: async () => ({ status: 200 }),
    };
    const page = referencePage(describeRoutes([route], { version: hostile, echoRecordId: true }));
    assertPlain(page);
    assert.ok(page.split('&#60;script').length > 15, 'it is shown all the same');
    assert.doesNotMatch(page, /<script|<b /);
  });
});
