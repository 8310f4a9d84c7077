// One user: who it is, what it has, how its services are set, and who changed it last.
import '../find/find.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { read } from '../api/ask.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Failure, Loading } from '../parts/states.js';
import { addressOf, recordsAddress } from '../shell/address.js';
import { userStrings as s } from '../strings.js';
import { LastChanges } from './last-changes.js';
import { UserServices } from './services.js';
import { membersOf, type Profile } from './user-json.js';
import { ShownValue } from './value.js';

export interface UserKey {
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
}

/** Address of the user in the API. */
export const userPath = ({ tenantId, groupId, userId }: UserKey) =>
  `/api/v1/tenants/${encodeURIComponent(tenantId)}/groups/${encodeURIComponent(groupId)}/users/${encodeURIComponent(userId)}/`;

export default function UserPage({ tenantId, groupId, userId }: UserKey): ReactNode {
  const user = { tenantId, groupId, userId };
  const { data, error, refetch } = useQuery({
    queryKey: ['user', user],
    queryFn: ({ signal }) => read<Profile>(userPath(user), signal),
  });
  useEffect(() => {
    document.title = `${userId} – Muster`;
  }, [userId]);
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
        <Link to={recordsAddress({ ...user, changes: 'true' })}>{s.changes}</Link>
        <Link to={recordsAddress(user)}>{s.records}</Link>
      </p>
      {error !== null && <Failure what={s.failed} problem={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading what={s.loading} />}
      {data !== undefined && (
        <>
          <section className="panel" aria-labelledby="user-details">
            <h2 id="user-details">{s.details}</h2>
            <Details profile={data} />
          </section>
          <LastChanges user={user} />
          <UserServices user={user} />
        </>
      )}
    </>
  );
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
