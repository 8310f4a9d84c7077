// Everybody that the lists of an audit name, with packs and services. Draws only what is in sight: there may be thousands.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { groupStrings } from '../strings.js';
import { type Holdings, searchEverybody } from './holders.js';
import { printedRows, usePrinting } from './use-printing.js';
import { type GroupIds, UserLink } from './user-list.js';

const s = groupStrings.users;
const plainRows = 60;
/** More services than these stand behind their count. */
const openServices = 4;

export function UserTable({
  all,
  ids,
}: {
  readonly all: readonly Holdings[];
  readonly ids: GroupIds;
}): ReactNode {
  const [text, setText] = useState('');
  const needle = useDeferredValue(text);
  const shown = useMemo(() => searchEverybody(all, needle), [all, needle]);
  const isPrinting = usePrinting();
  const isPlain = isPrinting || shown.length <= plainRows;
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
      {isPlain ? (
        <ul className="user-rows">
          {(isPrinting ? shown.slice(0, printedRows) : shown).map((one) => (
            <li key={one.userId}>
              <UserRow one={one} ids={ids} isOpen={isPrinting} />
            </li>
          ))}
        </ul>
      ) : (
        <LongTable key={needle} shown={shown} ids={ids} />
      )}
      {isPrinting && shown.length > printedRows && (
        <p className="small">{s.notPrinted(numberText(shown.length - printedRows))}</p>
      )}
    </>
  );
}

function LongTable({
  shown,
  ids,
}: {
  readonly shown: readonly Holdings[];
  readonly ids: GroupIds;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => 40,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={box} className="user-window tall" tabIndex={0} aria-label={s.everybody}>
      {/* biome-ignore lint/a11y/useSemanticElements: a list whose items are placed by hand */}
      <div role="list" className="user-rows" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            role="listitem"
            key={index}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={shown.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            <UserRow one={shown[index]!} ids={ids} isOpen={false} />
          </div>
        ))}
      </div>
    </section>
  );
}

function UserRow({
  one,
  ids,
  isOpen,
}: {
  readonly one: Holdings;
  readonly ids: GroupIds;
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
        {servicePacks.map((name) => (
          <span key={name} className="badge">
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
