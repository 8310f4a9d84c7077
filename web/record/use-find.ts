// The search inside a record: what is looked for, where it was found, and which of the places one stands at.
import { useDeferredValue, useMemo, useState } from 'react';
import {
  countsBySection,
  type Hit,
  type Hits,
  hitsIn,
  type Place,
  placesByLine,
} from './search.js';
import type { TextKey, Texts } from './texts.js';

export interface Find {
  readonly query: string;
  readonly hits: Hits;
  /** Index of the place one stands at; undefined when nothing was found. */
  readonly at: number | undefined;
  readonly counts: ReadonlyMap<string, number>;
  /** Grows with each step, so that the same place can be gone to again. */
  readonly steps: number;
  placesIn(key: TextKey): ReadonlyMap<number, readonly Place[]>;
  search(query: string): void;
  step(by: 1 | -1): void;
}

const none: ReadonlyMap<number, readonly Place[]> = new Map();

/** `onGo` is told of the place that is to be shown. */
export function useFind(
  texts: Texts,
  rawKeys: ReadonlySet<TextKey>,
  onGo: (hit: Hit) => void,
): Find {
  const [query, setQuery] = useState('');
  const [position, setPosition] = useState({ at: 0, steps: 0 });
  const wanted = useDeferredValue(query);
  const hits = useMemo(
    () =>
      wanted === ''
        ? hitsIn([], '')
        : hitsIn(
            texts.all.map(({ key }) => ({ key, lines: texts.lines(key, rawKeys.has(key)) })),
            wanted,
          ),
    [texts, rawKeys, wanted],
  );
  const counts = useMemo(() => countsBySection(hits), [hits]);
  const places = useMemo(
    () => new Map([...counts.keys()].map((key) => [key, placesByLine(hits, key)])),
    [hits, counts],
  );
  const total = hits.hits.length;
  const at = total === 0 ? undefined : Math.min(position.at, total - 1);
  return {
    query,
    hits,
    at,
    counts,
    steps: position.steps,
    placesIn: (key) => places.get(key) ?? none,
    search: (next) => {
      setQuery(next);
      setPosition({ at: 0, steps: 0 });
    },
    step: (by) => {
      if (at === undefined) return;
      // The first step goes to the place that is counted as the first.
      const next = position.steps === 0 && by === 1 ? at : (at + by + total) % total;
      setPosition({ at: next, steps: position.steps + 1 });
      onGo(hits.hits[next]!);
    },
  };
}
