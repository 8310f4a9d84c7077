// Device management after Poly's Lens: a token for a client, and GraphQL at one address. It knows four fields and no
// more GraphQL than finding them: arguments come in `variables` or as plain texts, and selections are not minded.
import type { Json } from '../odin/answer.js';
import {
  type ElementCall,
  type ElementReply,
  isTaken,
  json,
  macIn,
  methodNotAllowed,
  type NetworkElement,
  objectIn,
  type Shelf,
  type Site,
} from './element.js';
import { badToken, bearerIn, tokenAnswer } from './oauth.js';

const isSignIn = ({ path }: ElementCall) => path === '/oauth/token';

/** GraphQL says no with status 200. */
const no = (message: string, code: string) =>
  json(200, { data: null, errors: [{ message, extensions: { code } }] });

type Arguments = (name: string) => string | undefined;
type Said = Json | { readonly no: string };

const isNo = (said: Said): said is { readonly no: string } =>
  typeof said === 'object' && said !== null && 'no' in said;

function register(given: Arguments, phones: Shelf, site: Site): Said {
  const mac = macIn(given('mac'));
  const url = given('url');
  if (mac === undefined || url === undefined) return { no: 'mac and url are needed' };
  if (isTaken(site, mac)) return { no: 'The device belongs to another tenant' };
  phones.set(mac, { mac, url });
  return { mac, url };
}

function remove(given: Arguments, phones: Shelf): Said {
  const mac = macIn(given('mac')) ?? '';
  return phones.delete(mac) ? { mac } : { no: 'No such device' };
}

type Field = (given: Arguments, phones: Shelf, site: Site) => Said;
const fields: Readonly<Record<'query' | 'mutation', Readonly<Record<string, Field>>>> = {
  query: {
    devices: (_, phones) => [...phones.values()],
    device: (given, phones) => phones.get(macIn(given('mac')) ?? '') ?? null,
  },
  mutation: { registerDevice: register, removeDevice: remove },
};

/** The first field of an operation, with its arguments. */
const operation = /^\s*(?:(query|mutation)\b[^{]*)?\{\s*(?:\w+\s*:\s*)?(\w+)\s*(?:\(([^)]*)\))?/;

function argumentsIn(text: string, variables: Json | undefined): Arguments {
  const values = (variables ?? {}) as Readonly<Record<string, Json>>;
  const found = new Map<string, string>();
  for (const [, name = '', quoted, variable] of text.matchAll(
    /(\w+)\s*:\s*(?:"([^"]*)"|\$(\w+))/g,
  )) {
    const value = quoted ?? values[variable ?? ''];
    if (typeof value === 'string') found.set(name, value);
  }
  return (name) => found.get(name);
}

function answerTo(call: ElementCall, site: Site): ElementReply {
  if (call.method !== 'POST') return methodNotAllowed('POST');
  const { query, variables } = objectIn(call) ?? {};
  if (typeof query !== 'string') return json(400, { errors: [{ message: 'There is no query' }] });
  const [whole, kind = 'query', name = '', given = ''] = operation.exec(query) ?? [];
  if (whole === undefined || !query.trimEnd().endsWith('}'))
    return no('Syntax Error', 'GRAPHQL_PARSE_FAILED');
  const known = fields[kind as 'query' | 'mutation'];
  const field = Object.hasOwn(known, name) ? known[name] : undefined;
  if (field === undefined) return no(`Cannot query field "${name}"`, 'GRAPHQL_VALIDATION_FAILED');
  const said = field(argumentsIn(given, variables), site.shelf('lens devices'), site);
  return isNo(said) ? no(said.no, 'BAD_USER_INPUT') : json(200, { data: { [name]: said } });
}

/** `/lens`. */
export const lens: NetworkElement = {
  name: 'lens',
  root: '/lens',
  isThere: (keys) => keys.lens !== undefined,
  isSignIn,
  admit: (call, { tokens, keys }) =>
    tokens.isGood('lens', bearerIn(call)) ? { who: keys.lens?.clientId ?? '' } : badToken(),
  answer: (call, site) => {
    const keys = site.keys.lens;
    if (isSignIn(call) && keys !== undefined)
      return tokenAnswer(site.tokens, call, { ...keys, owner: 'lens' });
    return call.path === '/graphql' ? answerTo(call, site) : json(404, { message: 'Not found' });
  },
  failure: () => no('The device belongs to another tenant', 'FORBIDDEN'),
};
