// What is shown in place of content: loading, empty, and what went wrong with a way on.
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';
import { addressOf } from '../shell/address.js';
import { shellStrings as s } from '../strings.js';
import { Data } from './data.js';
import { Link } from './link.js';

/** Something is being read; told to screen readers, too. */
export function Loading({ what }: { readonly what: string }): ReactNode {
  return (
    <p className="loading" role="status">
      <span className="spinner" aria-hidden="true" />
      {what}
    </p>
  );
}

/** There is nothing here, and that is known. */
export function Empty({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className="empty">{children}</p>;
}

/** It could not be read: why, what to do, the record of the attempt. */
export function Failure({
  what,
  problem,
  onRetry,
}: {
  readonly what: string;
  readonly problem: unknown;
  readonly onRetry?: () => void;
}): ReactNode {
  const known = problem instanceof ApiProblem ? problem : undefined;
  return (
    <div className="notice bad" role="alert">
      <strong>{what}</strong>
      <p>
        <Data text={known?.message ?? s.ownMistake} />
        {known?.refusal?.errorCode && !known.message.includes(known.refusal.errorCode)
          ? ` (${s.errorCode} ${known.refusal.errorCode})`
          : ''}
        {known?.fault === undefined ? '' : ` (${known.fault})`}
      </p>
      {known?.refusal !== undefined && known.refusal.detail !== '' && (
        <p>
          <Data text={known.refusal.detail} />
        </p>
      )}
      <p className="actions">
        {onRetry !== undefined && (
          <button type="button" onClick={onRetry}>
            {s.retry}
          </button>
        )}
        {known?.recordId !== undefined && (
          <Link to={addressOf({ page: 'record', recordId: known.recordId })}>{s.itsRecord}</Link>
        )}
      </p>
    </div>
  );
}
