// Call recording after Dubber: a token for a password, users and dub points of one account.
import { collectionAnswer } from './collection.js';
import {
  type ElementCall,
  type ElementReply,
  json,
  methodNotAllowed,
  type NetworkElement,
  type Site,
  stepsOf,
} from './element.js';
import { badToken, bearerIn, tokenAnswer } from './oauth.js';

const account = 'example-telecom';
const refuse = (status: number, message: string) => json(status, { error: { message } });
const isSignIn = ({ path }: ElementCall) => path === '/token';

/** What may be made, and what it must say of itself. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  users: ['email'],
  dub_points: ['label'],
};

function aboutKind(
  call: ElementCall,
  site: Site,
  kind: string,
  id: string | undefined,
): ElementReply {
  const needed = kinds[kind];
  if (needed === undefined) return refuse(404, 'Not found');
  const things = site.shelf(`dubber ${kind}`);
  return collectionAnswer(call, id, {
    things,
    idName: 'id',
    complaint: (sent) => {
      const missing = needed.find((name) => sent[name] === undefined && call.method === 'POST');
      return missing === undefined ? undefined : refuse(422, `The ${missing} is missing`);
    },
    wrapped: (list) => ({ [kind]: list, count: list.length }),
    refuse,
  });
}

/** Nothing is ever recorded here. */
function aboutRecordings(call: ElementCall, id: string | undefined): ElementReply {
  if (call.method !== 'GET') return methodNotAllowed('GET');
  return id === undefined ? json(200, { recordings: [], count: 0 }) : refuse(404, 'Not found');
}

/** `/dubber/sandbox/v1`. */
export const dubber: NetworkElement = {
  name: 'dubber',
  root: '/dubber/sandbox/v1',
  isThere: (keys) => keys.dubber !== undefined,
  isSignIn,
  admit: (call, { tokens, keys }) =>
    tokens.isGood('dubber', bearerIn(call)) ? { who: keys.dubber?.username ?? '' } : badToken(),
  answer: (call, site, who) => {
    const keys = site.keys.dubber;
    if (isSignIn(call) && keys !== undefined)
      return tokenAnswer(site.tokens, call, { ...keys, owner: 'dubber', hasRefresh: true });
    const [first, second, kind, id, ...more] = stepsOf(call.path) ?? [];
    if (first === 'recordings' && kind === undefined) return aboutRecordings(call, second);
    if (first === 'profile' && second === undefined)
      return call.method === 'GET'
        ? json(200, { id: '1', username: who, account })
        : methodNotAllowed('GET');
    if (first !== 'accounts' || second !== account || more.length > 0)
      return refuse(404, 'Not found');
    if (kind === undefined)
      return call.method === 'GET'
        ? json(200, { id: account, name: 'Example Telecom' })
        : methodNotAllowed('GET');
    if (kind === 'recordings') return aboutRecordings(call, id);
    return aboutKind(call, site, kind, id);
  },
};
