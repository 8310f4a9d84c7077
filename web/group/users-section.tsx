// The users of a group as the audit saw them: how many, the packs in use with who has them, and everybody in a list.
import { type ReactNode, useMemo, useState } from 'react';
import type { Assignment, Users } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { usePrinting } from '../parts/use-printing.js';
import { groupStrings } from '../strings.js';
import { AmountText } from './amount.js';
import type { SectionProps } from './audit-json.js';
import type { GroupKey } from './group-key.js';
import { everybody, unreadNames } from './holders.js';
import { PartFrame } from './part-frame.js';
import { UsageBar } from './usage-bar.js';
import { UserList } from './user-list.js';
import { UserTable } from './user-table.js';

const s = groupStrings.users;

export function UsersSection({
  part,
  hasLicences,
  ids,
}: SectionProps<Users> & {
  /** Without licences nobody knows what to ask the users for: their lists are empty and mean nothing. */
  readonly hasLicences: boolean;
  readonly ids: GroupKey;
}): ReactNode {
  const isKnown = hasLicences || part?.status === 'known';
  return (
    <PartFrame title={groupStrings.sections.users} id="users" part={part}>
      {(users) => <UsersBody users={users} isKnown={isKnown} ids={ids} />}
    </PartFrame>
  );
}

function UsersBody({
  users,
  isKnown,
  ids,
}: {
  readonly users: Users;
  readonly isKnown: boolean;
  readonly ids: GroupKey;
}): ReactNode {
  const all = useMemo(() => everybody(users), [users]);
  const unread = useMemo(() => unreadNames(users), [users]);
  return (
    <div className="stack">
      <Count users={users} />
      {users.servicePacks.length > 0 && (
        <div>
          <h3>{s.packs}</h3>
          <ul className="pack-list">
            {users.servicePacks.map((pack, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two packs may have the same name
              <Pack key={at} pack={pack} ids={ids} />
            ))}
          </ul>
        </div>
      )}
      <div>
        <h3>
          {s.everybody}{' '}
          {(isKnown || all.length > 0) && (
            <span className="soft">
              ({unread.length > 0 && `${s.atLeast} `}
              {numberText(all.length)})
            </span>
          )}
        </h3>
        {isKnown || all.length > 0 ? (
          <p className="small soft">{s.everybodyWhy}</p>
        ) : (
          <p>
            <span className="badge unknown">{groupStrings.amounts.unknown}</span>{' '}
            {s.everybodyUnknown}
          </p>
        )}
        {unread.length > 0 && (
          <p className="notice warn small">
            {s.unread} <Data text={unread.slice(0, 10).join(', ')} />
            {unread.length > 10 && s.andMore(unread.length - 10)}
          </p>
        )}
        <UserTable all={all} ids={ids} />
      </div>
    </div>
  );
}

function Count({ users: { count, limit } }: { readonly users: Users }): ReactNode {
  return (
    <div className="user-count">
      <span className="figure">
        <AmountText amount={count} />
      </span>
      <span>
        {s.ofLimit} <AmountText amount={limit} />
      </span>
      <UsageBar
        licence={{
          name: '',
          authorized: true,
          assigned: true,
          limited: 'unknown',
          quantity: limit,
          allowed: limit,
          usage: count,
        }}
      />
    </div>
  );
}

function Pack({
  pack: { name, usage, userIds },
  ids,
}: {
  readonly pack: Assignment;
  readonly ids: GroupKey;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const isPrinting = usePrinting();
  const shown = isOpen || isPrinting;
  return (
    <li>
      <details open={shown} onToggle={({ currentTarget: { open } }) => isPrinting || setOpen(open)}>
        <summary>
          <strong>
            <Data text={name} />
          </strong>{' '}
          <span className="soft">
            {userIds === 'unknown' ? s.holdersUnknown : s.holders(userIds.length)}
            {', '}
            {s.usage} <AmountText amount={usage} />
          </span>
        </summary>
        {shown && userIds !== 'unknown' && (
          <UserList userIds={userIds} label={s.ofPack(name)} ids={ids} />
        )}
        {shown && userIds === 'unknown' && <p className="soft">{s.holdersUnknownWhy}</p>}
      </details>
    </li>
  );
}
