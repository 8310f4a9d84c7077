// A list of things that can be read, added to, changed and shortened over JSON, as REST services have them.
import type { Json } from '../odin/answer.js';
import {
  bare,
  type ElementCall,
  type ElementReply,
  json,
  methodNotAllowed,
  objectIn,
  type Shelf,
} from './element.js';

type Thing = Readonly<Record<string, Json>>;

export interface Collection {
  readonly things: Shelf;
  /** The member that names a thing. */
  readonly idName: string;
  /** The id of a new thing, from what was sent; undefined when it has none. Without this the list numbers them. */
  readonly idOf?: (sent: Thing) => string | undefined;
  /** Why a thing cannot be as sent. */
  readonly complaint?: (sent: Thing, id: string) => ElementReply | undefined;
  /** How a list is wrapped. */
  readonly wrapped: (things: readonly Thing[]) => Json;
  readonly refuse: (status: number, message: string) => ElementReply;
  /** Changes come by this method too. */
  readonly alsoChangedBy?: string;
  readonly createdStatus?: number;
}

/** Answers a call about the list, or with an id about one thing of it. */
export function collectionAnswer(
  call: ElementCall,
  id: string | undefined,
  collection: Collection,
): ElementReply {
  return id === undefined ? aboutList(call, collection) : aboutOne(call, id, collection);
}

function aboutList(call: ElementCall, collection: Collection): ElementReply {
  const { things, idName, refuse, wrapped } = collection;
  if (call.method === 'GET') return json(200, wrapped([...things.values()]));
  if (call.method !== 'POST') return methodNotAllowed('GET', 'POST');
  const sent = objectIn(call);
  if (sent === undefined) return refuse(400, 'The body must be a JSON object');
  const id = (collection.idOf ?? (() => nextId(things)))(sent);
  if (id === undefined) return refuse(400, `The ${idName} is missing or not valid`);
  const complaint = collection.complaint?.(sent, id);
  if (complaint !== undefined) return complaint;
  if (things.has(id)) return refuse(409, `The ${idName} is there already`);
  const thing = { ...sent, [idName]: id };
  things.set(id, thing);
  const [path = ''] = call.target.split('?');
  return json(collection.createdStatus ?? 201, thing, {
    Location: `${path.replace(/\/$/, '')}/${encodeURIComponent(id)}`,
  });
}

function nextId(things: Shelf): string {
  let next = things.size + 1;
  while (things.has(String(next))) next++;
  return String(next);
}

function aboutOne(call: ElementCall, id: string, collection: Collection): ElementReply {
  const { things, idName, refuse, alsoChangedBy } = collection;
  const known = things.get(id);
  if (known === undefined) return refuse(404, 'Not found');
  if (call.method === 'GET') return json(200, known);
  if (call.method === 'DELETE') {
    things.delete(id);
    return bare(204);
  }
  if (call.method !== 'PUT' && call.method !== alsoChangedBy)
    return methodNotAllowed('GET', alsoChangedBy ?? 'PUT', 'DELETE');
  const sent = objectIn(call);
  if (sent === undefined) return refuse(400, 'The body must be a JSON object');
  const complaint = collection.complaint?.(sent, id);
  if (complaint !== undefined) return complaint;
  const thing = { ...known, ...sent, [idName]: id };
  things.set(id, thing);
  return json(200, thing);
}
