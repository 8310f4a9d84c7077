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
import { useSession } from '../shell/use-session.js';
import { findStrings as s } from '../strings.js';
import { ByIds } from './by-ids.js';
import { type FoundProvider, fitting } from './find-json.js';
import { ProviderItem } from './found-sections.js';

interface Tenants {
  readonly tenants: readonly FoundProvider[];
}

export function StartList({ typed }: { readonly typed: string }): ReactNode {
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
      <ByIds isOpen={error instanceof ApiProblem && error.status === 501} />
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

/** The group, or the user, that the account is of: one step away. */
function Own(): ReactNode {
  const session = useSession();
  if (session.kind !== 'signedIn') return null;
  const { tenant_id: tenantId, group_id: groupId, user_id: userId } = session.who.ids;
  if (tenantId === undefined || groupId === undefined) return null;
  const to =
    userId === undefined
      ? addressOf({ page: 'group', tenantId, groupId })
      : addressOf({ page: 'user', tenantId, groupId, userId });
  return (
    <section className="found-section" aria-label={s.ownGroup}>
      <h2>{userId === undefined ? s.ownGroup : s.ownUser}</h2>
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
