// Everybody that the lists of an audit name, with packs and services. Draws only what is in sight: there may be thousands.
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { Data } from '../parts/data.js';
import { LongList } from '../parts/long-list.js';
import { numberText } from '../parts/time.js';
import { usePrinting } from '../parts/use-printing.js';
import { groupStrings } from '../strings.js';
import type { GroupKey } from './group-key.js';
import { type Holdings, searchEverybody } from './holders.js';
import { UserLink } from './user-list.js';

const s = groupStrings.users;
const plainRows = 60;
/** More services than these stand behind their count. */
const openServices = 4;

export function UserTable({
  all,
  ids,
}: {
  readonly all: readonly Holdings[];
  readonly ids: GroupKey;
}): ReactNode {
  const [text, setText] = useState('');
  const needle = useDeferredValue(text);
  const shown = useMemo(() => searchEverybody(all, needle), [all, needle]);
  const isPrinting = usePrinting();
  if (all.length === 0) return null;
  return (
    <>
      <div className="row unprinted">
        <input
          type="search"
          aria-label={s.searchEverybody}
          placeholder={s.searchEverybodyHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <span role="status" className="small soft">
          {s.shown(numberText(shown.length), numberText(all.length))}
        </span>
      </div>
      <LongList
        key={needle}
        items={shown}
        keyOf={({ userId }) => userId}
        show={(one) => <UserRow one={one} ids={ids} isOpen={isPrinting} />}
        itemHeight={40}
        label={s.everybody}
        className="user-rows"
        short={plainRows}
        boxed="user-window tall"
        notPrinted={s.notPrinted}
      />
    </>
  );
}

function UserRow({
  one,
  ids,
  isOpen,
}: {
  readonly one: Holdings;
  readonly ids: GroupKey;
  /** All services are shown, however many. */
  readonly isOpen: boolean;
}): ReactNode {
  const { userId, servicePacks, userServices } = one;
  return (
    <div className="user-row">
      <span>
        <UserLink userId={userId} ids={ids} />
      </span>
      <span className="packs">
        {servicePacks.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two packs may have the same name
          <span key={at} className="badge">
            <Data text={name} />
          </span>
        ))}
      </span>
      <Services names={userServices} isOpen={isOpen} />
    </div>
  );
}

function Services({
  names,
  isOpen,
}: {
  readonly names: readonly string[];
  readonly isOpen: boolean;
}): ReactNode {
  if (names.length === 0) return <span />;
  const list = <Data text={names.join(', ')} className="soft" />;
  if (isOpen || names.length <= openServices) return <span className="small">{list}</span>;
  return (
    <details className="small">
      <summary>{s.services(names.length)}</summary>
      {list}
    </details>
  );
}
