// What was found, section by section: known, not looked at, or not to be looked for.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { addressOf } from '../shell/address.js';
import { findStrings as s } from '../strings.js';
import type {
  Found,
  FoundGroup,
  FoundNumber,
  FoundProblem,
  FoundProvider,
  FoundUser,
  Section,
} from './find-json.js';

export function FoundSections({ found }: { readonly found: Found }): ReactNode {
  return (
    <>
      <Part
        title={s.numbers}
        section={found.numbers}
        keyOf={({ number, groupId }) => `${number} ${groupId}`}
      >
        {(one) => <NumberItem number={one} />}
      </Part>
      <Part title={s.users} section={found.users} keyOf={({ userId }) => userId}>
        {(one) => <UserItem user={one} />}
      </Part>
      <Part
        title={s.groups}
        section={found.groups}
        keyOf={({ tenantId, groupId }) => `${tenantId}\n${groupId}`}
      >
        {(one) => <GroupItem group={one} />}
      </Part>
      <Part title={s.providers} section={found.serviceProviders} keyOf={({ tenantId }) => tenantId}>
        {(one) => <ProviderItem provider={one} />}
      </Part>
    </>
  );
}

function Part<Item>({
  title,
  section,
  keyOf,
  children,
}: {
  readonly title: string;
  readonly section: Section<Item>;
  readonly keyOf: (item: Item) => string;
  readonly children: (item: Item) => ReactNode;
}): ReactNode {
  if (section.status === 'notApplicable') return null;
  if (section.status === 'unknown')
    return (
      <section aria-label={title} className="found-section">
        <h2>{title}</h2>
        <Doubt what={s.cannotLook} problem={section.problem} />
      </section>
    );
  const { items, more, gaps = [] } = section;
  if (items.length === 0 && gaps.length === 0) return null;
  return (
    <section aria-label={title} className="found-section">
      <h2>{title}</h2>
      <ul className="plain-list">
        {items.map((item) => (
          <li key={keyOf(item)}>{children(item)}</li>
        ))}
      </ul>
      {more && <p className="soft small">{s.more}</p>}
      {gaps.map((gap) => (
        <Doubt key={`${gap.code} ${gap.message}`} what={s.gap} problem={gap} />
      ))}
    </section>
  );
}

function Doubt({
  what,
  problem: { message, todo },
}: {
  readonly what: string;
  readonly problem: FoundProblem;
}): ReactNode {
  return (
    <p className="notice warn small">
      <strong>{what}.</strong> <Data text={/[.!?]$/.test(message) ? message : `${message}.`} />{' '}
      {todo}
    </p>
  );
}

export function ProviderItem({ provider }: { readonly provider: FoundProvider }): ReactNode {
  const { tenantId, name, isEnterprise } = provider;
  return (
    <p className="found-item">
      <Link className="found-link" to={addressOf({ page: 'provider', tenantId })}>
        <Data text={name ?? tenantId} />
      </Link>
      <span className="soft">
        {name !== null && <Data text={tenantId} />}
        {name !== null && isEnterprise !== null && ' · '}
        {isEnterprise !== null && (isEnterprise ? s.enterprise : s.provider)}
      </span>
    </p>
  );
}

export function GroupItem({ group }: { readonly group: FoundGroup }): ReactNode {
  const { tenantId, groupId, name } = group;
  return (
    <p className="found-item">
      <Link className="found-link" to={addressOf({ page: 'group', tenantId, groupId })}>
        <Data text={name ?? groupId} />
      </Link>
      <span className="soft">
        <Data text={tenantId} /> / <Data text={groupId} />
      </span>
    </p>
  );
}

export function UserItem({ user }: { readonly user: FoundUser }): ReactNode {
  const { tenantId, groupId, userId, firstName, lastName, phoneNumber, extension, type } = user;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  // A hunt group has an id like a user, but no page: it leads to the group that it is of.
  const isService = type !== undefined && type !== null && type !== 'User';
  const to = isService
    ? addressOf({ page: 'group', tenantId, groupId })
    : addressOf({ page: 'user', tenantId, groupId, userId });
  return (
    <p className="found-item">
      <Link className="found-link" to={to}>
        <Data text={name === '' ? userId : name} />
      </Link>
      <span className="soft">
        {isService && (
          <>
            <Data text={type} />
            {' · '}
          </>
        )}
        {name !== '' && <Data text={userId} />}
        {phoneNumber !== null && (
          <>
            {' · '}
            <Data text={phoneNumber} />
          </>
        )}
        {extension !== null && (
          <>
            {' · '}
            <Data text={s.extension(extension)} />
          </>
        )}
        {' · '}
        <Link to={addressOf({ page: 'group', tenantId, groupId })}>
          <Data text={tenantId} /> / <Data text={groupId} />
        </Link>
      </span>
    </p>
  );
}

/** A number leads to its group; its holder to the holder. */
function NumberItem({ number: one }: { readonly number: FoundNumber }): ReactNode {
  const { number, tenantId, groupId, isActivated } = one;
  const isPlaced = tenantId !== null && groupId !== null;
  return (
    <p className="found-item">
      {isPlaced ? (
        <Link
          className="found-link number-text"
          to={`${addressOf({ page: 'group', tenantId, groupId })}?number=${encodeURIComponent(number)}`}
        >
          <Data text={number} />
        </Link>
      ) : (
        <Data className="number-text" text={number} />
      )}
      <span className="soft">
        <HolderWords number={one} />
        {' · '}
        {isPlaced ? (
          <>
            <Data text={tenantId} /> / <Data text={groupId} />
          </>
        ) : (
          <>
            {tenantId !== null && <Data text={`${tenantId}: `} />}
            {s.noGroup}
          </>
        )}
        {isActivated === false && ` · ${s.notActivated}`}
      </span>
    </p>
  );
}

function HolderWords({ number }: { readonly number: FoundNumber }): ReactNode {
  const { holder, isAssigned, tenantId, groupId } = number;
  if (holder === null)
    return isAssigned === null ? s.stateNotTold : isAssigned ? s.holderNotTold : s.free;
  const { userId, name, type } = holder;
  const who = <Data text={name === null ? userId : `${name} (${userId})`} />;
  const isPerson = type === 'User' && tenantId !== null && groupId !== null;
  return (
    <>
      {s.assignedTo}{' '}
      {isPerson ? (
        <Link to={addressOf({ page: 'user', tenantId, groupId, userId })}>{who}</Link>
      ) : (
        who
      )}
      {type !== null && type !== 'User' && (
        <>
          {', '}
          <Data text={type} />
        </>
      )}
    </>
  );
}
