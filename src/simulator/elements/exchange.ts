// One call to a network element in, one answer out: which element, authentication, answer, faults. Knows no HTTP
// server; `serve.ts` carries what comes out of here.
import type { Delivery } from '../fault-kinds.js';
import type { ActiveFault } from '../faults.js';
import { type Core, deliveryOf, type Transport } from '../wire/conversation.js';
import {
  type ElementCall,
  type ElementReply,
  json,
  type NetworkElement,
  type Site,
} from './element.js';
import { bearerIn } from './oauth.js';

/** One HTTP request before it is known whom it is for. */
interface RawCall extends Omit<ElementCall, 'path'> {
  /** The whole path without query. */
  readonly wholePath: string;
}

export interface ElementExchange {
  readonly reply: ElementReply;
  readonly delivery: Delivery;
}

/** Answers one call. */
export function exchange(
  core: Core,
  site: Site,
  elements: readonly NetworkElement[],
  transport: Transport,
  raw: RawCall,
): ElementExchange {
  const { wholePath, ...rest } = raw;
  const element = elements.find(
    ({ root, isThere }) =>
      isThere(site.keys) && (wholePath === root || wholePath.startsWith(`${root}/`)),
  );
  const call = { ...rest, path: wholePath.slice(element?.root.length ?? 0) };
  const faults = struck(core, element, transport, call);
  const reply =
    element === undefined
      ? json(404, { message: 'Nobody is here' })
      : afflictedReply(site, element, call, faults);
  // Every call has a request of its own, so a late answer is a slow one.
  return { reply, delivery: { ...deliveryOf(faults), isLate: false } };
}

/** Enters a call into the list of calls; the faults that strike it. */
function struck(
  core: Core,
  element: NetworkElement | undefined,
  transport: Transport,
  call: ElementCall,
): readonly ActiveFault[] {
  const plain = { command: `${call.method} ${element?.root ?? ''}${call.path}` };
  const { command, userId } = element?.subject?.(call) ?? { ...plain, userId: undefined };
  const groupId = userId === undefined ? undefined : core.state.holders.get(userId)?.group.groupId;
  core.seen({
    name: command,
    sessionId: '',
    at: new Date(core.clock()).toISOString(),
    transport,
    ...(userId === undefined ? {} : { userId }),
    ...(groupId === undefined ? {} : { groupId }),
  });
  const isSession = element?.isSignIn?.(call) ?? false;
  // A fault names a group of BroadWorks or, in the same place, an element.
  const faults = core.faults.strike([
    { command, groupId, isSession },
    { command, groupId: element?.name, isSession },
  ]);
  return [...new Map(faults.flat().map((fault) => [fault.name, fault])).values()];
}

function afflictedReply(
  site: Site,
  element: NetworkElement,
  call: ElementCall,
  faults: readonly ActiveFault[],
): ElementReply {
  for (const { kind, value } of faults) {
    const said = kind.element?.gateway?.(value);
    if (said !== undefined) return said;
  }
  const reply = replyOf(site, element, call, faults);
  return faults.reduce(
    (before, { kind, value }) => kind.element?.reply?.(before, value) ?? before,
    reply,
  );
}

function replyOf(
  site: Site,
  element: NetworkElement,
  call: ElementCall,
  faults: readonly ActiveFault[],
): ElementReply {
  if (element.isSignIn?.(call)) return element.answer(call, site, '');
  if (faults.some(({ kind }) => kind.element?.expires))
    site.tokens.forget(bearerIn(call) ?? call.query.get('access_token') ?? '');
  const admitted = element.admit(call, site);
  if ('status' in admitted) return admitted;
  if (faults.some(({ kind }) => kind.element?.fails))
    return element.failure?.(call) ?? json(409, { message: 'Owned by another account' });
  return element.answer(call, site, admitted.who);
}
