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
import { shellStrings as s } from '../strings.js';
import { go } from './address.js';
import { lookWho, signIn, signOut } from './use-session.js';

/** The whole page, for whoever is not signed in. `after` is where it goes then. */
export function SignInPage({ after }: { readonly after: string }): ReactNode {
  const { isTrying, why } = useLink(after);
  return (
    <main className="sign-in">
      <h1>{s.signInTitle}</h1>
      {isTrying ? (
        <p role="status">{s.byLink}</p>
      ) : (
        <>
          <p>{s.signInWith}</p>
          {why !== '' && (
            <p className="notice bad" role="alert">
              {why}
            </p>
          )}
          <SignInForm onDone={() => go(after, { replace: true })} />
        </>
      )}
      <p className="small">{s.readOnly}</p>
    </main>
  );
}

/** A code in the fragment is used at once, and taken out of the address bar. */
function useLink(after: string): { readonly isTrying: boolean; readonly why: string } {
  const [code] = useState(() => /^#code=([\w-]+)$/.exec(window.location.hash)?.[1]);
  const [why, setWhy] = useState('');
  const [isTrying, setTrying] = useState(code !== undefined);
  const isSent = useRef(false);
  useEffect(() => {
    if (code === undefined || isSent.current) return;
    isSent.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    signIn({ code }, '/api/v1/login/link/')
      .then(() => go(after, { replace: true }))
      .catch((thrown: unknown) => {
        setWhy(
          thrown instanceof ApiProblem && thrown.status === 401 ? s.linkRefused : words(thrown),
        );
        setTrying(false);
      });
  }, [code, after]);
  return { isTrying, why };
}

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
      // Nothing behind works before somebody has signed in: Escape must not close it.
      onCancel={(event) => event.preventDefault()}
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
    if (currentSession().kind === 'unknown' && !window.location.hash.startsWith('#code=')) look();
  }, []);
  return { problem, look };
}
