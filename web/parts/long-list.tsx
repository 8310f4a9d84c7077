// A list of any length: whole as long as it is short, else only what is in sight, of the window or of a box of its own.
import { useVirtualizer, useWindowVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import './long-list.css';
import { numberText } from './time.js';
import { printedRows, usePrinting } from './use-printing.js';

interface Props<Item> {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item, at: number) => string | number;
  readonly show: (item: Item) => ReactNode;
  /** Pixels; an estimate: what is shown is measured. */
  readonly itemHeight: number;
  readonly label: string;
  /** Of the list itself. */
  readonly className?: string;
  /** Up to so many it is whole. */
  readonly short?: number;
  /** A long one scrolls within a box of this class, not with the window. */
  readonly boxed?: string;
  /** Then the list is written out on paper, and this says how many are left out there. */
  readonly notPrinted?: (count: string) => string;
}

export function LongList<Item>(props: Props<Item>): ReactNode {
  const { items, keyOf, show, label, className = 'plain-list', short = 300 } = props;
  const { boxed, notPrinted } = props;
  const isPrinted = usePrinting() && notPrinted !== undefined;
  if (items.length > short && !isPrinted)
    return boxed === undefined ? <Windowed {...props} /> : <Boxed {...props} box={boxed} />;
  return (
    <>
      <ul className={className} aria-label={label}>
        {(isPrinted ? items.slice(0, printedRows) : items).map((item, at) => (
          <li key={keyOf(item, at)}>{show(item)}</li>
        ))}
      </ul>
      {isPrinted && items.length > printedRows && (
        <p className="small">{notPrinted(numberText(items.length - printedRows))}</p>
      )}
    </>
  );
}

function Windowed<Item>(props: Props<Item>): ReactNode {
  const { items, itemHeight, label, className = 'plain-list' } = props;
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer<HTMLLIElement>({
    count: items.length,
    estimateSize: () => itemHeight,
    overscan: 20,
    scrollMargin: top,
  });
  return (
    <ul
      ref={list}
      className={`${className} windowed`}
      aria-label={label}
      style={{ height: virtual.getTotalSize() }}
    >
      {inSight(props, virtual, top)}
    </ul>
  );
}

function Boxed<Item>(props: Props<Item> & { readonly box: string }): ReactNode {
  const { items, itemHeight, label, className = 'plain-list', box } = props;
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer<HTMLElement, HTMLLIElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemHeight,
    overscan: 12,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={scroller} className={`boxed-list ${box}`} tabIndex={0} aria-label={label}>
      <ul className={className} aria-label={label} style={{ height: virtual.getTotalSize() }}>
        {inSight(props, virtual, 0)}
      </ul>
    </section>
  );
}

/** `top`: where the list begins in what scrolls. */
function inSight<Item, Scroller extends Element | Window>(
  { items, keyOf, show }: Props<Item>,
  virtual: Virtualizer<Scroller, HTMLLIElement>,
  top: number,
): readonly ReactNode[] {
  return virtual.getVirtualItems().map(({ index, start }) => (
    <li
      key={keyOf(items[index]!, index)}
      ref={virtual.measureElement}
      data-index={index}
      aria-setsize={items.length}
      aria-posinset={index + 1}
      style={{ transform: `translateY(${start - top}px)` }}
    >
      {show(items[index]!)}
    </li>
  ));
}
