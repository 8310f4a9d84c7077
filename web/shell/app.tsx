// The frame: who is signed in, which page the address names. Each page is loaded when it is first opened.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { Link } from '../parts/link.js';
import { Failure, Loading } from '../parts/states.js';
import { shellStrings as s } from '../strings.js';
import { type Place, placeAt, useAddress } from './address.js';
import { Header } from './header.js';
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
  // What one person was shown is not kept for the next.
  const client = useClientOf(whose?.id);
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
    <QueryClientProvider client={client}>
      <Header who={whose} place={place} />
      <main id="content" tabIndex={-1}>
        <Boundary key={pathname}>
          <Suspense fallback={<Loading what={s.loading} />}>
            <Page place={place} />
          </Suspense>
        </Boundary>
      </main>
      {session.kind === 'ended' && <SessionEnded who={whose} />}
    </QueryClientProvider>
  );
}

function useClientOf(id: string | undefined): QueryClient {
  const [held, hold] = useState(() => ({ id, client: makeClient() }));
  const isOther = id !== undefined && held.id !== undefined && id !== held.id;
  const next = isOther
    ? { id, client: makeClient() }
    : held.id === undefined
      ? { ...held, id }
      : held;
  useEffect(() => {
    if (next.id !== held.id) hold(next);
  });
  return next.client;
}

function Page({ place }: { readonly place: Place }): ReactNode {
  switch (place.page) {
    case 'find':
      return <FindPage query={place.query} />;
    case 'provider':
      return <ProviderPage {...place} />;
    case 'group':
      return <GroupPage key={`${place.tenantId}/${place.groupId}`} {...place} />;
    case 'user':
      return <UserPage key={place.userId} {...place} />;
    case 'records':
      return <RecordsPage />;
    case 'record':
      return <RecordPage key={place.recordId} {...place} />;
    case 'proof':
      return <ProofPage />;
    default:
      return (
        <>
          <h1>{s.nowhere}</h1>
          <p>
            <Link to="/">{s.toFind}</Link>
          </p>
        </>
      );
  }
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
