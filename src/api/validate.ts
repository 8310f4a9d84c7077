// Checks query and body against the schemas of a route, and says in words what does not fit. Compiled at the first use.
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Route, Schema, Texts } from './route.js';

const strict = new Ajv2020({
  verbose: true,
  allErrors: false,
  strict: false,
  validateFormats: false,
});
/** Query parameters are texts: "5" fits a number. */
const loose = new Ajv2020({
  verbose: true,
  allErrors: false,
  strict: false,
  validateFormats: false,
  coerceTypes: true,
});

const compiled = new WeakMap<object, ValidateFunction>();

function compile(schema: Schema, ajv: Ajv2020): ValidateFunction {
  let check = compiled.get(schema);
  if (check === undefined) {
    check = ajv.compile(schema as object);
    compiled.set(schema, check);
  }
  return check;
}

const querySchemas = new WeakMap<Route, Schema>();

/** The schema of all query parameters of a route. */
export function querySchemaOf(route: Route): Schema {
  let schema = querySchemas.get(route);
  if (schema === undefined) {
    schema = { type: 'object', properties: route.query ?? {}, additionalProperties: false };
    querySchemas.set(route, schema);
  }
  return schema;
}

/** What is wrong with a query; undefined when nothing is. Repeated names come as lists. */
export function wrongQuery(
  route: Route,
  query: Readonly<Record<string, unknown>>,
): string | undefined {
  for (const [name, value] of Object.entries(query))
    if (Array.isArray(value)) return `${name} is given more than once`;
  const check = compile(querySchemaOf(route), loose);
  return check({ ...query })
    ? undefined
    : inWords(check, 'query parameter', Object.keys(route.query ?? {}));
}

/** What is wrong with a body; undefined when nothing is. */
export function wrongBody(route: Route, body: unknown): string | undefined {
  if (route.body === undefined)
    return body === undefined || isEmptyObject(body) ? undefined : 'no body is taken here';
  if (body === undefined)
    return route.bodyOptional === true ? undefined : 'a JSON body is needed; none came';
  const check = compile(route.body, strict);
  return check(body) ? undefined : inWords(check, 'member', []);
}

const isEmptyObject = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === 0;

function inWords({ errors }: ValidateFunction, what: string, known: readonly string[]): string {
  const error = errors?.[0];
  if (error === undefined) return 'it does not fit';
  const at = pathOf(error);
  const { params } = error as { params: Readonly<Record<string, unknown>> };
  switch (error.keyword) {
    case 'additionalProperties': {
      const among = known.length > 0 ? known : knownOf(error);
      const list = among.length > 0 ? `; known are ${among.join(', ')}` : '';
      return `${inside(at)}there is no ${what} ${String(params.additionalProperty)}${list}`;
    }
    case 'required':
      return `${inside(at)}${String(params.missingProperty)} is missing`;
    case 'enum':
      return `${at} must be one of: ${(params.allowedValues as unknown[]).map(String).filter(Boolean).join(', ')}`;
    case 'type':
      return `${at || 'the body'} must be ${[params.type].flat().map(article).join(' or ')}`;
    case 'pattern':
      return `${at} does not have the right form${descriptionOf(error)}`;
    case 'not':
    case 'false schema':
      return `${at} cannot be set${descriptionOf(error)}`;
    default:
      return `${at || 'the body'} ${error.message ?? 'does not fit'}`;
  }
}

const pathOf = ({ instancePath }: ErrorObject) =>
  instancePath
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path ? `${path}.${part}` : part),
      '',
    );

const inside = (at: string) => (at === '' ? '' : `in ${at}: `);

const article = (type: unknown) => (/^[aeio]/.test(String(type)) ? `an ${type}` : `a ${type}`);

function knownOf({ parentSchema }: ErrorObject): string[] {
  return Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
}

function descriptionOf({ parentSchema }: ErrorObject): string {
  const { description } = (parentSchema ?? {}) as { description?: unknown };
  return typeof description === 'string' ? `: ${description}` : '';
}

/** Query values as handlers get them: texts; empty ones as if they were not there. */
export function textsOf(query: Readonly<Record<string, unknown>>): Texts {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' && value !== '' ? [[name, value]] : [],
    ),
  );
}
