// Other network elements, for those who embed Muster: a connector, and calls that leave a record each.
import { randomBytes } from 'node:crypto';
import { type Keeper, keeperOf, type LibraryRecords } from './record-store.js';
import { type Recorded, recordedCalls } from './recorded-calls.js';
import { type Call, type CallEnd, type Impact, microClock, roadLog } from './records/index.js';
import {
  actionOf,
  type ElementAnswer,
  type ElementCall,
  type ElementSettings,
  elementsFrom,
  openElement as openSouthElement,
  type SouthElement,
} from './south/index.js';

/** What a connector is made of; with `preset`, one of `elementPresets`, only what that leaves open is needed. */
export type ElementOptions =
  | ElementSettings
  | ({ readonly preset: string; readonly name: string } & Partial<Omit<ElementSettings, 'auth'>> & {
        readonly auth?: Readonly<Record<string, string | boolean>>;
      });

/** A call to a network element, and what its record says beside it. */
export interface FetchCall extends Omit<ElementCall, 'log'> {
  /** Who caused it: `author_id` of the record. */
  readonly author?: string;
  /** What it touches, as far as you know: tenant, group, user, object. */
  readonly impact?: Partial<Impact>;
}

/** Opens nothing yet: connections and tokens come with the first call. Throws `SETTING_INVALID`. Close it when done. */
export function openElement(options: ElementOptions): SouthElement {
  const [settings] = elementsFrom([options], 'openElement');
  return openSouthElement(settings as ElementSettings, { now: Date.now, randomBytes });
}

/**
 * Makes one call, under a record of its own; what may change something is in the record before its first byte is sent. An
 * answer of any status is an answer; `outcome` says whether it was done. Throws a Fault when no complete answer came, or
 * when its record cannot be kept; `detail.recordId` names the record.
 */
export async function recordedFetch(
  element: SouthElement,
  call: FetchCall,
  records: LibraryRecords | 'none',
): Promise<ElementAnswer & Recorded> {
  const keeper = keeperOf(records);
  keeper.check();
  const { author = '', impact, ...sent } = call;
  const hidden = hiding(element, keeper);
  try {
    const calls = recordedCalls(
      keeper.recorder,
      { id: author, role: '' },
      roadLog(microClock(Date.now(), process.hrtime.bigint)),
    );
    const { result, ...recorded } = await calls.run(
      callOf(element, sent, impact),
      (log) => element.call({ ...sent, log }),
      (answer) => {
        // A token that came meanwhile.
        hidden.more();
        return endOf(answer);
      },
    );
    return { ...result, ...recorded };
  } finally {
    hidden.end();
  }
}

/** Keeps the secrets of a connector out of all records as long as a call of it goes on. */
function hiding(element: SouthElement, keeper: Keeper): { more(): void; end(): void } {
  const ends: (() => void)[] = [];
  const more = () => ends.push(...element.secrets().map((secret) => keeper.hide(secret)));
  more();
  const end = () => {
    for (const unhide of ends) unhide();
  };
  return { more, end };
}

function callOf(
  { settings }: SouthElement,
  { method, path, body, contentType, action }: Omit<ElementCall, 'log'>,
  impact: Partial<Impact> = {},
): Omit<Call, 'actor'> {
  const bytes = body === undefined ? undefined : Buffer.from(body as Uint8Array);
  const looks = {
    method: method.toUpperCase(),
    path,
    ...(bytes && { body: bytes }),
    ...(contentType !== undefined && { contentType }),
  };
  return {
    endPointName: `svc_v1:muster.south.${settings.name}`,
    url: `/api/v1/south/${settings.name}/${path.replace(/^\//, '')}`,
    method: looks.method,
    changes: (action ?? 'read') !== 'read' || actionOf(settings, looks) !== 'read',
    impact: { tenantId: '', groupId: '', userId: '', instanceName: settings.name, ...impact },
    ...(bytes && { request: { type: contentType ?? '', content: bytes } }),
  };
}

function endOf({ status, contentType, body, outcome }: ElementAnswer): CallEnd {
  return {
    status,
    ...(body.length === 0 ? {} : { answer: { type: contentType, content: body } }),
    ...(outcome === 'refused' && status < 400 ? { outcome: 'refused' } : {}),
  };
}
