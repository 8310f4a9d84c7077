// The session for components, and the ways in and out of it.
import { useSyncExternalStore } from 'react';
import { ask } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import {
  currentSession,
  type Session,
  signedIn,
  signedOut,
  type Who,
  watchSession,
} from '../api/session.js';

export const useSession = (): Session => useSyncExternalStore(watchSession, currentSession);

/** Finds out whether the cookie of an earlier visit is still good. Throws `ApiProblem` when the server cannot say. */
export async function lookWho(): Promise<void> {
  const who = await whoIsThere();
  if (who === undefined) signedOut();
  else signedIn(who);
}

/** Whose cookie this browser has; undefined for nobody's. Throws `ApiProblem` when the server cannot say. */
export async function whoIsThere(): Promise<Who | undefined> {
  try {
    return (await ask<Who>('/api/v1/login/', { waits: false })).body;
  } catch (thrown) {
    if (!(thrown instanceof ApiProblem) || thrown.status !== 401) throw thrown;
    return undefined;
  }
}

/** Throws `ApiProblem` when it is refused. */
export async function signIn(credentials: object, path = '/api/v1/login/'): Promise<void> {
  await ask(path, { method: 'POST', body: credentials, waits: false });
  await lookWho();
}

/** Ends the session here whatever the server says: whoever leaves must be able to leave, and is told if it is not over there. */
export async function signOut(): Promise<void> {
  const isOver = await ask('/api/v1/login/', { method: 'DELETE', waits: false }).then(
    () => true,
    // It was over before.
    (thrown: unknown) => thrown instanceof ApiProblem && thrown.status === 401,
  );
  signedOut(!isOver);
}
