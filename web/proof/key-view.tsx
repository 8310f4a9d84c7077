// The verifier key, how far it can be trusted, and the way to compare it. Another key than before is never passed over.
import { type ReactNode, useState } from 'react';
import { CopyButton } from '../parts/copy-button.js';
import { Data } from '../parts/data.js';
import { Failure, Loading } from '../parts/states.js';
import { proofStrings } from '../strings.js';
import { keyIn } from './known-key.js';
import type { KeyState } from './use-key.js';

const s = proofStrings.key;

export function KeyView({ state }: { readonly state: KeyState }): ReactNode {
  const { offered, known, standing, key, problem } = state;
  if (offered === undefined && problem !== null && problem !== undefined)
    return <Failure what={s.failed} problem={problem} onRetry={state.retry} />;
  if (offered === undefined || key === undefined) return <Loading what={s.loading} />;
  if (standing === 'other')
    return (
      <div className="notice bad" role="alert">
        <strong>{s.changed}</strong>
        <p>{s.changedWhy}</p>
        <p className="small">{s.old}</p>
        <KeyText text={known!} />
        <p className="small">{s.offered}</p>
        <KeyText text={offered} />
        <Compare state={state} offered={offered} confirm={s.confirmNew} />
      </div>
    );
  return (
    <>
      <KeyText text={key} />
      {standing === 'same' ? (
        <p className="small">
          <span className="badge good">✓</span> {s.remembered}{' '}
          <button type="button" className="quiet unprinted" onClick={state.forget}>
            {s.forget}
          </button>
        </p>
      ) : (
        <>
          <p className="small">
            <span className="badge warn">!</span> {s.fromServer}
          </p>
          <details className="unprinted">
            <summary>{s.compare}</summary>
            <Compare state={state} offered={offered} confirm={s.confirm} />
          </details>
        </>
      )}
    </>
  );
}

const KeyText = ({ text }: { readonly text: string }) => (
  <p className="key-text">
    <code>
      <Data text={text} />
    </code>{' '}
    <span className="unprinted">
      <CopyButton text={text} label={s.copy} />
    </span>
  </p>
);

function Compare({
  state,
  offered,
  confirm,
}: {
  readonly state: KeyState;
  readonly offered: string;
  readonly confirm: string;
}): ReactNode {
  const [pasted, setPasted] = useState('');
  const [said, say] = useState('');
  const isSame = keyIn(pasted) === offered;
  return (
    <div className="stack compare">
      <label>
        {s.pasted}
        <input
          value={pasted}
          autoComplete="off"
          spellCheck={false}
          className="mono"
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
      </label>
      <p role="status" className={isSame ? 'said' : 'compare-other'}>
        {pasted === '' ? '' : isSame ? `✓ ${s.pastedSame}` : `✗ ${s.pastedOther}`}
      </p>
      <p className="actions">
        <button
          type="button"
          disabled={pasted !== '' && !isSame}
          onClick={() => say(state.keep() ? '' : s.notRemembered)}
        >
          {confirm}
        </button>
        <span role="status">{said}</span>
      </p>
    </div>
  );
}
