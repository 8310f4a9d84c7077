// An audit under way, and how the last one ended. What went wrong stays until somebody has read it.
import { type ReactNode, useEffect, useState } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { Link } from '../parts/link.js';
import { Failure } from '../parts/states.js';
import { numberText } from '../parts/time.js';
import { addressOf } from '../shell/address.js';
import { groupStrings } from '../strings.js';
import { useAuditAgain } from './audit-again.js';
import type { Taking } from './use-taking.js';

const s = groupStrings.taking;

export function TakingPanel({
  taking,
  onLeave,
  onDismiss,
}: {
  readonly taking: Taking;
  readonly onLeave: () => void;
  readonly onDismiss: () => void;
}): ReactNode {
  const again = useAuditAgain();
  switch (taking.kind) {
    case 'idle':
      return null;
    case 'running':
      return <Running taking={taking} onLeave={onLeave} />;
    case 'failed':
      return (
        <div className="failed-taking unprinted">
          <Failure what={s.failed} problem={taking.problem} {...(again && { onRetry: again })} />
          <Dismiss onDismiss={onDismiss} />
        </div>
      );
    case 'left':
      return (
        <div className="notice note ended unprinted" role="status">
          <p>{s.left}</p>
          <Dismiss onDismiss={onDismiss} />
        </div>
      );
    case 'taken': {
      const { status, startedAt, finishedAt } = taking.audit;
      const took = durationText(Date.parse(finishedAt) - Date.parse(startedAt));
      return (
        <div className={`notice ${status === 'complete' ? 'good' : 'warn'} ended unprinted`}>
          <div>
            <p role="status">{s.taken(groupStrings.statuses[status][1], took)}</p>
            {taking.id === undefined ? <p>{s.unkept}</p> : <KeptAs id={taking.id} />}
          </div>
          <Dismiss onDismiss={onDismiss} />
        </div>
      );
    }
  }
}

function KeptAs({ id }: { readonly id: string }): ReactNode {
  return (
    <p className="small">
      {s.keptAs}{' '}
      <Link to={addressOf({ page: 'record', recordId: id })}>
        <Data text={id} className="mono" />
      </Link>
    </p>
  );
}

function Dismiss({ onDismiss }: { readonly onDismiss: () => void }): ReactNode {
  return (
    <button type="button" className="quiet" onClick={onDismiss}>
      {s.dismiss}
    </button>
  );
}

function Running({
  taking: { since, parts, left, answered },
  onLeave,
}: {
  readonly taking: Extract<Taking, { kind: 'running' }>;
  readonly onLeave: () => void;
}): ReactNode {
  const elapsed = useElapsed(since);
  const done = left === undefined ? 0 : parts.length - left.length;
  return (
    <section className="panel taking unprinted" aria-label={s.title}>
      <div className="row spread">
        <strong>
          <span className="spinner" aria-hidden="true" />
          {s.title}
        </strong>
        <button type="button" onClick={onLeave} title={s.leaveHint}>
          {s.leave}
        </button>
      </div>
      <progress max={parts.length} value={done} aria-label={s.progress} />
      <p className="small soft">
        <span role="status">{left === undefined ? s.asking : s.done(done, parts.length)}</span>
        {left !== undefined && `, ${s.answered(numberText(answered))}`}
        {`, ${s.elapsed(elapsed)}`}
      </p>
      <ul className="chips">
        {parts.map((name) => {
          const isDone = left !== undefined && !left.includes(name);
          return (
            <li key={name} className={isDone ? 'badge good' : 'badge'}>
              <span aria-hidden="true">{isDone ? '✓' : '…'}</span> {groupStrings.sections[name]}
              <span className="unshown">: {isDone ? s.partDone : s.partLeft}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Seconds since then, whole. */
function useElapsed(since: number): number {
  const [now, set] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since) / 1000));
}
