// Verifying the whole ledger: what is done, how far it is, and the verdict.
import { type ReactNode, useState } from 'react';
import { Data } from '../parts/data.js';
import { durationText, numberText } from '../parts/time.js';
import { proofStrings } from '../strings.js';
import type { KeyState } from './use-key.js';
import { useWhole, type WholeState } from './use-whole.js';
import type { LedgerProgress, LedgerVerdict } from './verify-ledger.js';

const s = proofStrings.whole;

export function WholeView({ keyState }: { readonly keyState: KeyState }): ReactNode {
  const { state, start, stop } = useWhole();
  const [contents, setContents] = useState(true);
  const [from, setFrom] = useState('');
  const isRunning = state.kind === 'running';
  const begin = () =>
    start({
      contents,
      ...(keyState.key === undefined ? {} : { verifierKey: keyState.key }),
      // A signed note ends with a line feed, which is easily lost when it is copied.
      ...(from.trim() === '' ? {} : { from: `${from.trim()}\n` }),
    });
  return (
    <section className="panel" aria-labelledby="whole">
      <h2 id="whole">{s.heading}</h2>
      <p>{s.about}</p>
      <div className="stack">
        <label className="one-line">
          <input
            type="checkbox"
            checked={contents}
            disabled={isRunning}
            onChange={(event) => setContents(event.currentTarget.checked)}
          />
          {s.contents}
        </label>
        <details>
          <summary>{s.from}</summary>
          <label className="stack">
            <span className="small soft">{s.fromWhy}</span>
            <textarea
              rows={5}
              aria-label={s.from}
              className="mono"
              spellCheck={false}
              value={from}
              disabled={isRunning}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
          </label>
        </details>
        <p className="actions unprinted">
          <button type="button" className="main" onClick={begin} disabled={isRunning}>
            {state.kind === 'idle' || isRunning ? s.start : s.again}
          </button>
          {isRunning && (
            <button type="button" onClick={stop}>
              {s.stop}
            </button>
          )}
        </p>
      </div>
      <Result state={state} />
    </section>
  );
}

function Result({ state }: { readonly state: WholeState }): ReactNode {
  if (state.kind === 'idle') return null;
  if (state.kind === 'running') return <Progress progress={state.progress} />;
  if (state.kind === 'crashed')
    return (
      <p className="notice verdict unknown-ground" role="alert">
        {s.crashed} {s.failedWhy}
      </p>
    );
  return <Verdict verdict={state.verdict} />;
}

function Progress({ progress }: { readonly progress: LedgerProgress | undefined }): ReactNode {
  if (progress === undefined) return <p role="status">{s.starting}</p>;
  const { entries, size, seconds } = progress;
  const said = s.progress(numberText(entries), numberText(size));
  return (
    <div className="whole-progress">
      <progress value={entries} max={Math.max(1, size)} aria-label={said} />
      <span className="small">
        {said}
        {seconds > 0 && ` · ${s.rate(numberText(Math.round(entries / seconds)))}`}
      </span>
    </div>
  );
}

function Verdict({ verdict }: { readonly verdict: LedgerVerdict }): ReactNode {
  switch (verdict.kind) {
    case 'right':
      return (
        <div className="notice good verdict" role="status">
          <strong>✓ {s.right}</strong>
          <p>
            {s.rightWhy(
              s.entriesText(verdict.entries),
              s.checkpointsText(verdict.checkpoints),
              durationText(verdict.seconds * 1000),
            )}{' '}
            {verdict.contents ? s.withContents : s.withoutContents}
          </p>
          <p className="small">
            {s.root}: <Data text={verdict.root} className="mono" />
          </p>
          {verdict.notes.length > 0 && (
            <>
              <p>{s.notes}</p>
              <ul>
                {verdict.notes.map((note) => (
                  <li key={note}>
                    <Data text={note} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      );
    case 'wrong':
      return (
        <div className="notice bad verdict" role="alert">
          <strong>✗ {s.wrong}</strong>
          <p>
            {verdict.index === undefined ? '' : `${s.wrongAt(numberText(verdict.index))} `}
            <Data text={verdict.what} />
          </p>
          <p>
            {verdict.index === undefined ? '' : `${s.beforeIsRight} `}
            {s.wrongWhy}
          </p>
        </div>
      );
    case 'stopped':
      return (
        <p className="notice" role="status">
          {s.stopped(numberText(verdict.entries))}
        </p>
      );
    case 'failed':
      return (
        <div className="notice verdict unknown-ground" role="alert">
          <strong>{s.failed(numberText(verdict.entries))}</strong>
          <p>
            <Data text={verdict.what} />
          </p>
          <p>{s.failedWhy}</p>
        </div>
      );
    default:
      return (
        <div className="notice verdict unknown-ground" role="alert">
          <strong>{proofStrings.verdict.cannot}</strong>
          <p>
            <Data text={verdict.what} />
          </p>
          <p>{proofStrings.verdict.cannotWhy}</p>
        </div>
      );
  }
}
