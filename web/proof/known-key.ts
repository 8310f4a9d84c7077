// The verifier key that somebody has compared in this browser, and the largest checkpoint that was found right with it. They
// outweigh whatever the server hands out later.

const places = { key: 'muster.verifierKey', signed: 'muster.signedCheckpoint' } as const;

/** What of `localStorage` is needed. */
export interface KeyStore {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/** Where a browser allows nothing to be kept, even to look for the store throws. */
export type OpenStore = () => KeyStore;

const ofBrowser: OpenStore = () => window.localStorage;

/** The key that was compared; undefined when none was, or the browser keeps nothing. */
export function knownKey(open: OpenStore = ofBrowser): string | undefined {
  try {
    return keyIn(open().getItem(places.key) ?? '');
  } catch {
    return undefined;
  }
}

/** Keeps a key that somebody has compared. False when the browser does not allow it. */
export function keepKey(key: string, open: OpenStore = ofBrowser): boolean {
  try {
    open().setItem(places.key, key);
    return true;
  } catch {
    return false;
  }
}

/** Forgets it, and what was found right with it. */
export function forgetKey(open: OpenStore = ofBrowser): void {
  try {
    for (const place of Object.values(places)) open().removeItem(place);
  } catch {
    // Then it was never kept.
  }
}

/** The checkpoint that was kept with this key. */
export function signedNote(key: string, open: OpenStore = ofBrowser): string | undefined {
  try {
    const kept = JSON.parse(open().getItem(places.signed) ?? 'null') as {
      readonly key?: unknown;
      readonly note?: unknown;
    } | null;
    return kept?.key === key && typeof kept.note === 'string' ? kept.note : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a checkpoint that was found right with the key that was compared; with another nothing is kept. */
export function keepSigned(key: string, note: string, open: OpenStore = ofBrowser): void {
  try {
    if (knownKey(open) === key) open().setItem(places.signed, JSON.stringify({ key, note }));
  } catch {
    // Then the next check has less to go by.
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
