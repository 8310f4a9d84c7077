// The OpenAPI 3.1 description, made of the route table alone.
import { problems } from './problem.js';
import type { AnswerShape, Route, Schema, Texts } from './route.js';
import { querySchemaOf } from './validate.js';

/** `version` of Muster, `echoRecordId` as the server is set. */
export interface Described {
  readonly version: string;
  readonly echoRecordId: boolean;
}

const errorSchema: Schema = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['code', 'message', 'details'],
        properties: {
          code: { type: 'integer', description: 'Number of the problem.' },
          message: { type: 'string', enum: Object.keys(problems) },
          details: {
            type: 'object',
            required: ['reason'],
            description: 'With error_code, level, summary and detail when BroadWorks refused.',
            properties: {
              reason: { type: 'string', description: 'What was wrong and what to do, for people.' },
              error_code: { type: 'string' },
              level: { type: 'string' },
              summary: { type: 'string' },
              detail: { type: 'string' },
              fault: { type: 'string', description: 'Code of what Muster could not do.' },
            },
          },
        },
      },
    },
    _record_internal_id: { type: 'string' },
  },
};

/** The whole description, ready to be sent as JSON. */
export function describe(routes: readonly Route[], about: Described): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const address = route.path.replace('*}', '}');
    const path = paths[address] ?? {};
    path[route.method.toLowerCase()] = operationOf(route, about);
    paths[address] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Muster',
      version: about.version,
      description:
        'What a BroadWorks group has, what changed, and who changed it. Every call is recorded; the header X-Audit-Record-Id names its record.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ session: [] }, { bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sessionid' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Errors: errorSchema },
      headers: {
        RecordId: {
          description: 'Id of the record of this call; missing where none is kept.',
          schema: { type: 'string' },
        },
        RetryAfter: {
          description: 'Seconds to wait before the call is sent again.',
          schema: { type: 'integer' },
        },
      },
      responses: Object.fromEntries(
        [...new Set(Object.values(problems).map(({ status }) => status))].map((status) => [
          `Problem${status}`,
          problemAnswer(status),
        ]),
      ),
    },
  };
}

const recordHeader = { 'X-Audit-Record-Id': { $ref: '#/components/headers/RecordId' } };
const errorContent = {
  'application/json': { schema: { $ref: '#/components/schemas/Errors' } },
};

function problemAnswer(status: number): object {
  const named = Object.entries(problems).filter(([, one]) => one.status === status);
  return {
    description: named.map(([name, { what }]) => `${name}: ${what}`).join('\n\n'),
    headers: {
      ...recordHeader,
      ...(status === 429 || status === 503
        ? { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }
        : {}),
    },
    content: errorContent,
  };
}

function operationOf(route: Route, { echoRecordId }: Described): object {
  const { example = {} } = route;
  const isRecorded = route.recorded !== false;
  return {
    operationId: route.operation,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, accessWords(route)].filter(Boolean).join('\n\n'),
    ...(route.access === 'public' && { security: [] }),
    ...(typeof route.endPointName === 'string' && { 'x-end-point-name': route.endPointName }),
    parameters: [
      ...pathParameters(route, example.params),
      ...queryParameters(route, example.query),
      ...headerParameters(route),
    ],
    ...((route.body || route.relays) && { requestBody: requestBody(route, example.body) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, shape]) => [
          status,
          Number(status) >= 400
            ? refusalOf(shape, isRecorded && route.asksForSession !== true)
            : answerOf(route, shape, echoRecordId && isRecorded && route.bare !== true),
        ]),
      ),
      ...Object.fromEntries(
        statusesOf(route).map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
  };
}

function accessWords({ access, changes }: Route): string {
  if (access === 'public') return '';
  const least = access.least === undefined ? '' : ` Takes at least level ${access.least}.`;
  const needs = access.needs === undefined ? '' : ` The role must allow to ${access.needs}.`;
  const durable = changes === false ? '' : ' In the ledger before it goes south; never sent twice.';
  return `${least}${needs}${durable}`.trim();
}

