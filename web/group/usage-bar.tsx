// Usage against authorised as a bar. Beside it stand the same figures as text, so that the bar itself is silent.
import type { ReactNode } from 'react';
import type { Licence } from '../../src/audit/model.js';
import { groupStrings as s } from '../strings.js';
import './licences.css';
import { barOf } from './licence-rows.js';

export function UsageBar({ licence }: { readonly licence: Licence }): ReactNode {
  const bar = barOf(licence);
  if (bar.kind === 'nothing') return null;
  if (bar.kind === 'share')
    return (
      <div className={bar.isFull ? 'usage full' : 'usage'} aria-hidden="true">
        <div
          className={bar.share > 0 ? 'used' : 'used none'}
          style={{ width: `${bar.share * 100}%` }}
        />
        <span>{percent(bar.share)}</span>
      </div>
    );
  return (
    <div className={`usage ${bar.kind}`} aria-hidden="true">
      <span>{s.bars[bar.kind]}</span>
    </div>
  );
}

/** Nothing is rounded to none or all: 1 of 1,000 is more than 0 %. */
function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '< 1 %';
  return rounded === 100 && share < 1 ? '> 99 %' : `${rounded} %`;
}
