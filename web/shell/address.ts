// What the address bar names, and how each page is written there. Ids stand percent-encoded, each in a segment of its
// own, so that any id of the switch comes back as it was. Pure but for the last third.
import { useSyncExternalStore } from 'react';

export type Place =
  | { readonly page: 'find'; readonly query: string }
  | { readonly page: 'signIn' }
  | { readonly page: 'provider'; readonly tenantId: string }
  | { readonly page: 'group'; readonly tenantId: string; readonly groupId: string }
  | {
      readonly page: 'user';
      readonly tenantId: string;
      readonly groupId: string;
      readonly userId: string;
    }
  | { readonly page: 'records' }
  | { readonly page: 'record'; readonly recordId: string }
  | { readonly page: 'proof' }
  | { readonly page: 'nowhere' };

const part = encodeURIComponent;

/** The address of a place, without host. What a page keeps in its query (filters, audit) is added by the page. */
export function addressOf(place: Place): string {
  switch (place.page) {
    case 'find':
      return place.query === '' ? '/' : `/?q=${part(place.query)}`;
    case 'signIn':
      return '/sign-in';
    case 'provider':
      return `/providers/${part(place.tenantId)}`;
    case 'group':
      return `/groups/${part(place.tenantId)}/${part(place.groupId)}`;
    case 'user':
      return `/users/${part(place.tenantId)}/${part(place.groupId)}/${part(place.userId)}`;
    case 'record':
      return `/records/${part(place.recordId)}`;
    case 'nowhere':
      return '/';
    default:
      return `/${place.page}`;
  }
}

/** What a path and a query name. */
export function placeAt(pathname: string, search: string): Place {
  let words: string[];
  try {
    words = pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return { page: 'nowhere' };
  }
  const [page = '', one, two, three, ...more] = words;
  if (more.length > 0) return { page: 'nowhere' };
  switch (`${page} ${words.length}`) {
    case ' 0':
      return { page: 'find', query: new URLSearchParams(search).get('q') ?? '' };
    case 'sign-in 1':
      return { page: 'signIn' };
    case 'providers 2':
      return { page: 'provider', tenantId: one! };
    case 'groups 3':
      return { page: 'group', tenantId: one!, groupId: two! };
    case 'users 4':
      return { page: 'user', tenantId: one!, groupId: two!, userId: three! };
    case 'records 1':
      return { page: 'records' };
    case 'records 2':
      return { page: 'record', recordId: one! };
    case 'ledger 1':
    case 'proof 1':
      return { page: 'proof' };
    default:
      return { page: 'nowhere' };
  }
}

/** Address of the records explorer with these filters. Names are those of the API's query. */
export function recordsAddress(filters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return query.size === 0 ? '/records' : `/records?${query}`;
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
if (typeof window !== 'undefined') window.addEventListener('popstate', tell);

/** Goes to an address of this page. `replace` leaves no step to go back to. */
export function go(address: string, { replace = false } = {}): void {
  if (address === window.location.pathname + window.location.search) return;
  window.history[replace ? 'replaceState' : 'pushState'](null, '', address);
  tell();
}

/** Path and query as they are now; follows them. */
export function useAddress(): { readonly pathname: string; readonly search: string } {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => `${window.location.pathname}\n${window.location.search}`,
  );
  const [pathname = '/', search = ''] = text.split('\n');
  return { pathname, search };
}
