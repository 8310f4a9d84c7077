// The ledger as it stands: origin, size, latest checkpoint, key.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../api/ask.js';
import { CopyButton } from '../parts/copy-button.js';
import { Data } from '../parts/data.js';
import { saveFile } from '../parts/save-file.js';
import { Failure, Loading } from '../parts/states.js';
import { numberText } from '../parts/time.js';
import { proofStrings } from '../strings.js';
import { checkpointIn } from './checkpoint.js';
import { KeyView } from './key-view.js';
import { signedNote } from './known-key.js';
import type { KeyState } from './use-key.js';
import type { LedgerState } from './verify-ledger.js';

const s = proofStrings.page;

/** `isSystem`: may read the state of the whole ledger; others know what the checkpoint says. */
export function LedgerView({
  isSystem,
  keyState,
}: {
  readonly isSystem: boolean;
  readonly keyState: KeyState;
}): ReactNode {
  return (
    <div className="ledger">
      <section className="panel" aria-labelledby="state">
        <h2 id="state">{s.state}</h2>
        {isSystem && <State />}
        <CheckpointView known={keyState.known} />
      </section>
      <section className="panel" aria-labelledby="key">
        <h2 id="key">{proofStrings.file.key}</h2>
        <p className="small soft">{proofStrings.key.why}</p>
        <KeyView state={keyState} />
      </section>
    </div>
  );
}

function State(): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['ledger'],
    queryFn: ({ signal }) => read<LedgerState>('/api/v1/local/ledger/', signal),
    staleTime: 5_000,
  });
  if (error !== null)
    return <Failure what={s.failed} problem={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading what={s.loading} />;
  const { length } = data.checkpoints;
  return (
    <dl className="facts">
      <dt>{s.origin}</dt>
      <dd>
        <Data text={data.origin} className="mono" />
      </dd>
      <dt>{s.size}</dt>
      <dd>{numberText(data.size)}</dd>
      <dt>{s.checkpoints}</dt>
      <dd>{length === 0 ? s.none : data.more ? s.checkpointsMore(length) : numberText(length)}</dd>
    </dl>
  );
}

/** `known`: the key that was compared; a checkpoint that was found right with it is remembered. */
function CheckpointView({ known }: { readonly known: string | undefined }): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['checkpoint'],
    queryFn: ({ signal }) => read<string>('/api/v1/local/checkpoint/', signal),
    staleTime: 5_000,
  });
  const shown = data === undefined ? undefined : checkpointIn(data);
  const seen = known === undefined ? undefined : checkpointIn(signedNote(known) ?? '');
  return (
    <>
      <h3>
        {s.checkpoint}{' '}
        {shown !== undefined && (
          <span className="soft small">{s.checkpointSize(numberText(shown.size))}</span>
        )}
      </h3>
      {error !== null && (
        <Failure what={s.checkpointFailed} problem={error} onRetry={() => void refetch()} />
      )}
      {data === undefined ? (
        error === null && <Loading what={s.loading} />
      ) : (
        <>
          <p className="small soft">{s.checkpointWhy}</p>
          {shown === undefined && <p className="notice warn small">{s.checkpointOdd}</p>}
          {shown !== undefined && seen !== undefined && shown.size < seen.size && (
            <div className="notice bad" role="alert">
              <strong>{s.checkpointSmaller}</strong>
              <p>{s.checkpointSmallerWhy(numberText(seen.size))}</p>
            </div>
          )}
          <div className="note-text mono">
            {data.split('\n').map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its place
              <div key={at}>{line === '' ? '\u00a0' : <Data text={line} />}</div>
            ))}
          </div>
          <p className="actions unprinted">
            <CopyButton text={data} label={s.copy} />
            <button
              type="button"
              onClick={() => saveFile(new Blob([data], { type: 'text/plain' }), s.fileName)}
            >
              {s.download}
            </button>
          </p>
        </>
      )}
    </>
  );
}
