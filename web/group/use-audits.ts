// The kept audits of a group, and one of them. An audit never changes, so it is read once.
import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import type { GroupAuditJson, KeptAudit } from './audit-json.js';

/** Address of the audits of a group at the API. */
export const auditsPath = (tenantId: string, groupId: string): string =>
  `/api/v1/tenants/${encodeURIComponent(tenantId)}/groups/${encodeURIComponent(groupId)}/audits/`;

/** Address of one of them. */
export const auditPath = (path: string, id: string): string => `${path}${encodeURIComponent(id)}/`;

interface Page {
  readonly audits: readonly KeptAudit[];
  readonly nextCursor: string | null;
}

const listKey = (path: string) => ['audits', path];
export const auditKey = (path: string, id: string | undefined) => ['audit', path, id];

/** Newest first, page by page. */
export function useKeptAudits(path: string) {
  return useInfiniteQuery({
    queryKey: listKey(path),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => readPage(path, pageParam, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** A page may come empty though there are more: calls that came to no audit are left out of it. */
async function readPage(path: string, from: string, signal?: AbortSignal): Promise<Page> {
  let cursor = from;
  for (;;) {
    const query = new URLSearchParams({ limit: '50', ...(cursor === '' ? {} : { cursor }) });
    const page = await read<Page>(`${path}?${query}`, signal);
    if (page.audits.length > 0 || page.nextCursor === null) return page;
    cursor = page.nextCursor;
  }
}

/** One audit as it was kept; nothing is asked without an id. */
export function useAudit(path: string, id: string | undefined) {
  return useQuery({
    queryKey: auditKey(path, id),
    queryFn: ({ signal }) => readAudit(path, id ?? '', signal),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const readAudit = (path: string, id: string, signal?: AbortSignal) =>
  read<GroupAuditJson>(`${auditPath(path, id)}?format=json`, signal);

/**
 * The id of an audit just taken, which is that of its record; undefined when it could not be kept whole. Afterwards the list
 * of kept audits has it, and it need not be read again. Throws the signal's reason once that is aborted.
 */
export async function keptUnder(
  client: QueryClient,
  path: string,
  recordId: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  void client.invalidateQueries({ queryKey: listKey(path) });
  if (recordId === undefined) return undefined;
  try {
    const kept = await readAudit(path, recordId, signal);
    client.setQueryData(auditKey(path, recordId), kept);
  } catch (thrown) {
    signal.throwIfAborted();
    // Only the API can say that it is not kept; where it could not be asked, the audit has its id all the same.
    if (isNotKept(thrown)) return undefined;
  }
  signal.throwIfAborted();
  return recordId;
}

const isNotKept = (thrown: unknown) =>
  thrown instanceof ApiProblem && (thrown.status === 404 || thrown.status === 410);
