// Users as links, however many: short lists stand as they are, long ones draw only what is in sight and can be searched.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { numberText } from '../parts/time.js';
import { addressOf } from '../shell/address.js';
import { groupStrings } from '../strings.js';
import './users.css';
import { printedRows, usePrinting } from './use-printing.js';

const s = groupStrings.users;
const plainRows = 200;
const searchedRows = 30;

export interface GroupIds {
  readonly tenantId: string;
  readonly groupId: string;
}

/** `label` names the list for screen readers. */
export function UserList({
  userIds,
  label,
  ids,
}: {
  readonly userIds: readonly string[];
  readonly label: string;
  readonly ids: GroupIds;
}): ReactNode {
  const [text, setText] = useState('');
  const needle = useDeferredValue(text.trim().toLowerCase());
  const shown = useMemo(
    () => (needle === '' ? userIds : userIds.filter((id) => id.toLowerCase().includes(needle))),
    [userIds, needle],
  );
  const isPrinting = usePrinting();
  const isPlain = isPrinting || shown.length <= plainRows;
  return (
    <div className="stack user-list">
      {userIds.length > searchedRows && (
        <div className="row unprinted">
          <input
            type="search"
            aria-label={s.searchIn(label)}
            placeholder={s.searchHint}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <span role="status" className="small soft">
            {s.shown(numberText(shown.length), numberText(userIds.length))}
          </span>
        </div>
      )}
      {isPlain ? (
        <PlainList
          userIds={isPrinting ? shown.slice(0, printedRows) : shown}
          ids={ids}
          label={label}
        />
      ) : (
        <LongList key={needle} userIds={shown} ids={ids} label={label} />
      )}
      {isPrinting && shown.length > printedRows && (
        <p className="small">{s.notPrinted(numberText(shown.length - printedRows))}</p>
      )}
    </div>
  );
}

interface ListProps {
  readonly userIds: readonly string[];
  readonly label: string;
  readonly ids: GroupIds;
}

function PlainList({ userIds, label, ids }: ListProps): ReactNode {
  return (
    <ul className="user-grid" aria-label={label}>
      {userIds.map((userId) => (
        <li key={userId}>
          <UserLink userId={userId} ids={ids} />
        </li>
      ))}
    </ul>
  );
}

function LongList({ userIds, label, ids }: ListProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: userIds.length,
    getScrollElement: () => box.current,
    estimateSize: () => 28,
    overscan: 12,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={box} className="user-window" tabIndex={0} aria-label={label}>
      {/* biome-ignore lint/a11y/useSemanticElements: a list whose items are placed by hand */}
      <div role="list" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, size }) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            role="listitem"
            key={index}
            aria-setsize={userIds.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)`, height: size }}
          >
            <UserLink userId={userIds[index] ?? ''} ids={ids} />
          </div>
        ))}
      </div>
    </section>
  );
}

/** A user as a link to its page. */
export function UserLink({
  userId,
  ids,
}: {
  readonly userId: string;
  readonly ids: GroupIds;
}): ReactNode {
  return (
    <Link to={addressOf({ page: 'user', ...ids, userId })}>
      <Data text={userId} />
    </Link>
  );
}
