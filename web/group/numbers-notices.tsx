// What is not right about the numbers, in plain sight above them: unreadable cells, doubtful zeros, holders nobody knows.
import { type ReactNode, useState } from 'react';
import { type DnSet, formatDnRange } from '../../src/numbers/index.js';
import { Data } from '../parts/data.js';
import { numbersStrings as s } from '../strings.js';
import type { NumbersJson } from './audit-json.js';
import { rangeTexts } from './numbers-rows.js';
import type { NumberSpace } from './numbers-space.js';

const few = 5;

export function NumberNotices({
  numbers: { unreadable },
  space,
}: {
  readonly numbers: NumbersJson;
  readonly space: NumberSpace;
}): ReactNode {
  const { holders, callingLineIds, zerosDoubtful, odd } = space;
  const elsewhere = holders === 'unknown' ? [] : holders.elsewhere;
  return (
    <>
      {callingLineIds.size > 0 && (
        <p>
          {s.callingLineIds} <RangeList numbers={callingLineIds} />
        </p>
      )}
      {unreadable.length > 0 && (
        <div className="notice warn">
          <p>
            <strong>{s.unreadable(unreadable.length)}</strong>
          </p>
          <Some items={unreadable}>{(shown) => <UnreadableTable cells={shown} />}</Some>
        </div>
      )}
      {zerosDoubtful.size > 0 && (
        <div className="notice warn">
          <strong>{s.doubtful(zerosDoubtful.size)}</strong> <RangeList numbers={zerosDoubtful} />
        </div>
      )}
      {odd.length > 0 && (
        <div className="notice bad">
          <p>{s.odd(odd.length)}</p>
          <Some items={odd}>{(shown) => <TextList texts={shown} />}</Some>
        </div>
      )}
      {holders === 'unknown' && <p className="notice unknown-ground">{s.holdersUnknown}</p>}
      {elsewhere.length > 0 && (
        <div className="notice warn">
          <p>{s.elsewhere(elsewhere.length)}</p>
          <Some items={elsewhere}>
            {(shown) => (
              <TextList
                texts={shown.map(
                  ({ number, userId, lastName }) =>
                    `${number} (${userId ?? lastName ?? s.list.noId})`,
                )}
              />
            )}
          </Some>
        </div>
      )}
    </>
  );
}

/** The first few of a list, and the others when they are asked for. */
function Some<T>({
  items,
  children,
}: {
  readonly items: readonly T[];
  readonly children: (shown: readonly T[]) => ReactNode;
}): ReactNode {
  const [isOpen, open] = useState(false);
  const more = items.length - few;
  return (
    <>
      {children(isOpen ? items : items.slice(0, few))}
      {more > 0 && !isOpen && (
        <p>
          {s.more(more)}{' '}
          <button type="button" className="quiet" onClick={() => open(true)}>
            {s.showAll}
          </button>
        </p>
      )}
    </>
  );
}

function UnreadableTable({ cells }: { readonly cells: NumbersJson['unreadable'] }): ReactNode {
  return (
    <div className="wide">
      <table className="small">
        <thead>
          <tr>
            {Object.values(s.unreadableHeads).map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map(({ text, why, command }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same cell may stand there twice
            <tr key={at}>
              <td className="mono asSent">
                <Data text={text} />
              </td>
              <td>
                <Data text={why} />
              </td>
              <td className="mono">
                <Data text={command} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TextList({ texts }: { readonly texts: readonly string[] }): ReactNode {
  return (
    <ul className="small mono">
      {texts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be the same to the letter
        <li key={at}>
          <Data text={text} />
        </li>
      ))}
    </ul>
  );
}

function RangeList({ numbers }: { readonly numbers: DnSet }): ReactNode {
  const { texts, more } = rangeTexts(numbers.ranges(), few);
  if (more === 0) return <span className="mono">{texts.join(', ')}</span>;
  return (
    <Some items={[...numbers.ranges()]}>
      {(shown) => <span className="mono">{shown.map(formatDnRange).join(', ')}</span>}
    </Some>
  );
}
