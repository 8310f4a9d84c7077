// Reads the description of the API as a client would: its operations, calls made of their examples, and whether an answer is
// one that it tells of. Knows nothing of the route table.
import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { RawAnswer } from './api-raw.js';

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON of many shapes
type Any = any;

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly said: Any;
}

/** The description, with a schema for each answer in it. */
export function readDescription(description: Any) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(description, 'api');
  const closed = new Ajv2020({ strict: false, validateFormats: false });
  closed.addSchema(closedSchemas(description), 'api');
  const operations: Operation[] = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Any>).map(([method, said]) => ({
      name: said.operationId,
      method: method.toUpperCase(),
      path,
      isPublic: said.security?.length === 0,
      said,
    })),
  );
  const pointerOf = (...parts: readonly string[]) =>
    parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  const at = (pointer: string): Any =>
    pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce((value, part) => value?.[part], description);
  /** Where the described answer of this status stands, references followed. */
  const answerPointer = ({ path, method }: Operation, status: number) => {
    const pointer = pointerOf('paths', path, method.toLowerCase(), 'responses', String(status));
    const $ref = at(pointer)?.$ref;
    return $ref === undefined ? pointer : $ref.slice(1);
  };
  const checks = new Map<string, readonly ValidateFunction[]>();
  const fits = (pointer: string, value: unknown) => {
    const known = checks.get(pointer);
    const all =
      known ?? [ajv, closed].map((one) => one.compile({ $ref: `api#${encodeURI(pointer)}` }));
    if (known === undefined) checks.set(pointer, all);
    return all.flatMap((check) =>
      check(value)
        ? []
        : (check.errors ?? []).map(
            (one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`,
          ),
    );
  };
  return { operations, at, answerPointer, fits };
}

/** The same with no members but those that are described, where any are. */
function closedSchemas(value: Any): Any {
  if (Array.isArray(value)) return value.map(closedSchemas);
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, closedSchemas(one)]),
  );
  const isOpen =
    [value.type].flat().includes('object') &&
    value.properties !== undefined &&
    value.additionalProperties === undefined;
  return isOpen ? { ...inside, additionalProperties: false } : inside;
}

export type Described = ReturnType<typeof readDescription>;

/** A call by the examples of an operation; fails with its name where one is missing. */
export function callOf(
  { name, method, path, said }: Operation,
  known: Readonly<Record<string, string>>,
) {
  const example = (parameter: Any) => {
    const value = known[parameter.name] ?? parameter.example;
    assert.ok(value !== undefined, `${name} has no example of ${parameter.name}`);
    return String(value);
  };
  const filled = said.parameters
    .filter((one: Any) => one.in === 'path')
    .reduce(
      (text: string, one: Any) => text.replace(`{${one.name}}`, encodeURIComponent(example(one))),
      path,
    );
  const query = new URLSearchParams(
    said.parameters
      .filter((one: Any) => one.in === 'query' && one.example !== undefined)
      .map((one: Any) => [one.name, String(one.example)]),
  );
  const body = said.requestBody?.content['application/json'].example;
  if (said.requestBody?.required)
    assert.ok(body !== undefined, `${name} has no example of its body`);
  return { method, path: query.size === 0 ? filled : `${filled}?${query}`, body };
}

/** The answer is one that the description tells of: its status, type, headers and content. */
export function assertDescribed(
  described: Described,
  operation: Operation,
  answer: RawAnswer,
): void {
  const { name } = operation;
  const pointer = described.answerPointer(operation, answer.status);
  const said = described.at(pointer);
  assert.ok(
    said,
    `${name} answers ${answer.status}, which is not described: ${answer.text.slice(0, 300)}`,
  );
  const isUnrecorded = operation.path.startsWith('/api/') === false;
  for (const header of Object.keys(said.headers ?? {}))
    if (header === 'X-Audit-Record-Id')
      assert.equal(
        typeof answer.headers['x-audit-record-id'],
        isUnrecorded ? 'undefined' : 'string',
        name,
      );
  if (said.content === undefined) {
    assert.equal(answer.text, '', `${name} answers something that is not described`);
    return;
  }
  const type = String(answer.headers['content-type']).split(';')[0]!;
  assert.ok(
    type in said.content,
    `${name} answers ${type}; described are ${Object.keys(said.content)}`,
  );
  if (type !== 'application/json') return;
  const wrong = described.fits(`${pointer}/content/application~1json/schema`, answer.json);
  assert.deepEqual(wrong, [], `${name} ${answer.status}: ${answer.text.slice(0, 500)}`);
  const echo = answer.json._record_internal_id;
  if (echo !== undefined) assert.equal(echo, answer.headers['x-audit-record-id']);
}
