// The key that things are checked with: the one that was compared in this browser, else the one the server hands out.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../api/ask.js';
import { proofStrings } from '../strings.js';
import { forgetKey, type KeyStanding, keepKey, knownKey, standingOf } from './known-key.js';

export interface KeyState {
  /** As the server hands it out; undefined until it was read. */
  readonly offered: string | undefined;
  readonly known: string | undefined;
  /** `none` also as long as it is not known what the server hands out. */
  readonly standing: KeyStanding;
  /** What is to be checked with. */
  readonly key: string | undefined;
  readonly problem: unknown;
  retry(): void;
  /** False when this browser keeps nothing. */
  keep(): boolean;
  forget(): void;
}

const path = '/api/v1/local/verifier_key/';

/** The query of the key, for reading it outside of a component too. */
export const keyQuery = {
  queryKey: ['verifier key'],
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await read<string>(path, signal)).trim(),
} as const;

/** What a good verdict by this key still rests on; empty when it was compared in this browser. */
export const caveatOf = ({ known }: KeyState, key: string): string =>
  known === key ? '' : proofStrings.verdict.keyOpen;

/** The key as it is now. */
export function useKey(): KeyState {
  const { data: offered, error, refetch } = useQuery(keyQuery);
  const [known, setKnown] = useState(() => knownKey());
  return {
    offered,
    known,
    standing: offered === undefined ? 'none' : standingOf(known, offered),
    key: known ?? offered,
    problem: error,
    retry: () => void refetch(),
    keep: () => {
      if (offered === undefined || !keepKey(offered)) return false;
      setKnown(offered);
      return true;
    },
    forget: () => {
      forgetKey();
      setKnown(undefined);
    },
  };
}
