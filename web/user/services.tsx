// The service packs and services of one user; each service opens to how it is set, which is read only then.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { fitting } from '../find/find-json.js';
import { Data } from '../parts/data.js';
import { Empty, Failure, Loading } from '../parts/states.js';
import { userStrings as s } from '../strings.js';
import type { UserKey } from './page.js';
import { userPath } from './paths.js';
import { type Assigned, membersOf, type Profile, type Services, settingsOf } from './user-json.js';
import { ShownValue } from './value.js';

export function UserServices({ user }: { readonly user: UserKey }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['user-services', user],
    queryFn: ({ signal }) => read<Services>(`${userPath(user)}services/`, signal),
  });
  if (error !== null)
    return <Failure what={s.servicesFailed} problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={s.loadingServices} />;
  const { servicePacks, services } = data.assignementStatus;
  return (
    <>
      <List title={s.packs} id="user-packs" all={servicePacks} words={s.ofPacks} />
      <List title={s.services} id="user-services" all={services} words={s.ofServices} />
      <AllSettings user={user} />
    </>
  );
}

function List({
  title,
  id,
  all,
  words,
}: {
  readonly title: string;
  readonly id: string;
  readonly all: readonly Assigned[];
  readonly words: typeof s.ofPacks;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const assigned = all.filter((one) => one.assigned);
  const rest = all.length - assigned.length;
  const items = fitting(showsAll ? all : assigned, typed, ({ name }) => [name]);
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>
          {title} ({assigned.length})
        </h2>
        {all.length > 10 && (
          <input
            type="search"
            value={typed}
            aria-label={`${title}: ${s.filter}`}
            placeholder={s.filter}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
      </div>
      {words.hint !== '' && <p className="soft small">{words.hint}</p>}
      {items.length === 0 && <Empty>{typed.trim() === '' ? words.none : s.noneFits(typed)}</Empty>}
      <ul className="plain-list">
        {items.map(({ name, assigned: isAssigned }) => (
          <li key={name}>
            <p className="found-item">
              <Data text={name} className={isAssigned ? 'strong' : 'soft'} />
              {!isAssigned && <span className="badge">{words.not}</span>}
            </p>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <p>
          <button type="button" className="quiet" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? s.showAssigned : s.showAll(rest)}
          </button>
        </p>
      )}
    </section>
  );
}

/** Each service that the API can read; a pack may bring one that is not assigned by itself, so all are offered. */
function AllSettings({ user }: { readonly user: UserKey }): ReactNode {
  return (
    <section className="panel unprinted" aria-labelledby="user-settings">
      <h2 id="user-settings">{s.settings}</h2>
      <p className="soft small">{s.settingsHint}</p>
      <ul className="plain-list">
        {Object.entries(settingsOf).map(([name, leaf]) => (
          <li key={leaf}>
            <SettingsRow name={name} leaf={leaf} user={user} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SettingsRow({
  name,
  leaf,
  user,
}: {
  readonly name: string;
  readonly leaf: string;
  readonly user: UserKey;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="settings-row" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      {isOpen && <Settings user={user} leaf={leaf} />}
    </details>
  );
}

function Settings({ user, leaf }: { readonly user: UserKey; readonly leaf: string }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['settings', user, leaf],
    queryFn: ({ signal }) => read<Profile>(`${userPath(user)}services/${leaf}/`, signal),
  });
  if (error instanceof ApiProblem && error.status === 404) return <Empty>{s.hasNot}</Empty>;
  if (error !== null)
    return <Failure what={s.settingsFailed} problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={s.loadingSettings} />;
  return (
    <dl className="facts">
      {membersOf(data).map(([name, value]) => (
        <div key={name} className="fact">
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <ShownValue value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
