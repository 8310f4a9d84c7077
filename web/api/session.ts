// Who is signed in, as the page knows it. Calls that meet an ended session wait here until somebody has signed in again.

/** As `GET /api/v1/login/` answers. */
export interface Who {
  readonly id: string;
  readonly ids: {
    readonly tenant_id?: string;
    readonly group_id?: string;
    readonly user_id?: string;
  };
  readonly profile: {
    /** 0 user, 4 department, 8 group, 12 service provider or reseller, 16 system. */
    readonly user_level: number;
    readonly via: string;
  };
  /** Of a reseller. */
  readonly tenants?: readonly string[];
}

export type Session =
  | { readonly kind: 'unknown' }
  /** `mayGoOn`: the server could not be told that the session is over. */
  | { readonly kind: 'nobody'; readonly mayGoOn?: boolean }
  | { readonly kind: 'signedIn'; readonly who: Who }
  /** Whoever was signed in may go on after signing in again; nothing on the page is lost. */
  | { readonly kind: 'ended'; readonly who: Who };

let session: Session = { kind: 'unknown' };
/** Counts sign-ins: a call that was sent under an earlier one need only be sent again. */
let number = 0;
const listeners = new Set<() => void>();
let waiting: ((again: boolean) => void)[] = [];

/** The present session; the same object until it changes. */
export const currentSession = (): Session => session;

/** Login of whoever is signed in, or was and may go on; undefined for nobody. */
export const currentAccount = (): string | undefined =>
  session.kind === 'signedIn' || session.kind === 'ended' ? session.who.id : undefined;

/** Which sign-in this is. */
export const sessionNumber = (): number => number;

/** Calls back when the session changes; gives what ends that. */
export function watchSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** Somebody has signed in, or was found to be. Calls that waited go on. */
export function signedIn(who: Who): void {
  number += 1;
  const before = waiting;
  waiting = [];
  become({ kind: 'signedIn', who });
  for (const go of before) go(true);
}

/**
 * Nobody is signed in, and what was shown must go. Calls that waited end. `mayGoOn`: the server does not know it, so whoever
 * opens the page in this browser may be let in.
 */
export function signedOut(mayGoOn = false): void {
  const before = waiting;
  waiting = [];
  become({ kind: 'nobody', mayGoOn });
  for (const go of before) go(false);
}

/**
 * A call sent under sign-in `sent` was told that its session is over. Resolves when it may be sent again; rejects when
 * nobody is signed in any more, or the signal is aborted.
 */
export async function sessionEnded(sent: number, signal?: AbortSignal): Promise<void> {
  if (sent !== number && session.kind === 'signedIn') return;
  if (session.kind === 'signedIn') become({ kind: 'ended', who: session.who });
  if (session.kind !== 'ended') {
    if (session.kind === 'unknown') become({ kind: 'nobody' });
    throw new DOMException('nobody is signed in', 'AbortError');
  }
  await new Promise<void>((resolve, reject) => {
    const stop = () => reject(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    waiting.push((again) => {
      signal?.removeEventListener('abort', stop);
      if (again) resolve();
      else reject(new DOMException('nobody is signed in', 'AbortError'));
    });
  });
}
