// The list for the filters of one visit, in all its states: being read, refused, empty, there, and followed live.
import { type ReactNode, useEffect, useRef } from 'react';
import { ApiProblem } from '../api/problem.js';
import { Data } from '../parts/data.js';
import { Empty, Failure, Loading } from '../parts/states.js';
import { numberText } from '../parts/time.js';
import { plain } from '../parts/unseen.js';
import { recordsStrings as s } from '../strings.js';
import { chipText, type Filter, filterValue, queryOf, without } from './filters.js';
import { LiveSwitch } from './live-switch.js';
import { RecordTable } from './record-table.js';
import { type RecordsList, useRecords } from './use-records.js';

interface Props {
  readonly visit: string;
  readonly filters: readonly Filter[];
  readonly isLive: boolean;
  readonly onLive: (isLive: boolean) => void;
  readonly onAdd: (...filters: readonly Filter[]) => void;
  readonly onChange: (filters: readonly Filter[]) => void;
  /** Told why the API does not take the filters. */
  readonly onReason: (reason: string | undefined) => void;
}

export function RecordList({ onReason, ...props }: Props): ReactNode {
  const { visit, filters, isLive, onLive } = props;
  const top = useRef<HTMLDivElement>(null);
  // New rows at the top move what is below: only while the top itself is in sight.
  const isAtTop = () => (top.current?.getBoundingClientRect().bottom ?? -1) >= 0;
  const list = useRecords(visit, queryOf(filters), isLive, isAtTop);
  const { records, pages } = list;
  const reason = pages.data === undefined ? refusedFilter(pages.error) : undefined;
  useEffect(() => onReason(reason), [onReason, reason]);
  useShownAtTop(list, isAtTop);
  if (pages.isPending) return <Loading what={s.loading} />;
  if (pages.data === undefined)
    return (
      <Failure
        what={reason === undefined ? s.failed : s.filters.refused}
        problem={pages.error}
        {...(reason === undefined && { onRetry: () => void pages.refetch() })}
      />
    );
  return (
    <>
      <div ref={top} className="list-bar row spread unprinted">
        <p role="status" className="soft small">
          {records.length > 0 && shownText(list)}
        </p>
        <LiveSwitch isLive={isLive} onLive={onLive} state={list.live} onResume={list.resume} />
      </div>
      {pages.isRefetchError && (
        <Failure what={s.failed} problem={pages.error} onRetry={() => void pages.refetch()} />
      )}
      {list.unseenCount > 0 && <Unseen {...list} />}
      {records.length === 0 ? (
        <Nothing filters={filters} onChange={props.onChange} />
      ) : (
        <Records list={list} {...props} />
      )}
    </>
  );
}

function Records({
  list: { records, pages, isFresh },
  visit,
  filters,
  onAdd,
}: Pick<Props, 'visit' | 'filters' | 'onAdd'> & { readonly list: RecordsList }): ReactNode {
  const readOn = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError)
      void pages.fetchNextPage();
  };
  return (
    <>
      <RecordTable
        visit={visit}
        records={records}
        isFresh={isFresh}
        isChangesOnly={filterValue(filters, 'changes') === 'true'}
        onAdd={onAdd}
        onNearEnd={readOn}
      />
      <End pages={pages} />
    </>
  );
}

/** Whoever goes up to the top sees what came meanwhile. */
function useShownAtTop({ unseenCount, showUnseen }: RecordsList, isAtTop: () => boolean): void {
  useEffect(() => {
    if (unseenCount === 0) return;
    const look = () => {
      if (isAtTop()) showUnseen();
    };
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  });
}

function Unseen({
  unseenCount,
  showUnseen,
}: Pick<RecordsList, 'unseenCount' | 'showUnseen'>): ReactNode {
  const show = () => {
    showUnseen();
    window.scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  };
  return (
    <p className="fresh-records unprinted" role="status">
      <button type="button" className="main" onClick={show}>
        ↑ {s.live.fresh(unseenCount)}
      </button>
    </p>
  );
}

/** The API's words when it does not take the filters; undefined when anything else is the matter. */
const refusedFilter = (problem: unknown): string | undefined =>
  problem instanceof ApiProblem && problem.status === 400 ? problem.message : undefined;

/** How many is only known at the end. */
function shownText({ records, pages }: RecordsList): string {
  const count = numberText(records.length);
  return pages.hasNextPage ? s.soFar(count) : s.end(count);
}

function End({ pages }: Pick<RecordsList, 'pages'>): ReactNode {
  const next = () => void pages.fetchNextPage();
  if (pages.isFetchingNextPage) return <Loading what={s.loadingOlder} />;
  if (pages.isFetchNextPageError)
    return <Failure what={s.olderFailed} problem={pages.error} onRetry={next} />;
  if (!pages.hasNextPage) return <p className="empty end-of-list">{s.endOfList}</p>;
  return (
    <p className="end-of-list unprinted">
      <button type="button" onClick={next}>
        {s.older}
      </button>
    </p>
  );
}

function Nothing({ filters, onChange }: Pick<Props, 'filters' | 'onChange'>): ReactNode {
  if (filters.length === 0)
    return (
      <Empty>
        <strong>{s.nothingYet}</strong> {s.nothingYetWhy}
      </Empty>
    );
  return (
    <div className="nothing">
      <Empty>
        <strong>{s.nothingFits}</strong> {filters.length > 1 && s.nothingFitsHow}
      </Empty>
      <ul className="chips">
        {filters.map((filter, at) => {
          const { words } = chipText(filter);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a filter may be named twice, alike
            <li key={at}>
              <button
                type="button"
                aria-label={s.filters.remove(plain(words))}
                onClick={() => onChange(without(filters, at))}
              >
                ✕{' '}
                {filter.name === 'changes' && filter.value === 'true' ? (
                  s.withReads
                ) : (
                  <Data text={words} />
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
