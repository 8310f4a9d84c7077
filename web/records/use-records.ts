// The list of one visit: its pages, what following brought to it, and both together.
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { read } from '../api/ask.js';
import {
  countUnseen,
  type Followed,
  firstSince,
  followFrom,
  merged,
  mostFollowed,
  nothingFollowed,
  type Summary,
  type SummaryPage,
  seen,
  withFollowed,
} from './record-list.js';
import { type LiveState, useFollowing } from './use-following.js';
import { keptMs, leave, leftAt } from './visit.js';

const pageSize = 100;
/** How long a record counts as having come just now. */
const freshMs = 2_000;
const noPages: readonly SummaryPage[] = [];

export interface RecordsList {
  readonly records: readonly Summary[];
  /** Of the records that are held back until the reader wants them. */
  readonly unseenCount: number;
  showUnseen(): void;
  /** Whether that record came by following while it was being looked at, just now. */
  isFresh(id: string): boolean;
  readonly live: LiveState;
  resume(): void;
  readonly pages: ReturnType<typeof usePages>;
}

/** `query`: the filters, for the API. `isAtTop`: whether new records may be shown at once. */
export function useRecords(
  visit: string,
  query: string,
  isLive: boolean,
  isAtTop: () => boolean,
): RecordsList {
  const client = useQueryClient();
  const [followed, setFollowed] = useState(() => leftAt(client, visit).followed);
  // What comes while the page is being left must be there when somebody comes back.
  const present = useRef(followed);
  const become = (next: Followed) => {
    present.current = next;
    setFollowed(next);
    leave(client, visit, { followed: next });
  };
  const since = useRef(leftAt(client, visit).since);
  const fresh = useRef(new Set<string>());
  const pages = usePages(visit, query);
  const loaded = pages.data?.pages ?? noPages;
  const known = useMemo(
    () => new Set(loaded.flatMap((page) => page.records.map((one) => one.internalId))),
    [loaded],
  );

  const restart = () => {
    // Only the first page is asked again; older ones come when somebody goes there.
    client.setQueryData<InfiniteData<SummaryPage>>(['records', visit, query], (data) =>
      data === undefined
        ? data
        : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
    );
    become(nothingFollowed);
    void pages.refetch();
  };
  const onRecords = (came: readonly Summary[]) => {
    const isShown = isAtTop();
    // With all of these the list would grow for ever.
    if (isShown && present.current.records.size + came.length > mostFollowed) return restart();
    const ids = came.flatMap(({ internalId }) => (known.has(internalId) ? [] : [internalId]));
    for (const id of ids) fresh.current.add(id);
    setTimeout(() => {
      for (const id of ids) fresh.current.delete(id);
    }, freshMs);
    become(withFollowed(present.current, came, known, isShown));
  };
  const [live, resume] = useFollowing({
    isOn: isLive && pages.data !== undefined,
    query,
    since: () => followFrom(loaded, present.current, since.current),
    onRecords,
    onSince: (next) => {
      // What was entered between an empty list and the start of following stands in neither.
      if (since.current === undefined && firstSince(loaded) === undefined) void pages.refetch();
      since.current = next;
      leave(client, visit, { since: next });
    },
  });
  const records = useMemo(() => merged(loaded, followed), [loaded, followed]);
  const unseenCount = useMemo(() => countUnseen(loaded, followed), [loaded, followed]);
  return {
    records,
    unseenCount,
    showUnseen: () => (present.current.beyond > 0 ? restart() : become(seen(present.current))),
    isFresh: (id) => fresh.current.has(id),
    live,
    resume,
    pages,
  };
}

function usePages(visit: string, query: string) {
  return useInfiniteQuery({
    queryKey: ['records', visit, query],
    queryFn: ({ signal, pageParam }) => {
      const asked = new URLSearchParams(query);
      asked.set('limit', String(pageSize));
      if (pageParam !== '') asked.set('cursor', pageParam);
      return read<SummaryPage>(`/api/v1/local/audit_records/summaries/?${asked}`, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // A list stays as it was for whoever comes back to it; whoever opens one anew has a visit of its own.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: keptMs,
  });
}
