// Whether a call may go on: signed in, allowed, in scope, from no other site, and valid. Decides in this order, so that
// nothing is told to who may not know it. Sends nothing.
import { type Caller, holds, levels, touches } from './caller.js';
import { duplicateKey } from './duplicate-keys.js';
import { type ProblemName, problem, problems } from './problem.js';
import type { Reply, Route, Texts } from './route.js';
import { wrongBody, wrongQuery } from './validate.js';

/** What is known of a call before it is let in. */
export interface Knock {
  readonly caller: Caller;
  readonly sessionId: string | undefined;
  readonly params: Texts;
  readonly query: Readonly<Record<string, unknown>>;
  /** The same without what is empty. */
  readonly texts: Texts;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Media type without parameters, lower case; empty for none. */
  readonly type: string;
  readonly body: Buffer | undefined;
  /** No session cookie came, and nothing that claims to be a credential. */
  readonly isBlank?: boolean;
  /** Why a bearer or a cookie that was given is no good. */
  readonly whyNobody?: Reply;
}

/** The body as the handler gets it, or what is answered instead. */
export type Entry = { readonly body: unknown } | { readonly refused: Reply };

/** Lets in or refuses. */
export function letIn(route: Route, knock: Knock): Entry {
  const refused =
    notAllowed(route, knock) ??
    // Signing in sets the cookie: a page of another site must not put its own session in place of somebody's.
    (knock.caller.via === 'session' || route.access === 'public'
      ? crossSite(route, knock)
      : undefined);
  if (refused !== undefined) return { refused };
  // `groups//audits/`: no object has an empty id.
  if (Object.values(knock.params).includes(''))
    return { refused: problem('NOT_FOUND', 'an id in the address is empty') };
  if (route.relays === true) return { body: knock.body };
  const wrong = wrongQuery(route, knock.query);
  if (wrong !== undefined) return { refused: problem('QUERY_INVALID', wrong) };
  return bodyOf(route, knock);
}

const levelNames: Readonly<Record<number, string>> = {
  0: 'an end user',
  4: 'a department administrator',
  8: 'a group administrator',
  12: 'a service provider administrator',
  16: 'a system administrator',
};

function notAllowed(route: Route, { caller, params, whyNobody }: Knock): Reply | undefined {
  const { access } = route;
  if (access === 'public') return undefined;
  if (caller.via === 'nobody')
    return (
      whyNobody ??
      problem('NOT_SIGNED_IN', 'sign in with POST /api/v1/login/, or send a bearer token')
    );
  // BroadWorks may take white space away, and the record would name another object than the one that was reached.
  if (Object.values(params).some((id) => id === '' || id !== id.replace(/[\t\n\r ]+/g, ' ').trim()))
    return problem('NOT_FOUND_AT_NE', problems.NOT_FOUND_AT_NE.what);
  const ids = { tenantId: params.tenant_id, groupId: params.group_id, userId: params.user_id };
  const isInScope =
    ids.tenantId === undefined ||
    (access.reach === 'list' ? touches(caller.scope, ids) : holds(caller.scope, ids));
  // Nobody is told what exists elsewhere.
  if (!isInScope) return problem('NOT_FOUND_AT_NE', problems.NOT_FOUND_AT_NE.what);
  const { least = levels[0], needs } = access;
  if (caller.level < least)
    return problem('NOT_PERMITTED', `this takes at least ${levelNames[least]}`);
  if (needs !== undefined && !caller.may[needs])
    return problem('NOT_PERMITTED', `the role of ${caller.id} does not allow to ${needs}`);
  return undefined;
}

/** A browser sends the cookie along on whoever's behalf: a page of another site may not use it. */
function crossSite(route: Route, { headers }: Knock): Reply | undefined {
  if (route.method === 'GET') return undefined;
  const site = headers['sec-fetch-site'];
  const origin = headers.origin;
  const isOwn = site === undefined ? true : site === 'same-origin' || site === 'none';
  const isSameHost =
    typeof origin !== 'string' ||
    (origin !== 'null' && URL.canParse(origin) && new URL(origin).host === headers.host);
  return isOwn && isSameHost ? undefined : problem('CROSS_SITE', problems.CROSS_SITE.what);
}

function bodyOf(route: Route, { body, type }: Knock): Entry {
  const invalid = (reason: string, name: ProblemName = 'BODY_INVALID'): Entry => ({
    refused: problem(name, reason),
  });
  if (body === undefined || body.length === 0) {
    const wrong = wrongBody(route, undefined);
    return wrong === undefined ? { body: undefined } : invalid(wrong);
  }
  if (route.bodyTypes?.includes(type)) return { body: body.toString('utf8') };
  // Without a type, and for the tools that send one of these two by default, JSON is meant.
  const isJson =
    type === '' ||
    type === 'application/json' ||
    type === 'application/octet-stream' ||
    type.endsWith('+json');
  if (!isJson) {
    const taken = ['application/json', ...(route.bodyTypes ?? [])].join(', ');
    return invalid(`the body is ${type}; taken is ${taken}`, 'TYPE_UNKNOWN');
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch (thrown) {
    // Its own words would quote the body.
    const [, at] = /position (\d+)/.exec((thrown as Error).message) ?? [];
    return invalid(`the body is not JSON${at === undefined ? '' : `, from character ${at} on`}`);
  }
  const twice = duplicateKey(body.toString('utf8'));
  if (twice !== undefined)
    return invalid(`the name ${twice.slice(0, 60)} stands twice in one object`);
  const wrong = wrongBody(route, parsed);
  return wrong === undefined ? { body: parsed } : invalid(wrong);
}
