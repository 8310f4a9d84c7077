// A list of any length: whole as long as it is short, else only what is in the window.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

const short = 300;

/** `itemHeight` in pixels is an estimate; what is shown is measured. */
export function LongList<Item>({
  items,
  keyOf,
  show,
  itemHeight,
  label,
}: {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly show: (item: Item) => ReactNode;
  readonly itemHeight: number;
  readonly label: string;
}): ReactNode {
  if (items.length > short)
    return (
      <Windowed items={items} keyOf={keyOf} show={show} itemHeight={itemHeight} label={label} />
    );
  return (
    <ul className="plain-list" aria-label={label}>
      {items.map((item) => (
        <li key={keyOf(item)}>{show(item)}</li>
      ))}
    </ul>
  );
}

function Windowed<Item>({
  items,
  keyOf,
  show,
  itemHeight,
  label,
}: Parameters<typeof LongList<Item>>[0]): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => itemHeight,
    overscan: 20,
    scrollMargin: top,
  });
  return (
    <ul
      ref={list}
      className="plain-list windowed"
      aria-label={label}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map(({ index, start }) => (
        <li
          key={keyOf(items[index]!)}
          ref={virtual.measureElement}
          data-index={index}
          aria-setsize={items.length}
          aria-posinset={index + 1}
          style={{ transform: `translateY(${start - top}px)` }}
        >
          {show(items[index]!)}
        </li>
      ))}
    </ul>
  );
}
