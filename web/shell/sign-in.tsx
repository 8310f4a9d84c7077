// Signing in: with a password, by a link that works once, and again after a session has ended.
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { ApiProblem } from '../api/problem.js';
import { currentSession, type Who } from '../api/session.js';
import { Data } from '../parts/data.js';
import { useTitle } from '../parts/use-title.js';
import { shellStrings as s } from '../strings.js';
import { go } from './address.js';
import { lookWho, signIn, signOut, useSession, whoIsThere } from './use-session.js';

/** The whole page, for whoever is not signed in. `after` is where it goes then. */
export function SignInPage({ after }: { readonly after: string }): ReactNode {
  const link = useLink(after);
  const session = useSession();
  useTitle(s.signIn);
  return (
    <main className="sign-in">
      <h1>{s.signInTitle}</h1>
      {session.kind === 'nobody' && session.mayGoOn === true && (
        <p className="notice bad" role="alert">
          {s.notSignedOut}
        </p>
      )}
      {link.kind === 'trying' && <p role="status">{s.byLink}</p>}
      {link.kind === 'held' && (
        <>
          <p>
            {s.signedInAs} <Data text={link.by.id} className="strong" />. {s.useLinkInstead}
          </p>
          <p className="actions">
            <button type="button" className="main" onClick={link.use}>
              {s.useLink}
            </button>
            <button type="button" onClick={link.leave}>
              {s.stay}
            </button>
          </p>
        </>
      )}
      {(link.kind === 'none' || link.kind === 'refused') && (
        <>
          <p>{s.signInWith}</p>
          {link.kind === 'refused' && (
            <p className="notice bad" role="alert">
              {link.why}
            </p>
          )}
          <SignInForm onDone={() => go(after, { replace: true })} />
        </>
      )}
      <p className="small">{s.readOnly}</p>
    </main>
  );
}

type Link =
  | { readonly kind: 'none' | 'trying' }
  | { readonly kind: 'refused'; readonly why: string }
  /** Somebody is signed in: nobody is to work under another name for having followed a link. */
  | {
      readonly kind: 'held';
      readonly by: Who;
      readonly use: () => void;
      readonly leave: () => void;
    };

/**
 * A code in the fragment is used, and taken out of the address bar. Another link in the same window changes nothing but the
 * fragment.
 */
function useLink(after: string): Link {
  const [code, setCode] = useState(codeInAddress);
  const [link, set] = useState<Link>({ kind: code === undefined ? 'none' : 'trying' });
  const taken = useRef<string>(undefined);
  useEffect(() => {
    const look = () => setCode((now) => codeInAddress() ?? now);
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
  useEffect(() => {
    if (code === undefined || taken.current === code) return;
    taken.current = code;
    window.history.replaceState(null, '', window.location.pathname);
    const use = () => {
      set({ kind: 'trying' });
      signIn({ code }, '/api/v1/login/link/')
        .then(() => go(after, { replace: true }))
        .catch((thrown: unknown) => {
          const isOver = thrown instanceof ApiProblem && thrown.status === 401;
          set({ kind: 'refused', why: isOver ? s.linkRefused : words(thrown) });
        });
    };
    const leave = () => {
      lookWho()
        .then(() => go(after, { replace: true }))
        .catch((thrown: unknown) => set({ kind: 'refused', why: words(thrown) }));
    };
    set({ kind: 'trying' });
    whoIsThere()
      .then((by) => (by === undefined ? use() : set({ kind: 'held', by, use, leave })))
      .catch((thrown: unknown) => set({ kind: 'refused', why: words(thrown) }));
  }, [code, after]);
  return link;
}

/** Only the sign-in page has any business with codes. */
const codeInAddress = (): string | undefined =>
  window.location.pathname === '/sign-in'
    ? /^#code=([\w-]+)$/.exec(window.location.hash)?.[1]
    : undefined;

/** The dialog over a page whose session has ended: the page behind stays as it was. */
export function SessionEnded({ who }: { readonly who: Who }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="session-ended"
      // Nothing behind works before somebody has signed in. Browsers let Escape be held off only so often.
      onCancel={(event) => event.preventDefault()}
      onClose={() => dialog.current?.showModal()}
    >
      <h2 id="session-ended">{s.sessionEnded}</h2>
      <p>{s.sessionEndedWhy}</p>
      <SignInForm fixed={who.id} onDone={() => undefined} />
      <p>
        <button type="button" className="quiet" onClick={() => void signOut()}>
          {s.somebodyElse}
        </button>
      </p>
    </dialog>
  );
}

function SignInForm({
  fixed,
  onDone,
}: {
  readonly fixed?: string;
  readonly onDone: () => void;
}): ReactNode {
  const [why, setWhy] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [hasCaps, setCaps] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setBusy(true);
    setWhy('');
    try {
      const username = fixed ?? String(fields.get('username')).trim();
      await signIn({ username, password: String(fields.get('password')) });
      onDone();
    } catch (thrown) {
      setWhy(words(thrown));
      const field = form.elements.namedItem('password') as HTMLInputElement;
      field.value = '';
      field.focus();
    } finally {
      setBusy(false);
    }
  };
  const noteCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));
  return (
    <form onSubmit={(event) => void submit(event)} className="stack">
      {fixed === undefined ? (
        <label>
          {s.username}
          <input
            name="username"
            autoComplete="username"
            required
            spellCheck={false}
            autoCapitalize="none"
          />
        </label>
      ) : (
        <p>
          {s.username}: <Data text={fixed} className="strong" />
        </p>
      )}
      <label>
        {s.password}
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          onKeyUp={noteCaps}
          aria-describedby="caps"
        />
      </label>
      <p id="caps" className="small" role="status">
        {hasCaps ? s.capsLock : ''}
      </p>
      {why !== '' && (
        <p className="notice bad" role="alert">
          {why}
        </p>
      )}
      <button type="submit" className="main" disabled={isBusy}>
        {isBusy ? s.signingIn : s.signIn}
      </button>
    </form>
  );
}

function words(thrown: unknown): string {
  if (!(thrown instanceof ApiProblem)) return s.ownMistake;
  if (thrown.status === 429) return s.tooMany(Math.ceil((thrown.retryAfterSeconds ?? 60) / 60));
  if (thrown.code === 'LOGIN_REFUSED' && thrown.message.length < 40) return s.refusedAttempt;
  return thrown.message;
}

/** Looks once who is there; gives what went wrong. */
export function useWho(): { readonly problem: unknown; readonly look: () => void } {
  const [problem, setProblem] = useState<unknown>();
  const look = () => {
    setProblem(undefined);
    lookWho().catch(setProblem);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the start
  useEffect(() => {
    if (currentSession().kind === 'unknown' && codeInAddress() === undefined) look();
  }, []);
  return { problem, look };
}
