// The verifier key that somebody has compared in this browser. It outweighs whatever the server hands out later.

const place = 'muster.verifierKey';

/** What of `localStorage` is needed; reading or writing may be forbidden and then throws. */
export interface KeyStore {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** The key that was compared; undefined when none was, or the browser keeps nothing. */
export function knownKey(store: KeyStore): string | undefined {
  try {
    return keyIn(store.getItem(place) ?? '');
  } catch {
    return undefined;
  }
}

/** Keeps a key that somebody has compared. False when the browser does not allow it. */
export function keepKey(store: KeyStore, key: string): boolean {
  try {
    store.setItem(place, key);
    return true;
  } catch {
    return false;
  }
}

/** Forgets it. */
export function forgetKey(store: KeyStore): void {
  try {
    store.removeItem(place);
  } catch {
    // Then it was never kept.
  }
}

/** A verifier key without what came along when it was copied; undefined when the text has not its form. */
export function keyIn(text: string): string | undefined {
  const [found] = /[^\s+]{1,300}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{40,60}/.exec(text) ?? [];
  return found;
}

/** `none`: nobody has compared one. `other`: the server hands out another than was compared. */
export type KeyStanding = 'none' | 'same' | 'other';

/** How the key that is offered stands to the one that was compared. */
export function standingOf(known: string | undefined, offered: string): KeyStanding {
  if (known === undefined) return 'none';
  return known === offered ? 'same' : 'other';
}
