// How a state of numbers looks: one ground for assigned, free and not told, one pattern for activated, deactivated and not
// told. Map, lists and legend use the same, so that no state is told by its colour alone.
import type { ReactNode } from 'react';
import { numbersStrings as s } from '../strings.js';
import type { NumberKind } from './numbers-space.js';

type State = Pick<NumberKind, 'assigned' | 'activated'>;

const flags = ['true', 'false', 'unknown'] as const;

const idOf = (assigned: string, activated: string) => `numbers-${assigned}-${activated}`;

/** What `fill` takes. */
export const fillOf = ({ assigned, activated }: State): string =>
  `url(#${idOf(String(assigned), String(activated))})`;

/** `assigned, activated`. */
export const stateWords = ({ assigned, activated }: State): string =>
  `${s.assigned[`${assigned}`]}, ${s.activated[`${activated}`]}`;

/** The patterns themselves; once on a page, before whatever is filled with them. */
export function StatePatterns(): ReactNode {
  return (
    <svg className="number-patterns" width="0" height="0" aria-hidden="true">
      <defs>
        {flags.flatMap((assigned) =>
          flags.map((activated) => (
            <pattern
              key={idOf(assigned, activated)}
              id={idOf(assigned, activated)}
              className={`number-pattern ${assigned}`}
              width="6"
              height="6"
              patternUnits="userSpaceOnUse"
            >
              <rect width="6" height="6" />
              {activated === 'false' && <path d="M-1.5 4.5l6-6M-1.5 10.5l12-12M1.5 13.5l12-12" />}
              {activated === 'unknown' && <circle cx="3" cy="3" r="1.5" />}
              {assigned === 'unknown' && activated !== 'unknown' && (
                <path d="M0 0l6 6M-3 3l6 6M3 -3l6 6" />
              )}
            </pattern>
          )),
        )}
      </defs>
    </svg>
  );
}

/** The look of a state as a small field, for legends. */
export function Swatch({ state }: { readonly state: State }): ReactNode {
  return (
    <svg className="number-swatch" width="20" height="13" aria-hidden="true">
      <rect width="20" height="13" fill={fillOf(state)} />
    </svg>
  );
}
