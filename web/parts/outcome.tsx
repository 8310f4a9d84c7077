// How a call ended, as a badge: words and colour, never colour alone.
import type { ReactNode } from 'react';
import { recordsStrings as s } from '../strings.js';
import { Data } from './data.js';

const kinds: Readonly<Record<string, string>> = {
  succeeded: 'good',
  partial: 'warn',
  refused: 'warn',
  failed: 'bad',
  unknown: 'bad',
  open: 'note',
};

export function OutcomeBadge({ outcome }: { readonly outcome: string }): ReactNode {
  return (
    <span className={`badge ${kinds[outcome] ?? 'unknown'}`}>
      <Data text={s.outcomes[outcome] ?? (outcome === '' ? s.outcomeDamaged : outcome)} />
    </span>
  );
}
