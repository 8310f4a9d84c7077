// The frame: who is signed in, which page the address names. Each page is loaded when it is first opened.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import type { Who } from '../api/session.js';
import { Link } from '../parts/link.js';
import { Failure, Loading } from '../parts/states.js';
import { useTitle } from '../parts/use-title.js';
import { shellStrings as s } from '../strings.js';
import { type Place, placeAt, useAddress } from './address.js';
import { Header } from './header.js';
import { leastForGroups } from './levels.js';
import { SessionEnded, SignInPage, useWho } from './sign-in.js';
import { useSession } from './use-session.js';

const FindPage = lazy(() => import('../find/page.js'));
const ProviderPage = lazy(() => import('../find/provider-page.js'));
const GroupPage = lazy(() => import('../group/page.js'));
const UserPage = lazy(() => import('../user/page.js'));
const RecordsPage = lazy(() => import('../records/page.js'));
const RecordPage = lazy(() => import('../record/page.js'));
const ProofPage = lazy(() => import('../proof/page.js'));

/** A switch is fragile: nothing is asked again by itself, or because somebody came back to the window. */
const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: 60_000,
      },
    },
  });

export function App(): ReactNode {
  const { pathname, search } = useAddress();
  const session = useSession();
  const { problem, look } = useWho();
  const place = placeAt(pathname, search);
  const whose = session.kind === 'signedIn' || session.kind === 'ended' ? session.who : undefined;
  if (session.kind === 'unknown' && problem !== undefined)
    return (
      <main className="sign-in">
        <Failure what={s.signInTitle} problem={problem} onRetry={look} />
      </main>
    );
  if (session.kind === 'unknown' && place.page !== 'signIn') return <Loading what={s.lookingWho} />;
  if (whose === undefined || place.page === 'signIn')
    return <SignInPage after={place.page === 'signIn' ? '/' : pathname + search} />;
  return (
    <SignedIn key={whose.id} who={whose} place={place} pathname={pathname}>
      {session.kind === 'ended' && <SessionEnded who={whose} />}
    </SignedIn>
  );
}

/** All that one person is shown; with the person everything goes that was read for it. */
function SignedIn({
  who,
  place,
  pathname,
  children,
}: {
  readonly who: Who;
  readonly place: Place;
  readonly pathname: string;
  readonly children: ReactNode;
}): ReactNode {
  const [client] = useState(makeClient);
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  // Whoever followed a link is at the beginning of what it led to, also without eyes. Find takes the focus itself.
  useEffect(() => {
    if (before.current !== pathname && pathname !== '/')
      main.current?.focus({ preventScroll: true });
    before.current = pathname;
  }, [pathname]);
  return (
    <QueryClientProvider client={client}>
      <Header who={who} place={place} />
      <main id="content" ref={main} tabIndex={-1}>
        <Boundary key={pathname}>
          <Suspense fallback={<Loading what={s.loading} />}>
            <Page place={place} level={who.profile.user_level} />
          </Suspense>
        </Boundary>
      </main>
      {children}
    </QueryClientProvider>
  );
}

function Page({ place, level }: { readonly place: Place; readonly level: number }): ReactNode {
  switch (place.page) {
    case 'find':
      return <FindPage query={place.query} />;
    case 'provider':
      return <ProviderPage {...place} />;
    case 'group':
      return level < leastForGroups ? (
        <Elsewhere title={s.notForLevel} why={s.notForLevelWhy} />
      ) : (
        <GroupPage {...place} />
      );
    case 'user':
      return <UserPage {...place} />;
    case 'records':
      return <RecordsPage />;
    case 'record':
      return <RecordPage {...place} />;
    case 'proof':
      return <ProofPage />;
    default:
      return <Elsewhere title={s.nowhere} />;
  }
}

/** There is nothing to see here, and a way on. */
function Elsewhere({ title, why }: { readonly title: string; readonly why?: string }): ReactNode {
  useTitle(title);
  return (
    <>
      <h1>{title}</h1>
      {why !== undefined && <p>{why}</p>}
      <p>
        <Link to="/">{s.toFind}</Link>
      </p>
    </>
  );
}

/** A mistake of ours in one page must not leave an empty window. */
class Boundary extends Component<{ children: ReactNode }, { readonly thrown?: unknown }> {
  override state: { readonly thrown?: unknown } = {};

  static getDerivedStateFromError(thrown: unknown) {
    return { thrown };
  }

  override render(): ReactNode {
    if (!('thrown' in this.state)) return this.props.children;
    return (
      <div className="notice bad" role="alert">
        <h1>{s.brokenTitle}</h1>
        <p>{s.ownMistake}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {s.reload}
        </button>
      </div>
    );
  }
}
