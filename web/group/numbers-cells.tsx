// The cells of one row of the list: number, state, and each of its holders.
import type { ReactNode } from 'react';
import type { Holder } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { addressOf } from '../shell/address.js';
import { numbersStrings } from '../strings.js';
import { Swatch, stateWords } from './numbers-mark.js';
import { type NumberRow, numberAt } from './numbers-rows.js';
import { holdersOf, type NumberSpace } from './numbers-space.js';

const s = numbersStrings.list;

/** How BroadWorks spells that a person holds a number; service instances have the name of their service. */
const person = 'Normal';

/** Whether a holder has a page of a user. */
export const isPerson = ({ userType = person }: Holder): boolean => userType === person;

// biome-ignore-start lint/a11y/useSemanticElements: most rows are not in the document, and on a phone rows are cards
// biome-ignore-start lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
export function NumberCells({
  space,
  row,
  tenantId,
  groupId,
}: {
  readonly space: NumberSpace;
  readonly row: NumberRow;
  readonly tenantId: string;
  readonly groupId: string;
}): ReactNode {
  const number = numberAt(space, row);
  const kind = space.kinds[row.kind]!;
  const isGroups = space.callingLineIds.has(number);
  const holders = holdersOf(space, row.series, row.value);
  // A holder has the same line in each of the cells.
  const lines = (show: (holder: Holder) => ReactNode) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a list may name the same holder twice
    holders.map((holder, at) => <div key={at}>{show(holder)}</div>);
  return (
    <>
      <div role="gridcell" className="mono">
        {number} {isGroups && <span className="badge note">{s.groupNumber}</span>}
        {space.zerosDoubtful.has(number) && (
          <span className="badge warn" title={s.zerosWhy}>
            {s.zeros}
          </span>
        )}
      </div>
      <div role="gridcell" className="small">
        <Swatch state={kind} /> {stateWords(kind)}
      </div>
      <div role="gridcell">
        {holders.length === 0
          ? !isGroups && <NoHolder space={space} assigned={kind.assigned} />
          : lines((holder) => <Name holder={holder} />)}
      </div>
      <div role="gridcell" className="of-userId small">
        {lines((holder) => (
          <UserId holder={holder} tenantId={tenantId} groupId={groupId} />
        ))}
      </div>
      <div role="gridcell" className="small">
        {lines((holder) => kindText(holder))}
      </div>
      <div role="gridcell" className="small">
        {lines((holder) => (
          <>
            <Data text={holder.extension ?? ''} />
            {holder.zerosDoubtful?.includes('extension') && (
              <span className="badge warn" title={s.zerosWhy}>
                {s.zeros}
              </span>
            )}
          </>
        ))}
      </div>
      <div role="gridcell" className="small">
        {lines(({ department = '' }) => (
          <Data text={department} />
        ))}
      </div>
    </>
  );
}

// biome-ignore-end lint/a11y/useFocusableInteractive: see above
// biome-ignore-end lint/a11y/useSemanticElements: see above

/** Nobody is only said where that is known. */
function NoHolder({
  space,
  assigned,
}: {
  readonly space: NumberSpace;
  readonly assigned: boolean | 'unknown';
}): ReactNode {
  if (assigned === false) return <span className="soft">{s.nobody}</span>;
  if (space.holders !== 'unknown' && assigned === 'unknown') return null;
  return <span className="badge unknown">{s.holderUnknown}</span>;
}

function Name({
  holder: { firstName = '', lastName = '' },
}: {
  readonly holder: Holder;
}): ReactNode {
  const name = `${firstName} ${lastName}`.trim();
  return name === '' ? <span className="soft">{s.noName}</span> : <Data text={name} />;
}

function UserId({
  holder,
  tenantId,
  groupId,
}: {
  readonly holder: Holder;
  readonly tenantId: string;
  readonly groupId: string;
}): ReactNode {
  const { userId } = holder;
  if (userId === undefined) return <span className="soft">{s.noId}</span>;
  if (!isPerson(holder)) return <Data text={userId} />;
  return (
    <Link to={addressOf({ page: 'user', tenantId, groupId, userId })}>
      <Data text={userId} />
    </Link>
  );
}

function kindText({ userType }: Holder): ReactNode {
  if (userType === undefined) return '';
  return userType === person ? s.person : <Data text={userType} />;
}
