// An amount in words and looks of its own: a number, unlimited, unknown, not on this release. None looks like another.
import type { ReactNode } from 'react';
import type { Amount } from '../../src/audit/model.js';
import { numberText } from '../parts/time.js';
import { groupStrings as s } from '../strings.js';

/** `undefined` is no figure at all, such as the ceiling of what is not authorised. */
export function AmountText({ amount }: { readonly amount: Amount | undefined }): ReactNode {
  if (amount === undefined)
    return (
      <>
        <span aria-hidden="true" className="soft">
          –
        </span>
        <span className="unshown">{s.amounts.absent}</span>
      </>
    );
  if (typeof amount === 'number') return numberText(amount);
  if (amount === 'unlimited') return <span className="unlimited">{s.amounts.unlimited}</span>;
  return (
    <span className="badge unknown" title={s.amountsWhy[amount]}>
      {s.amounts[amount]}
    </span>
  );
}
