// Which rows of the list are in the document, and where it was left: whoever comes back to a visit finds it there.
import { useQueryClient } from '@tanstack/react-query';
import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Item } from './days.js';
import { leave, leftAt } from './visit.js';

/** Shorter lists are in the document whole: they can be searched by the browser, and printed. */
const wholeUpTo = 300;
/** Pixels, until a row has been measured. */
const heights = { day: 46, row: 53, card: 140 };

export interface Rows {
  /** Of what holds the rows. */
  readonly body: RefObject<HTMLDivElement | null>;
  /** For each row, which says its index in `data-index`. */
  readonly measure: (row: HTMLDivElement | null) => void;
  readonly shown: readonly number[];
  /** Pixels that stand for rows which are not shown. */
  readonly before: number;
  readonly behind: number;
  /** Index of the last row in sight, or near. */
  readonly last: number;
}

export function useRows(visit: string, items: readonly Item<unknown>[]): Rows {
  const client = useQueryClient();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [left] = useState(() => leftAt(client, visit));
  const isNarrow = window.matchMedia('(max-width: 52rem)').matches;
  const rows = useWindowVirtualizer<HTMLDivElement>({
    count: items.length,
    estimateSize: (at) =>
      items[at]?.kind === 'day' ? heights.day : isNarrow ? heights.card : heights.row,
    getItemKey: (at) => items[at]?.key ?? at,
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
  const isWhole = items.length <= wholeUpTo;
  return {
    body,
    measure: rows.measureElement,
    shown: isWhole ? items.map((_, at) => at) : inSight.map(({ index }) => index),
    before: isWhole ? 0 : (inSight[0]?.start ?? margin) - margin,
    behind: isWhole ? 0 : Math.max(0, rows.getTotalSize() - ((last?.end ?? margin) - margin)),
    last: last?.index ?? 0,
  };
}

/** Goes where the list was left, and notes where it is when it is left again. */
function useKeptPlace(visit: string, snapshot: () => VirtualItem[]): void {
  const client = useQueryClient();
  const latest = useRef(snapshot);
  useLayoutEffect(() => {
    latest.current = snapshot;
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
