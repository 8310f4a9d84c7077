// Verifying the whole ledger: what is done, how far it is, and the verdict.
import { type ReactNode, useEffect, useState } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { numberText } from '../parts/time.js';
import { proofStrings } from '../strings.js';
import { keepSigned, signedNote } from './known-key.js';
import { caveatOf, type KeyState } from './use-key.js';
import { useWhole, type WholeState } from './use-whole.js';
import type { LedgerProgress, LedgerVerdict } from './verify-ledger.js';

const s = proofStrings.whole;

export function WholeView({ keyState }: { readonly keyState: KeyState }): ReactNode {
  const { state, start, stop } = useWhole();
  const [contents, setContents] = useState(true);
  const [from, setFrom] = useState('');
  const isRunning = state.kind === 'running';
  const { key } = keyState;
  useEffect(() => {
    if (state.kind !== 'done' || state.verdict.kind !== 'right') return;
    const { latest } = state.verdict;
    if (latest !== undefined) keepSigned(state.verifierKey, latest);
  }, [state]);
  const begin = () => {
    if (key === undefined) return;
    const seen = signedNote(key);
    start({
      ...{ verifierKey: key, contents },
      also: seen === undefined ? [] : [seen],
      // A signed note ends with a line feed, which is easily lost when it is copied.
      ...(from.trim() === '' ? {} : { from: `${from.trim()}\n` }),
    });
  };
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
          <button
            type="button"
            className="main"
            onClick={begin}
            disabled={isRunning || key === undefined}
          >
            {state.kind === 'idle' || isRunning ? s.start : s.again}
          </button>
          {isRunning && (
            <button type="button" onClick={stop}>
              {s.stop}
            </button>
          )}
        </p>
      </div>
      <Result state={state} keyState={keyState} />
    </section>
  );
}

function Result({
  state,
  keyState,
}: {
  readonly state: WholeState;
  readonly keyState: KeyState;
}): ReactNode {
  switch (state.kind) {
    case 'idle':
      return null;
    case 'running':
      return <Progress progress={state.progress} />;
    case 'stopped':
      return (
        <p className="notice" role="status">
          {s.stopped(numberText(state.entries))}
        </p>
      );
    default:
      return <Verdict verdict={state.verdict} caveat={caveatOf(keyState, state.verifierKey)} />;
  }
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

function Verdict({
  verdict,
  caveat,
}: {
  readonly verdict: LedgerVerdict;
  readonly caveat: string;
}): ReactNode {
  switch (verdict.kind) {
    case 'right':
      return <Right verdict={verdict} caveat={caveat} />;
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
    case 'failed':
      return (
        <Unchecked
          what={s.failed(numberText(verdict.entries))}
          how={s.failedHow(verdict.why)}
          why={s.failedWhy}
        />
      );
    case 'noNote':
      return <Unchecked what={s.noNote} how={s.noNoteHow} why={s.noKeyWhy} />;
    case 'noKey':
      return <Unchecked what={s.noKey} how="" why={s.noKeyWhy} />;
    default: {
      const { cannot, cannotHow, cannotWhy } = proofStrings.verdict;
      return <Unchecked what={cannot} how={cannotHow[verdict.why]} why={cannotWhy} />;
    }
  }
}

/** Neither right nor wrong. */
const Unchecked = ({
  what,
  how,
  why,
}: {
  readonly what: string;
  readonly how: string;
  readonly why: string;
}) => (
  <div className="notice verdict unknown-ground" role="alert">
    <strong>{what}</strong>
    {how !== '' && <p>{how}</p>}
    <p>{why}</p>
  </div>
);

function Right({
  verdict,
  caveat,
}: {
  readonly verdict: Extract<LedgerVerdict, { kind: 'right' }>;
  readonly caveat: string;
}): ReactNode {
  const { entries, checkpoints, covered, seconds, contents, root, more } = verdict;
  const isSigned = covered > 0;
  const notes = more ? [...verdict.notes, s.onlyNewest] : verdict.notes;
  const rest = entries - covered;
  return (
    <div
      className={`notice verdict ${isSigned ? 'good' : 'bad'}`}
      role={isSigned ? 'status' : 'alert'}
    >
      <strong>{isSigned ? `✓ ${s.right}` : `✗ ${s.unsigned}`}</strong>
      <p>
        {s.rightWhy(
          s.entriesText(entries),
          s.checkpointsText(checkpoints),
          durationText(seconds * 1000),
        )}{' '}
        {isSigned &&
          `${rest > 0 ? s.partSigned(numberText(covered), numberText(rest)) : s.allSigned} `}
        {contents ? s.withContents : s.withoutContents}
      </p>
      {!isSigned && <p>{s.unsignedWhy}</p>}
      {isSigned && caveat !== '' && <p>{caveat}</p>}
      <p className="small">{s.notHere}</p>
      <p className="small">
        {s.root}: <Data text={root} className="mono" />
      </p>
      {notes.length > 0 && (
        <>
          <p>{s.notes}</p>
          <ul>
            {notes.map((note) => (
              <li key={note}>
                <Data text={note} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
