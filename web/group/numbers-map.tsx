// The numbers of the group as rows of a hundred or more, coloured and patterned by state. Only the rows on the screen are
// there; a row chosen narrows the list.
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DnRange } from '../../src/numbers/index.js';
import { numbersStrings } from '../strings.js';
import {
  type Block,
  type BlockSize,
  blockName,
  blocksOf,
  countsOf,
  piecesOf,
  rangeOf,
  sizesFor,
} from './numbers-blocks.js';
import { fillOf, stateWords } from './numbers-mark.js';
import type { NumberSpace } from './numbers-space.js';

const s = numbersStrings.map;

export interface NumberMapProps {
  readonly space: NumberSpace;
  readonly chosen: DnRange | undefined;
  /** Undefined to leave the row that was chosen. */
  readonly onChoose: (range: DnRange | undefined) => void;
}

export function NumberMap(props: NumberMapProps): ReactNode {
  const { sizes, first } = useMemo(() => sizesFor(props.space), [props.space]);
  const [wanted, setSize] = useState<BlockSize>(first);
  const size = sizes.includes(wanted) ? wanted : first;
  const isUnsure = props.space.kinds.some(
    ({ assigned, total }) => assigned === 'unknown' && total > 0,
  );
  return (
    <div className={`number-map unprinted${isUnsure ? ' unsure' : ''}`}>
      <div className="row spread">
        <h3>{s.title}</h3>
        <span className="small soft">{s.hint}</span>
        <label className="small">
          {s.size}{' '}
          <select
            value={size}
            onChange={(event) => setSize(Number(event.currentTarget.value) as BlockSize)}
          >
            {sizes.map((one) => (
              <option key={one} value={one}>
                {s.sizes[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Rows key={size} {...props} size={size} />
    </div>
  );
}

const tenths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

function Rows({
  space,
  chosen,
  onChoose,
  size,
}: NumberMapProps & { readonly size: BlockSize }): ReactNode {
  const rows = useMemo(() => blocksOf(space, size), [space, size]);
  const scroller = useRef<HTMLDivElement>(null);
  const scale = useRef<HTMLDivElement>(null);
  const width = useWidth(scale);
  const { active, setActive, onKeyDown, list } = useRows(rows, scroller);
  return (
    <>
      <div className="number-block scale small soft" aria-hidden="true">
        <span />
        <div ref={scale} className="ticks">
          {tenths.map((at) => (
            <span key={at}>{String((at * size) / 10).padStart(String(size - 1).length, '0')}</span>
          ))}
        </div>
        <span />
      </div>
      <div className="number-blocks" ref={scroller}>
        <ul aria-label={s.label} style={{ height: list.getTotalSize() }} onKeyDown={onKeyDown}>
          {list.getVirtualItems().map(({ index, start, size: height }) => {
            const row = rows[index]!;
            const place = { transform: `translateY(${start}px)`, height };
            if (row.kind === 'gap')
              return (
                <li key={index} className="number-gap small soft" style={place}>
                  {row.count === undefined ? s.otherPrefix : s.gap(row.count)}
                </li>
              );
            const range = rangeOf(space, row);
            const isChosen = chosen !== undefined && sameRange(chosen, range);
            return (
              <li key={index} style={place} aria-setsize={rows.length} aria-posinset={index + 1}>
                <BlockRow
                  space={space}
                  block={row}
                  width={width}
                  isChosen={isChosen}
                  at={index}
                  tabIndex={index === active ? 0 : -1}
                  onChoose={() => {
                    setActive(index);
                    onChoose(isChosen ? undefined : range);
                  }}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

/** One row can be reached with Tab, the others from there with arrow keys; it stays there when it is scrolled away. */
function useRows(rows: ReturnType<typeof blocksOf>, scroller: RefObject<HTMLDivElement | null>) {
  const first = rows.findIndex(({ kind }) => kind === 'block');
  const [wanted, setActive] = useState(first);
  const active = rows[wanted]?.kind === 'block' ? wanted : first;
  const wantsFocus = useRef(false);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight(),
    overscan: 8,
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), active])]
        .filter((at) => at >= 0)
        .sort((a, b) => a - b),
  });
  // Estimated heights are remembered, and are others once the lines of a row are.
  useEffect(() => {
    const narrow = window.matchMedia(narrowScreen);
    const measure = () => list.measure();
    narrow.addEventListener('change', measure);
    return () => narrow.removeEventListener('change', measure);
  }, [list]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${active}"]`)
      ?.focus({ preventScroll: true });
  });
  const move = (to: number, step: 1 | -1) => {
    let at = Math.max(0, Math.min(rows.length - 1, to));
    while (rows[at]?.kind === 'gap') at += step;
    if (rows[at] === undefined) return;
    wantsFocus.current = true;
    setActive(at);
    list.scrollToIndex(at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight()) - 1);
    const last = rows.length - 1;
    const moves: Readonly<Record<string, readonly [number, 1 | -1]>> = {
      ArrowDown: [active + 1, 1],
      ArrowUp: [active - 1, -1],
      PageDown: [active + page, active + page >= last ? -1 : 1],
      PageUp: [active - page, active - page <= 0 ? 1 : -1],
      Home: [0, 1],
      End: [last, -1],
    };
    const [to, step] = moves[event.key] ?? [];
    if (to === undefined || step === undefined) return;
    event.preventDefault();
    move(to, step);
  };
  return { active, setActive, onKeyDown, list };
}

function BlockRow({
  space,
  block,
  width,
  isChosen,
  at,
  tabIndex,
  onChoose,
}: {
  readonly space: NumberSpace;
  readonly block: Block;
  readonly width: number;
  readonly isChosen: boolean;
  readonly at: number;
  readonly tabIndex: number;
  readonly onChoose: () => void;
}): ReactNode {
  const name = blockName(rangeOf(space, block));
  const counts = countsOf(space, block);
  const parts = space.kinds.flatMap((kind, place) =>
    counts[place]! > 0 ? [s.part(counts[place]!, stateWords(kind))] : [],
  );
  const sum = (flag: unknown) =>
    space.kinds.reduce(
      (all, { assigned }, place) => all + (assigned === flag ? counts[place]! : 0),
      0,
    );
  return (
    <button
      type="button"
      className="number-block"
      aria-pressed={isChosen}
      title={parts.join('\n')}
      tabIndex={tabIndex}
      data-row={at}
      onClick={onChoose}
    >
      <span className="mono" aria-hidden="true">
        {name}
      </span>
      <Strip space={space} block={block} width={width} />
      <span className="small counts" aria-hidden="true">
        {s.short(sum(true), sum(false), sum('unknown'))}
      </span>
      <span className="unshown">{s.row(name, parts)}</span>
    </button>
  );
}

/** Of a row, below which a state is drawn wider than it is: it would not be seen otherwise. */
const rare = 0.02;

/** One path for each state. What is rarer is drawn later. */
function Strip({
  space,
  block,
  width,
}: {
  readonly space: NumberSpace;
  readonly block: Block;
  readonly width: number;
}): ReactNode {
  const size = block.last - block.first + 1;
  const paths = space.kinds.map(() => '');
  const counts = countsOf(space, block);
  for (const { kind, from, to } of piecesOf(space, block)) {
    const left = (from / size) * width;
    const least = counts[kind]! / size < rare ? 1.5 : 0;
    const wide = Math.max(least, ((to + 1 - from) / size) * width);
    paths[kind] += `M${left.toFixed(2)} 0h${wide.toFixed(2)}v16h-${wide.toFixed(2)}z`;
  }
  const order = space.kinds
    .map((_, at) => at)
    .sort((a, b) => space.kinds[b]!.total - space.kinds[a]!.total);
  return (
    <svg className="number-strip" width="100%" height="16" aria-hidden="true">
      {order.map(
        (at) =>
          paths[at] !== '' && (
            <path
              key={stateWords(space.kinds[at]!)}
              d={paths[at]}
              fill={fillOf(space.kinds[at]!)}
            />
          ),
      )}
    </svg>
  );
}

const sameRange = (one: DnRange, other: DnRange) =>
  one.prefix === other.prefix &&
  one.width === other.width &&
  one.first === other.first &&
  one.last === other.last;

/** As `--number-row` of the sheet: two lines on a narrow screen. */
const rowHeight = () => (window.matchMedia(narrowScreen).matches ? 46 : 26);
const narrowScreen = '(max-width: 40rem)';

/** The width of an element, followed. */
function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
