// Users as links, however many: short lists stand as they are, long ones draw only what is in sight and can be searched.
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { LongList } from '../parts/long-list.js';
import { numberText } from '../parts/time.js';
import { plain } from '../parts/unseen.js';
import { addressOf } from '../shell/address.js';
import { groupStrings } from '../strings.js';
import type { GroupKey } from './group-key.js';
import { useIsInstance } from './instance-ids.js';
import './users.css';

const s = groupStrings.users;
const plainRows = 200;
const searchedRows = 30;

/** `label` names the list for screen readers; whatever is in it. */
export function UserList({
  userIds,
  label: said,
  ids,
}: {
  readonly userIds: readonly string[];
  readonly label: string;
  readonly ids: GroupKey;
}): ReactNode {
  const label = plain(said);
  const [text, setText] = useState('');
  const needle = useDeferredValue(text.trim().toLowerCase());
  const shown = useMemo(
    () => (needle === '' ? userIds : userIds.filter((id) => id.toLowerCase().includes(needle))),
    [userIds, needle],
  );
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
      <LongList
        key={needle}
        items={shown}
        // A switch may name somebody twice.
        keyOf={(_, at) => at}
        show={(userId) => <UserLink userId={userId} ids={ids} />}
        itemHeight={28}
        label={label}
        className="user-grid"
        short={plainRows}
        boxed="user-window"
        notPrinted={s.notPrinted}
      />
    </div>
  );
}

/** A user as a link to its page; a service instance has none. */
export function UserLink({
  userId,
  ids,
}: {
  readonly userId: string;
  readonly ids: GroupKey;
}): ReactNode {
  if (useIsInstance(userId)) return <Data text={userId} />;
  return (
    <Link to={addressOf({ page: 'user', ...ids, userId })}>
      <Data text={userId} />
    </Link>
  );
}
