// The rows of the list of numbers that are on the screen. A grid whose active row is moved with arrow keys; rows are as
// high as what is written in them.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { addressOf, go } from '../shell/address.js';
import { numbersStrings } from '../strings.js';
import type { GroupKey } from './group-key.js';
import { isPerson, NumberCells } from './numbers-cells.js';
import { type NumberView, rowAt } from './numbers-rows.js';
import { holdersOf, type NumberSpace } from './numbers-space.js';

const s = numbersStrings.list;

/** Rows that were chosen: from `from` to `at`, which is the active one. `isSought`: it is to be shown. */
export interface Chosen {
  readonly at: number;
  readonly from: number;
  readonly isSought: boolean;
}

interface NumberGridProps extends GroupKey {
  readonly space: NumberSpace;
  readonly view: NumberView;
  readonly chosen: Chosen | undefined;
  readonly onChoose: (chosen: Chosen | undefined) => void;
}

/** No browser lays out a longer list: heights end at some millions of pixels. */
export const mostRows = 300_000;

const columns = Object.entries(s.columns);

// biome-ignore-start lint/a11y/useSemanticElements: most rows are not in the document, and on a phone rows are cards
// biome-ignore-start lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
export function NumberGrid(props: NumberGridProps): ReactNode {
  const { space, view, chosen, onChoose, tenantId, groupId } = props;
  const { scroller, head, list, count, headHeight } = useList(props);
  const id = useId();
  const rowId = (at: number) => `${id}-${at}`;
  const onKeyDown = useKeys(props, { count, page: () => pageOf(scroller.current) });
  const onClick = (event: MouseEvent, at: number) => {
    // A link in a row is followed, and text may be marked.
    if ((event.target as HTMLElement).closest('a, button') !== null) return;
    if (window.getSelection()?.type === 'Range' && !event.shiftKey) return;
    onChoose({ at, from: event.shiftKey ? (chosen?.from ?? at) : at, isSought: false });
  };
  const [low, high] =
    chosen === undefined ? [1, 0] : [chosen.from, chosen.at].sort((a, b) => a - b);
  return (
    <>
      <div
        ref={scroller}
        className="number-grid"
        role="grid"
        aria-label={s.label}
        aria-rowcount={view.total + 1}
        aria-colcount={columns.length}
        aria-multiselectable="true"
        aria-describedby={`${id}-hint`}
        aria-activedescendant={chosen === undefined ? undefined : rowId(chosen.at)}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div role="rowgroup" className="number-head" ref={head}>
          <div role="row" aria-rowindex={1} className="number-row">
            {columns.map(([name, words]) => (
              <div role="columnheader" key={name}>
                {words}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className="number-rows" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, start }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of all rows are the grid's
            <div
              key={index}
              id={rowId(index)}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-selected={low! <= index && index <= high!}
              className={index === chosen?.at ? 'number-row active' : 'number-row'}
              data-index={index}
              ref={list.measureElement}
              style={{ transform: `translateY(${start - headHeight}px)` }}
              onClick={(event) => onClick(event, index)}
            >
              <NumberCells
                space={space}
                row={rowAt(view, index)}
                tenantId={tenantId}
                groupId={groupId}
              />
            </div>
          ))}
        </div>
      </div>
      <p id={`${id}-hint`} className="small soft">
        {s.selectHint}
      </p>
      {view.total > count && <p className="notice note small">{s.tall(count)}</p>}
    </>
  );
}

// biome-ignore-end lint/a11y/useFocusableInteractive: see above
// biome-ignore-end lint/a11y/useSemanticElements: see above

function useList({ view, chosen }: NumberGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [headHeight, setHeadHeight] = useState(0);
  useLayoutEffect(() => setHeadHeight(head.current?.offsetHeight ?? 0), []);
  const count = Math.min(view.total, mostRows);
  const active = chosen?.at ?? -1;
  const list = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => 32,
    overscan: 10,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // The active row stays, however far one scrolls: assistive technology points at it.
    rangeExtractor: (range: Range) =>
      active < 0 || active >= count
        ? defaultRangeExtractor(range)
        : [...new Set([...defaultRangeExtractor(range), active])].sort((a, b) => a - b),
  });
  const firstView = useRef(view);
  useEffect(() => {
    if (firstView.current === view) return;
    firstView.current = view;
    scroller.current?.scrollTo(0, 0);
    list.measure();
  }, [view, list]);
  useEffect(() => {
    if (chosen?.isSought === true) list.scrollToIndex(chosen.at, { align: 'auto' });
  }, [chosen, list]);
  return { scroller, head, list, count, headHeight };
}

const pageOf = (scroller: HTMLElement | null) =>
  Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / 32) - 2);

/** Arrow keys, page keys, Home and End move; with Shift they choose; Escape leaves; Enter opens the holder. */
function useKeys(
  { space, view, chosen, onChoose, tenantId, groupId }: NumberGridProps,
  { count, page }: { readonly count: number; readonly page: () => number },
) {
  const open = (at: number) => {
    const { series, value } = rowAt(view, at);
    const holder = holdersOf(space, series, value).find(isPerson);
    if (holder?.userId !== undefined)
      go(addressOf({ page: 'user', tenantId, groupId, userId: holder.userId }));
  };
  return (event: KeyboardEvent) => {
    if ((event.target as HTMLElement).closest('a, button') !== null) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = chosen?.at ?? -1;
    const moves: Readonly<Record<string, () => number>> = {
      ArrowDown: () => at + 1,
      ArrowUp: () => at - 1,
      PageDown: () => at + page(),
      PageUp: () => at - page(),
      Home: () => 0,
      End: () => count - 1,
    };
    const to = moves[event.key]?.();
    if (to !== undefined) {
      event.preventDefault();
      const next = Math.max(0, Math.min(count - 1, to));
      onChoose({ at: next, from: event.shiftKey ? (chosen?.from ?? next) : next, isSought: true });
    } else if (event.key === 'Escape' && chosen !== undefined) {
      event.preventDefault();
      onChoose(undefined);
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      open(chosen.at);
    }
  };
}
