// One user: who it is, what it has, how its services are set, and who changed it last.
import '../find/find.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../api/ask.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Failure, Loading } from '../parts/states.js';
import { useTitle } from '../parts/use-title.js';
import { addressOf, recordsAddress } from '../shell/address.js';
import { useSession } from '../shell/use-session.js';
import { userStrings as s } from '../strings.js';
import { LastChanges } from './last-changes.js';
import { userPath } from './paths.js';
import { UserServices } from './services.js';
import { membersOf, type Profile } from './user-json.js';
import { ShownValue } from './value.js';

export interface UserKey {
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
}

export default function UserPage({ tenantId, groupId, userId }: UserKey): ReactNode {
  const user = { tenantId, groupId, userId };
  const { data, error, refetch } = useQuery({
    queryKey: ['user', user],
    queryFn: ({ signal }) => read<Profile>(userPath(user), signal),
  });
  useTitle(userId);
  const filter = useUserFilter(user);
  const name = data === undefined ? '' : nameOf(data);
  return (
    <>
      <p className="soft small">
        <Link to={addressOf({ page: 'provider', tenantId })}>
          <Data text={tenantId} />
        </Link>
        {' / '}
        <Link to={addressOf({ page: 'group', tenantId, groupId })}>
          <Data text={groupId} />
        </Link>
      </p>
      <h1>
        <Data text={name === '' ? userId : name} />
      </h1>
      <p className="actions">
        <Link to={recordsAddress({ ...filter, changes: 'true' })}>{s.changes}</Link>
        <Link to={recordsAddress({ ...filter })}>{s.records}</Link>
      </p>
      {error !== null && <Failure what={s.failed} problem={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading what={s.loading} />}
      {data !== undefined && (
        <>
          <section className="panel" aria-labelledby="user-details">
            <h2 id="user-details">{s.details}</h2>
            <Details profile={data} />
          </section>
          <LastChanges filter={filter} />
          <UserServices user={user} />
        </>
      )}
    </>
  );
}

/**
 * What finds the records of a user. A command for a user need not name its group, and a record of it, made through the proxy,
 * then names none: only whoever sees everything may look for the user alone.
 */
function useUserFilter(user: UserKey): Readonly<Partial<UserKey>> & { readonly userId: string } {
  const session = useSession();
  const who = session.kind === 'signedIn' || session.kind === 'ended' ? session.who : undefined;
  const seesAll = who?.profile.user_level === 16 && who.tenants === undefined;
  return seesAll ? { userId: user.userId } : user;
}

function nameOf({ firstName, lastName }: Profile): string {
  return [firstName, lastName].filter((one) => typeof one === 'string' && one !== '').join(' ');
}

function Details({ profile }: { readonly profile: Profile }): ReactNode {
  const told = new Map(membersOf(profile));
  const rows = Object.entries(s.facts).flatMap(([name, title]) => {
    const value = told.get(name);
    // Not there: not told. There and empty: none, which is not worth a line.
    return value === undefined || value === null ? [] : [{ name, title, value }];
  });
  return (
    <dl className="facts">
      {rows.map(({ name, title, value }) => (
        <div key={name} className="fact">
          <dt>{title}</dt>
          <dd>
            <ShownValue value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