/** Errors that every call of the kind can have; a route names its own beside them. */
function statusesOf(route: Route): readonly number[] {
  const isPublic = route.access === 'public';
  // These need nothing but the server itself.
  const isPlain = isPublic && route.recorded === false;
  const all = [
    400,
    ...(isPlain ? [] : [401, 403]),
    ...(isPublic ? [] : [404]),
    ...(route.body ? [409] : []),
    ...[413, 415, 429, 500],
    ...(isPlain ? [] : [501, 502, 503, 504]),
  ];
  return all.filter((status) => !(status in route.answers));
}

const pathWords: Readonly<Record<string, string>> = {
  tenant_id: 'Service provider or enterprise.',
  group_id: 'Group of that tenant.',
  user_id: 'User of that group.',
  instance_name: 'Name of the object.',
  internal_id: 'Id of an audit record.',
  audit_id: 'Id of an audit, which is that of the record of the call that ran it.',
  command_name: 'Name of an OCI-P command.',
  connector: 'Name of a connector of the settings.',
  rest: 'Path below the base address of the connector; may hold slashes, and a query may follow.',
};

function pathParameters(route: Route, examples: Texts = {}): object[] {
  return [...route.path.matchAll(/\{(\w+)\*?\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(pathWords[name] !== undefined && { description: pathWords[name] }),
    schema: { type: 'string', minLength: 1 },
    ...(examples[name] !== undefined && { example: examples[name] }),
  }));
}

function queryParameters(route: Route, examples: Texts = {}): object[] {
  const { properties } = querySchemaOf(route) as { properties: Record<string, Schema> };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    ...(description !== undefined && { description }),
    schema,
    ...(examples[name] !== undefined && { example: typedExample(examples[name], schema) }),
  }));
}

function headerParameters({ headers = {} }: Route): object[] {
  return Object.entries(headers).map(([name, { description, ...schema }]) => ({
    name,
    in: 'header',
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** Examples of queries are texts; in the description they are of the type of the parameter. */
function typedExample(text: string, { type }: Schema): unknown {
  return type === 'integer' || type === 'number' ? Number(text) : text;
}

function requestBody(route: Route, example: unknown): object {
  if (route.relays === true)
    return { required: false, content: { '*/*': { ...(example !== undefined && { example }) } } };
  const types = ['application/json', ...(route.bodyTypes ?? [])];
  return {
    required: route.bodyOptional !== true,
    content: Object.fromEntries(
      types.map((type) => [
        type,
        type === 'application/json'
          ? { schema: route.body, ...(example !== undefined && { example }) }
          : { schema: { type: 'string' } },
      ]),
    ),
  };
}

function answerOf(route: Route, shape: AnswerShape, isEchoed: boolean): object {
  const { description, schema, type = 'application/json' } = shape;
  const isJson = type === 'application/json';
  const { answer: example } = route.example ?? {};
  const content = {
    ...((schema !== undefined || !isJson) && {
      [type]: {
        schema: isJson ? (isEchoed ? echoed(schema) : schema) : { type: 'string' },
        ...(example !== undefined && isJson && { example }),
      },
    }),
    ...Object.fromEntries(
      otherTypes(route).map((other) => [other, { schema: { type: 'string' } }]),
    ),
  };
  return {
    description,
    ...(route.recorded !== false && { headers: recordHeader }),
    ...(Object.keys(content).length > 0 && { content }),
  };
}

/** What the same answer can come as besides: when `format` asks for it, or the header Accept. */
function otherTypes({ query, streams }: Route): readonly string[] {
  const formats = (query?.format?.enum ?? []) as readonly unknown[];
  return [
    ...(formats.includes('csv') ? ['text/csv'] : []),
    ...(streams === true ? ['text/event-stream'] : []),
  ];
}

/** An error that a route names itself: in the shape of all errors, unless it has one of its own. */
function refusalOf({ description, schema }: AnswerShape, isRecorded: boolean): object {
  return {
    description,
    ...(isRecorded && { headers: recordHeader }),
    content: schema === undefined ? errorContent : { 'application/json': { schema } },
  };
}

/** JSON objects carry the id of the record of their call. */
function echoed(schema: Schema | undefined): Schema | undefined {
  if (schema === undefined || schema.type !== 'object') return schema;
  const { properties = {} } = schema as { properties?: object };
  return { ...schema, properties: { ...properties, _record_internal_id: { type: 'string' } } };
}
