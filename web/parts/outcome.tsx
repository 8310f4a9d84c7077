// How a call ended, as a badge: words and colour, never colour alone.
import type { ReactNode } from 'react';
import { recordsStrings as s } from '../strings.js';
import { Data } from './data.js';

const kinds: Readonly<Record<string, string>> = {
  succeeded: 'good',
  partial: 'warn',
  refused: 'bad',
  failed: 'bad',
  open: 'note',
};

/** Any text: what is no outcome is shown as it is. Nobody knows: neither good nor bad. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }): ReactNode {
  return (
    <span className={`badge ${Object.hasOwn(kinds, outcome) ? kinds[outcome] : 'unknown'}`}>
      <Data text={outcomeText(outcome)} />
    </span>
  );
}

/** The same in words alone. */
export function outcomeText(outcome: string): string {
  if (outcome === '') return s.outcomeDamaged;
  return Object.hasOwn(s.outcomes, outcome) ? s.outcomes[outcome]! : outcome;
}
