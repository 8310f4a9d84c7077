// The numbers of the group: how many in which state, a map of them, and a list to search. On paper the list is left out.
import { type ReactNode, useMemo, useState } from 'react';
import type { DnRange } from '../../src/numbers/index.js';
import { Empty } from '../parts/states.js';
import { numbersStrings as s } from '../strings.js';
import type { NumbersJson, PartJson } from './audit-json.js';
import type { GroupKey } from './group-key.js';
import { NumberList } from './numbers-list.js';
import { NumberMap } from './numbers-map.js';
import { StatePatterns } from './numbers-mark.js';
import { NumberNotices } from './numbers-notices.js';
import { spaceOf } from './numbers-space.js';
import { NumberTotals } from './numbers-totals.js';
import { PartFrame } from './part-frame.js';
import './numbers.css';

interface Sought {
  /** A number that the address names, to be shown first. */
  readonly sought: string | undefined;
}

export function NumbersSection({
  part,
  ...ids
}: GroupKey & Sought & { readonly part: PartJson<NumbersJson> | undefined }): ReactNode {
  const total = part?.value?.total;
  return (
    <PartFrame
      title={s.title}
      id="numbers"
      part={part}
      aside={total === undefined ? undefined : s.aside(total)}
    >
      {(numbers) => <Numbers numbers={numbers} {...ids} />}
    </PartFrame>
  );
}

function Numbers({
  numbers,
  sought,
  ...ids
}: GroupKey & Sought & { readonly numbers: NumbersJson }): ReactNode {
  const space = useMemo(() => spaceOf(numbers), [numbers]);
  const [within, setWithin] = useState<DnRange>();
  return (
    <>
      <StatePatterns />
      <NumberNotices numbers={numbers} space={space} />
      {numbers.total === 0 && space.total === 0 ? (
        <Empty>{s.none}</Empty>
      ) : (
        <>
          <NumberTotals numbers={numbers} space={space} />
          {space.total > 0 && (
            <>
              <NumberMap space={space} chosen={within} onChoose={setWithin} />
              <NumberList
                {...ids}
                space={space}
                within={within}
                onLeave={() => setWithin(undefined)}
                sought={sought}
              />
              <p className="number-paper small">{s.list.printed}</p>
            </>
          )}
        </>
      )}
    </>
  );
}
