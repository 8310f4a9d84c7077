// One licence: figures, bar and mark; opened, what else is known of it and who has it.
import { memo, type ReactNode, useId, useState } from 'react';
import type { Licence } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { groupStrings } from '../strings.js';
import { AmountText } from './amount.js';
import { sectionId } from './audit-json.js';
import type { GroupKey } from './group-key.js';
import type { FoundRow, Holding } from './holders.js';
import { ceilingOf, excessOf, type Mark, markOf, sortKeys } from './licence-rows.js';
import { ProblemList } from './part-frame.js';
import { UsageBar } from './usage-bar.js';
import { UserLink, UserList } from './user-list.js';

const s = groupStrings.licences;
const foundShown = 3;

const markKinds: Readonly<Record<Mark, string>> = {
  exceeded: 'bad',
  notAuthorizedButUsed: 'bad',
  exhausted: 'bad',
  notAuthorizedUsageUnknown: 'unknown',
  authorizationUnknown: 'unknown',
  unused: 'warn',
  authorizedForNone: 'warn',
  none: '',
  notAuthorized: '',
};

export const LicenceTableRow = memo(function LicenceTableRow({
  row,
  ids,
}: {
  readonly row: FoundRow;
  readonly ids: GroupKey;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const opened = useId();
  const { licence, found } = row;
  return (
    <>
      <tr className={isOpen ? 'open' : undefined}>
        <th scope="row" className="name">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? opened : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <span aria-hidden="true" className="caret" />
            <Data text={licence.name} />
          </button>
          {found !== undefined && <FoundUsers found={found} ids={ids} />}
        </th>
        <td className="number usage" data-head={s.heads.usage}>
          <AmountText amount={licence.usage} />
        </td>
        <td className="number quantity" data-head={s.heads.quantity}>
          <AmountText amount={ceilingOf(licence, licence.quantity)} />
        </td>
        <td className="share">
          <UsageBar licence={licence} />
        </td>
        <td className="number allowed" data-head={s.heads.allowed}>
          <AmountText amount={ceilingOf(licence, licence.allowed)} />
        </td>
        <td className="mark">
          <MarkBadge licence={licence} />
        </td>
      </tr>
      {isOpen && (
        <tr className="opened" id={opened}>
          <td colSpan={sortKeys.length}>
            <LicenceFacts licence={licence} />
            <Holders row={row} ids={ids} />
          </td>
        </tr>
      )}
    </>
  );
});

function MarkBadge({ licence }: { readonly licence: Licence }): ReactNode {
  const mark = markOf(licence);
  const sent = Object.entries(licence.asSent ?? {});
  return (
    <>
      {mark !== 'none' && (
        <span className={mark === 'notAuthorized' ? 'soft small' : `badge ${markKinds[mark]}`}>
          {mark === 'exceeded' ? s.exceededBy(numberText(excessOf(licence))) : s.marks[mark]}
        </span>
      )}
      {sent.map(([field, cell]) => (
        <span key={field} className="badge warn">
          {s.sentAs(s.fields[field] ?? field)} “<Data text={cell} />”
        </span>
      ))}
    </>
  );
}

function FoundUsers({
  found,
  ids,
}: {
  readonly found: readonly string[];
  readonly ids: GroupKey;
}): ReactNode {
  return (
    <div className="small found">
      {s.hadBy}{' '}
      {found.slice(0, foundShown).map((userId, at) => (
        <span key={userId}>
          {at > 0 && ', '}
          <UserLink userId={userId} ids={ids} />
        </span>
      ))}
      {found.length > foundShown && s.andMore(numberText(found.length - foundShown))}
    </div>
  );
}

function LicenceFacts({ licence }: { readonly licence: Licence }): ReactNode {
  const { description, allowed, instanceCount } = licence;
  const flags = (
    ['licensed', 'assigned', 'userAssignable', 'groupServiceAssignable'] as const
  ).flatMap((name) => {
    const flag = licence[name];
    return flag === undefined ? [] : [[name, flag] as const];
  });
  return (
    <>
      {description !== undefined && description !== '' && (
        <p>
          <Data text={description} />
        </p>
      )}
      <dl className="licence-facts small">
        <div>
          <dt>{s.heads.allowed}</dt>
          <dd>
            <AmountText amount={ceilingOf(licence, allowed)} />
          </dd>
        </div>
        {instanceCount !== undefined && (
          <div>
            <dt>{s.instanceCount}</dt>
            <dd>
              <AmountText amount={instanceCount} />
            </dd>
          </div>
        )}
        {flags.map(([name, flag]) => (
          <div key={name}>
            <dt>{s.flags[name]}</dt>
            <dd>{flag === 'unknown' ? <AmountText amount="unknown" /> : flag ? s.yes : s.no}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Holders({ row, ids }: { readonly row: FoundRow; readonly ids: GroupKey }): ReactNode {
  const { holding, licence, found } = row;
  if (holding.kind !== 'listed')
    return <Unlisted holding={holding} isPack={row.kind === 'servicePacks'} />;
  const { userIds, difference } = holding;
  return (
    <>
      <h4>
        {s.usersOf(numberText(userIds.length))}
        {found !== undefined && found.length < userIds.length && (
          <span className="soft"> {s.ofThese(numberText(found.length))}</span>
        )}
      </h4>
      {difference !== undefined && (
        <p className="notice note small">
          {s.differs(numberText(Number(licence.usage)), numberText(userIds.length), difference > 0)}
        </p>
      )}
      <UserList userIds={found ?? userIds} label={s.listLabel(licence.name)} ids={ids} />
    </>
  );
}

function Unlisted({
  holding,
  isPack,
}: {
  readonly holding: Exclude<Holding, { kind: 'listed' }>;
  readonly isPack: boolean;
}): ReactNode {
  if (holding.kind !== 'unknown')
    return (
      <p className="soft">
        {holding.kind === 'nobody' && isPack ? s.nobodyPack : s.unlisted[holding.kind]}
      </p>
    );
  return (
    <div className="notice warn">
      <p>
        <strong>{s.unlisted.unknown}</strong> <a href={`#${sectionId('users')}`}>{s.toUsers}</a>
      </p>
      <ProblemList problems={holding.problems} />
    </div>
  );
}
