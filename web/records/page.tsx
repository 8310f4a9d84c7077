// The records explorer: filters, which stand in the address bar, and the list of what fits them.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { currentSession } from '../api/session.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { useTitle } from '../parts/use-title.js';
import { addressOf, go, useAddress } from '../shell/address.js';
import { recordsStrings as s } from '../strings.js';
import { FilterBar } from './filter-bar.js';
import {
  addressOfFilters,
  type Filter,
  filtersIn,
  filterValue,
  firstFilters,
  queryOf,
  unknownNames,
  withFilters,
} from './filters.js';
import { RecordList } from './record-list-view.js';
import './records.css';
import { visitNow } from './visit.js';

export default function RecordsPage(): ReactNode {
  const { search } = useAddress();
  const filters = useMemo(() => filtersIn(search), [search]);
  useTitle(s.title);
  useEffect(() => {
    if (filters === undefined) go(addressOfFilters(firstFilters), { replace: true });
  }, [filters]);
  return filters === undefined ? null : <Explorer filters={filters} />;
}

function Explorer({ filters }: { readonly filters: readonly Filter[] }): ReactNode {
  const query = queryOf(filters);
  // Each step of the history has a list of its own.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is another step
  const visit = useMemo(visitNow, [query]);
  const [reason, setReason] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was wrong was wrong with other filters
  useEffect(() => setReason(undefined), [query]);
  const [isLive, setLive] = useLive();
  const change = (next: readonly Filter[]) => go(addressOfFilters(next));
  const add = (...wanted: readonly Filter[]) => {
    change(withFilters(filters, wanted));
    window.scrollTo(0, 0);
  };
  const unknown = unknownNames(filters);
  return (
    <>
      <Back filters={filters} />
      <h1>{s.title}</h1>
      <p className="soft">
        {s.about} <Data text={narrowedText()} />
      </p>
      <FilterBar filters={filters} reason={reason} onChange={change} />
      {unknown.map((name) => (
        <p key={name} className="notice bad" role="alert">
          {s.filters.unknown(name)}
        </p>
      ))}
      {unknown.length > 0 ? null : mustChooseTenant(filters) ? (
        <Tenants onChoose={(tenantId) => add({ name: 'tenantId', value: tenantId })} />
      ) : (
        <RecordList
          key={`${visit} ${query}`}
          visit={visit}
          filters={filters}
          isLive={isLive}
          onLive={setLive}
          onAdd={add}
          onChange={change}
          onReason={setReason}
        />
      )}
    </>
  );
}

/** The switch keeps its place when filters change, and when somebody goes to a record and comes back. */
function useLive(): readonly [boolean, (isLive: boolean) => void] {
  const client = useQueryClient();
  const [isLive, setLive] = useState(() => client.getQueryData<boolean>(['recordsLive']) ?? false);
  const change = useCallback(
    (next: boolean) => {
      client.setQueryData(['recordsLive'], next);
      setLive(next);
    },
    [client],
  );
  return [isLive, change];
}

/** From a group's or user's records back to it. */
function Back({ filters }: { readonly filters: readonly Filter[] }): ReactNode {
  const [tenantId, groupId, userId] = ['tenantId', 'groupId', 'userId'].map((name) =>
    filterValue(filters, name),
  );
  if (tenantId === undefined || groupId === undefined) return null;
  return (
    <p className="actions unprinted">
      {userId !== undefined && (
        <Link to={addressOf({ page: 'user', tenantId, groupId, userId })}>
          ← {s.toUser} <Data text={userId} />
        </Link>
      )}
      <Link to={addressOf({ page: 'group', tenantId, groupId })}>
        ← {s.toGroup} <Data text={groupId} />
      </Link>
    </p>
  );
}

/** What narrows the list for whoever is signed in, whatever the filters; empty for those who see everything. */
function narrowedText(): string {
  const session = currentSession();
  if (session.kind !== 'signedIn' && session.kind !== 'ended') return '';
  const { ids, tenants } = session.who;
  if (tenants !== undefined) return s.among.tenants;
  if (ids.user_id !== undefined) return s.among.user(ids.user_id);
  if (ids.group_id !== undefined) return s.among.group(ids.group_id);
  return ids.tenant_id === undefined ? '' : s.among.tenant(ids.tenant_id);
}

/** Of a reseller; empty for everybody else. */
function ownTenants(): readonly string[] | undefined {
  const session = currentSession();
  return session.kind === 'signedIn' || session.kind === 'ended' ? session.who.tenants : undefined;
}

const mustChooseTenant = (filters: readonly Filter[]): boolean =>
  ownTenants() !== undefined && filterValue(filters, 'tenantId') === undefined;

function Tenants({ onChoose }: { readonly onChoose: (tenantId: string) => void }): ReactNode {
  return (
    <section className="panel">
      <h2>{s.chooseTenant}</h2>
      <p>{s.chooseTenantWhy}</p>
      <ul className="chips">
        {ownTenants()?.map((tenantId) => (
          <li key={tenantId}>
            <button type="button" onClick={() => onChoose(tenantId)}>
              <Data text={tenantId} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
