// One audit being taken: how far it is, how it ended. It goes on when its page is left, and is found by whoever comes back;
// whoever stops waiting ends the waiting, not the audit: the server goes on and keeps it.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { PartName } from '../../src/audit/model.js';
import { listen } from '../api/ask.js';
import { noAnswer, problemOf } from '../api/problem.js';
import { groupStrings } from '../strings.js';
import type { GroupAuditJson } from './audit-json.js';
import { keptUnder } from './use-audits.js';

export type Taking =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      /** Milliseconds since 1970. */
      readonly since: number;
      readonly parts: readonly PartName[];
      /** Undefined until the server has said something. */
      readonly left: readonly PartName[] | undefined;
      readonly answered: number;
    }
  | { readonly kind: 'failed'; readonly problem: unknown }
  | { readonly kind: 'left' }
  /** `id`: under which it is kept; undefined when it is not, or not whole. */
  | { readonly kind: 'taken'; readonly audit: GroupAuditJson; readonly id: string | undefined };

export interface TakingControl {
  readonly taking: Taking;
  readonly start: (parts: readonly PartName[]) => void;
  /** Waits no longer. */
  readonly leave: () => void;
  /** Forgets how the last one ended. */
  readonly dismiss: () => void;
}

/** The audits of one group that somebody takes, one at a time, whether or not its page is there to show it. */
interface Store {
  now: Taking;
  control: AbortController | undefined;
  /** Of the page, while it is there. */
  show: ((audit: GroupAuditJson, id: string | undefined) => void) | undefined;
  readonly listeners: Set<() => void>;
}

/** By address, for each person who signs in. */
const stores = new WeakMap<QueryClient, Map<string, Store>>();

function storeOf(client: QueryClient, path: string): Store {
  const own = stores.get(client) ?? new Map<string, Store>();
  stores.set(client, own);
  const store: Store = own.get(path) ?? {
    now: { kind: 'idle' },
    control: undefined,
    show: undefined,
    listeners: new Set(),
  };
  own.set(path, store);
  return store;
}

function become(store: Store, now: Taking): void {
  store.now = now;
  for (const listener of store.listeners) listener();
}

function begin(store: Store, client: QueryClient, path: string, parts: readonly PartName[]): void {
  if (store.control !== undefined) return;
  const control = new AbortController();
  const { signal } = control;
  store.control = control;
  become(store, { kind: 'running', since: Date.now(), parts, left: undefined, answered: 0 });
  const tell = (said: Progress) =>
    store.now.kind === 'running' && become(store, { ...store.now, ...said });
  take(path, parts, signal, tell)
    .then(async ({ audit, recordId }) => {
      const id = await keptUnder(client, path, recordId, signal);
      store.show?.(audit, id);
      become(store, { kind: 'taken', audit, id });
    })
    .catch((problem: unknown) =>
      become(store, signal.aborted ? { kind: 'left' } : { kind: 'failed', problem }),
    )
    .finally(() => {
      store.control = undefined;
    });
}

/**
 * Takes audits at `path`, one at a time. `onTaken` shows each that has something in it; one that ends while another page is
 * looked at is not shown, and whoever comes back finds it.
 */
export function useTaking(
  path: string,
  onTaken: (audit: GroupAuditJson, id: string | undefined) => void,
): TakingControl {
  const client = useQueryClient();
  const store = storeOf(client, path);
  const subscribe = useCallback(
    (listener: () => void) => {
      store.listeners.add(listener);
      return () => void store.listeners.delete(listener);
    },
    [store],
  );
  const taking = useSyncExternalStore(subscribe, () => store.now);
  useEffect(() => {
    store.show = onTaken;
  });
  useEffect(
    () => () => {
      store.show = undefined;
      // How it ended has been read.
      if (store.now.kind !== 'running') store.now = { kind: 'idle' };
    },
    [store],
  );
  const start = useCallback(
    (parts: readonly PartName[]) => begin(store, client, path, parts),
    [store, client, path],
  );
  const leave = useCallback(() => store.control?.abort(), [store]);
  const dismiss = useCallback(() => become(store, { kind: 'idle' }), [store]);
  return { taking, start, leave, dismiss };
}

interface Progress {
  readonly left: readonly PartName[];
  readonly answered: number;
}

/** Throws `ApiProblem` when nothing came of it. */
async function take(
  path: string,
  parts: readonly PartName[],
  signal: AbortSignal,
  tell: (said: Progress) => unknown,
): Promise<{ readonly audit: GroupAuditJson; readonly recordId: string | undefined }> {
  let recordId: string | undefined;
  for await (const { event, data } of listen(path, { method: 'POST', body: { parts }, signal })) {
    if (event === 'open') ({ recordId } = data as { recordId: string | undefined });
    if (event === 'progress') tell(data as Progress);
    if (event !== 'result') continue;
    const { status, body } = data as { readonly status: number; readonly body: unknown };
    if (status >= 200 && status < 300) return { audit: body as GroupAuditJson, recordId };
    const headers = new Headers(recordId === undefined ? {} : { 'x-audit-record-id': recordId });
    throw problemOf(status, headers, body);
  }
  throw noAnswer(groupStrings.taking.cut);
}
