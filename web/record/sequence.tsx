// The messages as a sequence diagram. It is a list of buttons, in time; the drawing is only for the eye.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Data } from '../parts/data.js';
import { recordStrings } from '../strings.js';
import {
  clientX,
  type Lane,
  lanesOf,
  musterX,
  type Row,
  type Run,
  rowsOf,
  runWith,
  withRuns,
} from './diagram.js';
import { timeOf } from './exchanges.js';
import { MessageView } from './message-view.js';
import type { View } from './record-view.js';
import { CallRow, EndRow, MessageRow, RunRow } from './sequence-row.js';
import { southKey } from './texts.js';
import { laneText } from './words.js';

const s = recordStrings.south;

/** Longer diagrams scroll by themselves and keep only the rows in view. */
const longDiagram = 200;

/** The section of the messages; in words where there is nothing to draw. */
export function South({
  view,
  isUser,
}: {
  readonly view: View;
  readonly isUser: boolean;
}): ReactNode {
  const { south, remarks } = view.story;
  const said = {
    messages: '',
    none: s.none,
    erased: s.erased,
    lost: s.allLost,
    open: isUser ? s.notForUsers : s.notYet,
    unreadable: s.unreadable,
    notRecorded: isUser ? s.notForUsers : s.notRecorded,
  }[south];
  const isLost = remarks.some(({ of, state }) => of === 'south_data' && state === 'lost');
  const bad = view.exchanges.filter(({ ended }) => ended !== 'answered').length;
  return (
    <section aria-labelledby="south">
      <h2 id="south">{s.heading}</h2>
      {isLost && south !== 'lost' && <p className="notice warn">{s.lost}</p>}
      {south === 'messages' ? (
        <>
          <p className="soft">{s.about(view.exchanges.length, bad)}</p>
          <Diagram view={view} />
        </>
      ) : (
        <p className={south === 'none' ? 'soft' : 'notice unknown-ground'}>{said}</p>
      )}
    </section>
  );
}

type Item = Row | Run | 'call' | 'end';

function Diagram({ view }: { readonly view: View }): ReactNode {
  const { story, exchanges, chosen } = view;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const lanes = useMemo(() => lanesOf(exchanges), [exchanges]);
  const rows = useMemo(() => rowsOf(exchanges, lanes, startOf(story)), [exchanges, lanes, story]);
  const shown = useMemo(() => withRuns(rows, opened), [rows, opened]);
  const items = useMemo(() => withCall(shown), [shown]);
  const open = (key: string) => setOpened((before) => new Set([...before, key]));
  const number = chosen?.number;
  useEffect(() => {
    const hidden = number === undefined ? undefined : runWith(shown, number);
    if (hidden !== undefined) setOpened((before) => new Set([...before, hidden]));
  }, [number, shown]);
  const show = (item: Item): ReactNode => {
    if (item === 'call') return <CallRow story={story} lanes={lanes} />;
    if (item === 'end') return <EndRow story={story} lanes={lanes} />;
    if (item.kind === 'run')
      return <RunRow run={item} lanes={lanes} onOpen={() => open(item.key)} />;
    const { exchange, side } = item;
    const told = side === 'request' ? exchange.request : exchange.answer;
    const key = southKey(told?.at ?? -1);
    return (
      <MessageRow
        row={item}
        lanes={lanes}
        hits={view.find.counts.get(key) ?? 0}
        length={view.texts.get(key)?.remark?.length}
        isChosen={number === exchange.number && chosen?.side === side}
        onChoose={(byKey) => view.choose({ number: exchange.number, side, byKey })}
      />
    );
  };
  return (
    <div className={`south${chosen === undefined ? '' : ' has-message'}`}>
      <div className="panel seq">
        <Heads lanes={lanes} />
        <Rows items={items} show={show} chosen={indexOf(items, chosen)} />
      </div>
      {chosen !== undefined && (
        <MessageView view={view} exchange={exchanges[chosen.number]!} chosen={chosen} />
      )}
    </div>
  );
}

/** Where nothing says when the call began, times count from the first message. */
const startOf = ({ startedAt, messages }: View['story']): number | undefined =>
  startedAt ?? messages.map(timeOf).find((time) => time !== undefined);

const indexOf = (items: readonly Item[], chosen: View['chosen']): number =>
  items.findIndex(
    (item) =>
      typeof item === 'object' &&
      item.kind === 'message' &&
      item.exchange.number === chosen?.number &&
      item.side === chosen.side,
  );

/** The client's call stands before the first message that is not older than it. */
function withCall(rows: readonly (Row | Run)[]): readonly Item[] {
  const first = rows.findIndex(({ offset }) => offset === undefined || offset >= 0);
  const at = first < 0 ? rows.length : first;
  return [...rows.slice(0, at), 'call', ...rows.slice(at), 'end'];
}

function Heads({ lanes }: { readonly lanes: readonly Lane[] }): ReactNode {
  const isCrowded = lanes.length > 2;
  const room = `${(lanes[1]?.x ?? 95) - (lanes[0]?.x ?? 0)}%`;
  const names = lanes.map((lane, at) => ({
    key: lane.key,
    x: lane.x,
    text: laneText(lane),
    letter: String.fromCodePoint(65 + at),
  }));
  const at = (x: number) => ({ left: `${x}%`, transform: `translateX(-${x}%)` });
  return (
    <div aria-hidden="true">
      {isCrowded && (
        <p className="seq-legend">
          {names.map(({ key, letter, text }) => (
            <span key={key}>
              <strong>{letter}</strong> <Data text={text} />{' '}
            </span>
          ))}
        </p>
      )}
      <div className={isCrowded ? 'seq-heads is-crowded' : 'seq-heads'}>
        <span className="seq-time" />
        <span className="seq-plot">
          <span className="seq-head" style={at(clientX)}>
            {s.client}
          </span>
          <span className="seq-head" style={at(musterX)}>
            {s.muster}
          </span>
          {names.map(({ key, x, text, letter }) => (
            <span key={key}>
              <span
                className={isCrowded ? 'seq-head is-full' : 'seq-head'}
                style={isCrowded ? { ...at(x), maxWidth: room } : at(x)}
              >
                <Data text={text} />
              </span>
              {isCrowded && (
                <span className="seq-head is-short" style={at(x)}>
                  {letter}
                </span>
              )}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}

function Rows({
  items,
  show,
  chosen,
}: {
  readonly items: readonly Item[];
  readonly show: (item: Item) => ReactNode;
  /** Index of the item that was chosen, or -1. */
  readonly chosen: number;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const isLong = items.length > longDiagram;
  const virtual = useVirtualizer({
    count: isLong ? items.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => 46,
    overscan: 20,
  });
  useEffect(() => {
    if (isLong && chosen >= 0) virtual.scrollToIndex(chosen, { align: 'auto' });
  }, [isLong, chosen, virtual]);
  if (!isLong)
    return (
      <ol className="seq-rows">
        {items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no state of their own
          <li key={at}>{show(item)}</li>
        ))}
      </ol>
    );
  return (
    <div className="seq-box" ref={box}>
      <ol className="seq-rows" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => (
          <li
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            style={{ position: 'absolute', insetInline: 0, transform: `translateY(${start}px)` }}
          >
            {show(items[index]!)}
          </li>
        ))}
      </ol>
    </div>
  );
}
