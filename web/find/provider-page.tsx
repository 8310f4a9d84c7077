// One service provider or enterprise: what it is, and its groups.
import './find.css';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { LongList } from '../parts/long-list.js';
import { Empty, Failure, Loading } from '../parts/states.js';
import { numberText } from '../parts/time.js';
import { useTitle } from '../parts/use-title.js';
import { addressOf, recordsAddress } from '../shell/address.js';
import { findStrings, providerStrings as s } from '../strings.js';
import { fitting } from './find-json.js';

interface Provider {
  readonly tenantId: string;
  readonly name: string | null;
  readonly isEnterprise: boolean;
  readonly defaultDomain: string | null;
  readonly supportEmail?: string | null;
  readonly contactInformation?: Readonly<Record<string, string | null>>;
  readonly addressInformation?: Readonly<Record<string, string>>;
  readonly resellerId?: string | null;
}

interface Group {
  readonly groupId: string;
  readonly name: string | null;
  /** Null: not told. */
  readonly userLimit: number | { readonly unlimited: true } | null;
}

export default function ProviderPage({ tenantId }: { readonly tenantId: string }): ReactNode {
  const path = `/api/v1/tenants/${encodeURIComponent(tenantId)}/`;
  const profile = useQuery({
    queryKey: ['provider', tenantId],
    queryFn: ({ signal }) => read<Provider>(path, signal),
  });
  useTitle(tenantId);
  const { data } = profile;
  // A group administrator may not read the provider, but sees the own group in it.
  const isKept = profile.error instanceof ApiProblem && profile.error.status === 404;
  return (
    <>
      <p className="soft small">
        {data === undefined
          ? findStrings.provider
          : data.isEnterprise
            ? findStrings.enterprise
            : findStrings.provider}
      </p>
      <h1>
        <Data text={data?.name ?? tenantId} />
      </h1>
      <p>
        <Link to={recordsAddress({ tenantId })}>{s.records}</Link>
      </p>
      {profile.isPending && <Loading what={s.loading} />}
      {profile.error !== null && !isKept && (
        <Failure what={s.failed} problem={profile.error} onRetry={() => void profile.refetch()} />
      )}
      {data !== undefined && <Facts provider={data} />}
      <Groups tenantId={tenantId} path={path} />
    </>
  );
}

function Facts({ provider }: { readonly provider: Provider }): ReactNode {
  const { contactInformation = {}, addressInformation = {} } = provider;
  const joined = (values: Readonly<Record<string, string | null>>) =>
    Object.values(values)
      .filter((one) => one !== null && one !== '')
      .join(', ');
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    [s.facts.tenantId, provider.tenantId],
    [s.facts.defaultDomain, provider.defaultDomain],
    [s.facts.supportEmail, provider.supportEmail],
    [s.facts.contact, joined(contactInformation)],
    [s.facts.address, joined(addressInformation)],
    [s.facts.resellerId, provider.resellerId],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name} className="fact">
            <dt>{name}</dt>
            <dd>
              <Data text={value} />
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Groups({
  tenantId,
  path,
}: {
  readonly tenantId: string;
  readonly path: string;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: ['groups', tenantId],
    queryFn: ({ signal }) => read<{ groups: readonly Group[] }>(`${path}groups/`, signal),
  });
  if (error !== null)
    return <Failure what={s.groupsFailed} problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={s.loadingGroups} />;
  const items = fitting(data.groups, typed, ({ groupId, name }) => [groupId, name]);
  return (
    <section className="found-section" aria-label={s.groups}>
      <h2>{s.groups}</h2>
      {data.groups.length === 0 ? (
        <Empty>{s.noGroups}</Empty>
      ) : (
        <>
          <div className="row">
            <input
              type="search"
              value={typed}
              aria-label={s.filter}
              placeholder={s.filter}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <span role="status" className="soft small">
              {s.shown(numberText(items.length), numberText(data.groups.length))}
            </span>
          </div>
          {items.length === 0 && <Empty>{s.none(typed)}</Empty>}
          <LongList
            items={items}
            keyOf={({ groupId }) => groupId}
            show={(group) => <Row tenantId={tenantId} group={group} />}
            itemHeight={34}
            label={s.groups}
          />
        </>
      )}
    </section>
  );
}

function Row({ tenantId, group }: { readonly tenantId: string; readonly group: Group }): ReactNode {
  const { groupId, name, userLimit } = group;
  return (
    <p className="found-item">
      <Link className="found-link" to={addressOf({ page: 'group', tenantId, groupId })}>
        <Data text={name ?? groupId} />
      </Link>
      <span className="soft">
        {name !== null && (
          <>
            <Data text={groupId} />
            {' · '}
          </>
        )}
        {limitText(userLimit)}
      </span>
    </p>
  );
}

function limitText(limit: Group['userLimit']): string {
  if (typeof limit === 'number') return s.users(numberText(limit));
  return limit === null ? s.limitUnknown : s.limitNone;
}
