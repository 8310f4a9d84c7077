// The top of every page: where one is, the search, who is signed in.
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Who } from '../api/session.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Menu } from '../parts/menu.js';
import { shellStrings as s } from '../strings.js';
import { addressOf, go, type Place } from './address.js';
import { chooseTheme, chosenTheme, type Theme } from './theme.js';
import { signOut } from './use-session.js';

export function Header({ who, place }: { readonly who: Who; readonly place: Place }): ReactNode {
  const pages = [
    { to: '/', name: s.find, isHere: place.page === 'find' },
    { to: '/records', name: s.records, isHere: /^records?$/.test(place.page) },
    { to: '/proof', name: s.ledger, isHere: place.page === 'proof' },
  ];
  return (
    <header className="top">
      <a className="skip" href="#content">
        {s.skip}
      </a>
      <Link to="/" className="brand">
        {s.product}
      </Link>
      <nav aria-label={s.pages}>
        {pages.map(({ to, name, isHere }) => (
          <Link key={to} to={to} aria-current={isHere ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      {place.page !== 'find' && <Search />}
      <Account who={who} />
    </header>
  );
}

/** Leads to Find with what was typed. On Find itself there is its own field. */
function Search(): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  useSlashKey(field);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    go(addressOf({ page: 'find', query: field.current?.value.trim() ?? '' }));
  };
  return (
    <form onSubmit={submit} className="search">
      <search>
        <input
          ref={field}
          type="search"
          name="q"
          aria-label={s.searchLabel}
          aria-keyshortcuts={s.searchKey}
          placeholder={s.searchHint}
        />
      </search>
    </form>
  );
}

/** The key `/` leads to a field, unless somebody is typing. */
export function useSlashKey(field: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const listener = (event: globalThis.KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches?.('input, textarea, select, dialog *');
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [field]);
}

function Account({ who }: { readonly who: Who }): ReactNode {
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const choose = (next: Theme) => {
    setTheme(next);
    chooseTheme(next);
  };
  const level = who.tenants === undefined ? s.levels[who.profile.user_level] : s.reseller;
  return (
    <Menu className="account" label={`${s.account}: ${who.id}`} title={<Data text={who.id} />}>
      <p>
        <strong>{level ?? ''}</strong>
        <br />
        {s.scope}: <Data text={scopeText(who)} />
      </p>
      <label>
        {s.theme}{' '}
        <select value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
          {Object.entries(s.themes).map(([name, text]) => (
            <option key={name} value={name}>
              {text}
            </option>
          ))}
        </select>
      </label>
      <p>
        <a href="/reference/">{s.reference}</a>
      </p>
      <button type="button" onClick={() => void signOut()}>
        {s.signOut}
      </button>
    </Menu>
  );
}

function scopeText({ ids, tenants }: Who): string {
  if (tenants !== undefined) return s.scopeTenants(tenants.length);
  const own = [ids.tenant_id, ids.group_id, ids.user_id].filter((id) => id !== undefined);
  return own.length === 0 ? s.scopeAll : own.join(' / ');
}
