// The rows under their days. Beyond some hundred only those in sight are in the document; the window itself scrolls, and
// whoever comes back to a visit finds it where it was left.
import { useQueryClient } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { recordsStrings as s } from '../strings/records.js';
import { dayFormatter, dayOf, daysBetween, underDays } from './days.js';
import type { Filter } from './filters.js';
import type { Summary } from './record-list.js';
import { RecordRow } from './record-row.js';
import { leave, leftAt } from './visit.js';

/** Shorter lists are in the document whole: they can be searched by the browser, and printed. */
const wholeUpTo = 300;
/** Older records are read when so few rows are left below. */
const rowsAhead = 25;

interface Props {
  readonly visit: string;
  readonly records: readonly Summary[];
  readonly isFresh: (id: string) => boolean;
  readonly isChangesOnly: boolean;
  readonly onAdd: (...filters: readonly Filter[]) => void;
  readonly onNearEnd: () => void;
}

export function RecordTable(props: Props): ReactNode {
  const { visit, records, isFresh, isChangesOnly, onAdd, onNearEnd } = props;
  const client = useQueryClient();
  const body = useRef<HTMLDivElement>(null);
  const formatter = useMemo(() => dayFormatter(), []);
  const items = useMemo(() => underDays(records, formatter), [records, formatter]);
  const [margin, setMargin] = useState(0);
  const [left] = useState(() => leftAt(client, visit));
  const isNarrow = window.matchMedia('(max-width: 52rem)').matches;
  const rows = useWindowVirtualizer<HTMLDivElement>({
    count: items.length,
    estimateSize: (at) => (items[at]?.kind === 'day' ? 46 : isNarrow ? 140 : 53),
    getItemKey: (at) => items[at]!.key,
    overscan: 15,
    scrollMargin: margin,
    initialOffset: left.scroll,
    initialMeasurementsCache: left.heights,
  });
  useLayoutEffect(() => {
    const top = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - margin) > 1) setMargin(top);
  });
  useKeptPlace(visit, () => rows.takeSnapshot());

  const inSight = rows.getVirtualItems();
  const last = inSight.at(-1);
  const isNearEnd = (last?.index ?? 0) >= items.length - rowsAhead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with each longer list
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, items.length]);

  const isWhole = items.length <= wholeUpTo;
  const shown = isWhole ? items.map((_, index) => index) : inSight.map(({ index }) => index);
  const before = isWhole ? 0 : (inSight[0]?.start ?? margin) - margin;
  const behind = isWhole ? 0 : rows.getTotalSize() - ((last?.end ?? margin) - margin);
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: rows are cards on a phone, and only partly in the document
    // biome-ignore-start lint/a11y/useFocusableInteractive: a table to read; what can be pressed in it are links and buttons
    <div role="table" className="records" aria-label={s.table} aria-rowcount={-1}>
      <div role="rowgroup" className="records-head">
        <div role="row" className="record-grid" aria-rowindex={1}>
          {Object.entries(s.columns).map(([name, words]) => (
            <span key={name} role="columnheader" className={`cell-${name}`}>
              {words}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={body}
        role="rowgroup"
        style={{ paddingTop: before, paddingBottom: Math.max(0, behind) }}
      >
        {shown.map((at) => {
          const item = items[at]!;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={at}
              role="row"
              aria-rowindex={at + 2}
              className={item.kind === 'day' ? 'day-row' : rowClass(item.record, isFresh)}
            >
              {item.kind === 'day' ? (
                <div role="cell" aria-colspan={Object.keys(s.columns).length}>
                  <h2>{dayText(item.day, formatter)}</h2>
                </div>
              ) : (
                <RecordRow record={item.record} isChangesOnly={isChangesOnly} onAdd={onAdd} />
              )}
            </div>
          );
        })}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: see above
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  );
}

function rowClass({ internalId, outcome }: Summary, isFresh: Props['isFresh']): string {
  const unknown = outcome === 'unknown' ? ' is-unknown' : '';
  return `record-row record-grid${unknown}${isFresh(internalId) ? ' is-fresh' : ''}`;
}

const dayWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function dayText(day: string, formatter: Intl.DateTimeFormat): string {
  if (day === '') return s.days.unknown;
  const words = dayWords.format(new Date(`${day}T00:00:00Z`));
  const ago = daysBetween(day, dayOf(new Date().toISOString(), formatter));
  return ago === 0 ? s.days.today(words) : ago === 1 ? s.days.yesterday(words) : words;
}

/** Goes where the list was left, and notes where it is when it is left again. */
function useKeptPlace(visit: string, heights: () => ReturnType<typeof leftAt>['heights']): void {
  const client = useQueryClient();
  const latest = useRef(heights);
  useLayoutEffect(() => {
    latest.current = heights;
  });
  useLayoutEffect(() => {
    let scroll = leftAt(client, visit).scroll;
    window.scrollTo(0, scroll);
    const note = () => {
      scroll = window.scrollY;
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      window.removeEventListener('scroll', note);
      leave(client, visit, { scroll, heights: latest.current() });
    };
  }, [client, visit]);
}
