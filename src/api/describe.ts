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
    const path = paths[route.path] ?? {};
    path[route.method.toLowerCase()] = operationOf(route, about);
    paths[route.path] = path;
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
        RecordId: { description: 'Id of the record of this call.', schema: { type: 'string' } },
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

function problemAnswer(status: number): object {
  const named = Object.entries(problems).filter(([, one]) => one.status === status);
  return {
    description: named.map(([name, { what }]) => `${name}: ${what}`).join('\n\n'),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Errors' } } },
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
    ],
    ...(route.body && { requestBody: requestBody(route, example.body) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(route.answers).map(([status, shape]) => [
          status,
          answerOf(shape, isRecorded, echoRecordId && route.bare !== true, example.answer),
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

/** Errors that every call of the kind can have. */
function statusesOf(route: Route): readonly number[] {
  const isPublic = route.access === 'public';
  const all = [
    400,
    ...(isPublic && route.operation !== 'signIn' ? [] : [401]),
    ...(isPublic ? [] : [403]),
    404,
    ...(route.body ? [409, 413, 415] : [413]),
    429,
    500,
    501,
    502,
    503,
    504,
  ];
  return all.filter((status) => !(status in route.answers));
}

function pathParameters(route: Route, examples: Texts = {}): object[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
    ...(examples[name] !== undefined && { example: examples[name] }),
  }));
}

function queryParameters(route: Route, examples: Texts = {}): object[] {
  const { properties } = querySchemaOf(route) as { properties: Record<string, Schema> };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    schema,
    ...(examples[name] !== undefined && { example: examples[name] }),
  }));
}

function requestBody(route: Route, example: unknown): object {
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

function answerOf(
  { description, schema, type = 'application/json' }: AnswerShape,
  isRecorded: boolean,
  isEchoed: boolean,
  example: unknown,
): object {
  const isJson = type === 'application/json';
  return {
    description,
    ...(isRecorded && {
      headers: { 'X-Audit-Record-Id': { $ref: '#/components/headers/RecordId' } },
    }),
    ...((schema !== undefined || !isJson) && {
      content: {
        [type]: {
          schema: isJson ? (isEchoed ? echoed(schema) : schema) : { type: 'string' },
          ...(example !== undefined && isJson && { example }),
        },
      },
    }),
  };
}

/** JSON objects carry the id of the record of their call. */
function echoed(schema: Schema | undefined): Schema | undefined {
  if (schema === undefined || schema.type !== 'object') return schema;
  const { properties = {} } = schema as { properties?: object };
  return { ...schema, properties: { ...properties, _record_internal_id: { type: 'string' } } };
}
