// What Find shows before anybody has typed: the providers that the caller may see, or what is the caller's own.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { LongList } from '../parts/long-list.js';
import { Empty, Failure, Loading } from '../parts/states.js';
import { addressOf } from '../shell/address.js';
import { leastForGroups } from '../shell/levels.js';
import { useSession } from '../shell/use-session.js';
import { findStrings as s } from '../strings.js';
import { usersPath } from '../user/paths.js';
import { ByIds } from './by-ids.js';
import { type FoundProvider, type FoundUser, fitting } from './find-json.js';
import { ProviderItem, UserItem } from './found-sections.js';

interface Tenants {
  readonly tenants: readonly FoundProvider[];
}

export function StartList({ typed }: { readonly typed: string }): ReactNode {
  const session = useSession();
  const level = session.kind === 'signedIn' ? session.who.profile.user_level : 0;
  const { data, error, refetch } = useQuery({
    queryKey: ['tenants'],
    queryFn: ({ signal }) => read<Tenants>('/api/v1/tenants/', signal),
  });
  return (
    <>
      <p className="soft small">{typed.trim() === '' ? s.startHint : s.typeMore}</p>
      <Own />
      <section className="found-section" aria-label={s.providers}>
        <h2>{s.providers}</h2>
        {error !== null && (
          <Failure what={s.providersFailed} problem={error} onRetry={() => void refetch()} />
        )}
        {error === null && data === undefined && <Loading what={s.loadingProviders} />}
        {data !== undefined && <Providers all={data.tenants} typed={typed} />}
      </section>
      {level >= leastForGroups && (
        <ByIds isOpen={error instanceof ApiProblem && error.status === 501} />
      )}
    </>
  );
}

function Providers({
  all,
  typed,
}: {
  readonly all: readonly FoundProvider[];
  readonly typed: string;
}): ReactNode {
  if (all.length === 0) return <Empty>{s.noProviders}</Empty>;
  const items = fitting(all, typed, ({ tenantId, name }) => [tenantId, name]);
  if (items.length === 0) return <Empty>{s.noProviderFits(typed)}</Empty>;
  return (
    <LongList
      items={items}
      keyOf={({ tenantId }) => tenantId}
      show={(provider) => <ProviderItem provider={provider} />}
      itemHeight={34}
      label={s.filterProviders}
    />
  );
}

/** What an account of a department sees: its users. */
function OwnUsers({
  tenantId,
  groupId,
}: {
  readonly tenantId: string;
  readonly groupId: string;
}): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['users', tenantId, groupId],
    queryFn: ({ signal }) =>
      read<{ users: readonly ListedUser[] }>(usersPath({ tenantId, groupId }), signal),
  });
  return (
    <section className="found-section" aria-labelledby="own">
      <h2 id="own">{s.ownUsers}</h2>
      {error !== null && (
        <Failure what={s.ownUsersFailed} problem={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading what={s.loadingUsers} />}
      {data?.users.length === 0 && <Empty>{s.noUsers}</Empty>}
      {data !== undefined && (
        <LongList
          items={data.users}
          keyOf={({ userId }) => userId}
          show={(user) => <UserItem user={{ ...unnamed, ...user, tenantId, groupId }} />}
          itemHeight={34}
          label={s.ownUsers}
        />
      )}
    </section>
  );
}

type ListedUser = Partial<FoundUser> & { readonly userId: string };
/** What a release does not tell of a user. */
const unnamed = {
  firstName: null,
  lastName: null,
  phoneNumber: null,
  extension: null,
  department: null,
} as const;

/** The group, or the user, that the account is of: one step away. */
function Own(): ReactNode {
  const session = useSession();
  if (session.kind !== 'signedIn') return null;
  const { ids, profile } = session.who;
  const { tenant_id: tenantId, group_id: groupId, user_id: userId } = ids;
  if (tenantId === undefined || groupId === undefined) return null;
  if (userId === undefined && profile.user_level < leastForGroups)
    return <OwnUsers tenantId={tenantId} groupId={groupId} />;
  const to =
    userId === undefined
      ? addressOf({ page: 'group', tenantId, groupId })
      : addressOf({ page: 'user', tenantId, groupId, userId });
  return (
    <section className="found-section" aria-labelledby="own">
      <h2 id="own">{userId === undefined ? s.ownGroup : s.ownUser}</h2>
      <p className="found-item">
        <Link className="found-link" to={to}>
          <Data text={userId ?? groupId} />
        </Link>
        <span className="soft">
          <Data text={tenantId} />
          {userId !== undefined && (
            <>
              {' / '}
              <Data text={groupId} />
            </>
          )}
        </span>
      </p>
    </section>
  );
}
