// A verdict in plain sight: proven, wrong, or could not be checked. These three never look alike.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { proofStrings } from '../strings.js';
import type { BrowserProofVerdict, ProofCheck } from './verify-proof.js';
import type { RecordComparison } from './verify-record.js';

const s = proofStrings.verdict;

/** `of`: a record that is shown beside it, or a file alone. `comparison` only with a record. */
export function VerdictView({
  verdict,
  of,
  comparison,
  caveat = '',
}: {
  readonly verdict: BrowserProofVerdict;
  readonly of: 'record' | 'file';
  readonly comparison?: RecordComparison | undefined;
  /** What a good verdict still rests on. */
  readonly caveat?: string;
}): ReactNode {
  if (verdict.kind === 'cannotCheck')
    return (
      <div className="notice verdict unknown-ground" role="alert">
        <strong>{s.cannot}</strong>
        <p>
          <Data text={verdict.what} />
        </p>
        <p>{s.cannotHow[verdict.why]}</p>
        <p>{s.cannotWhy}</p>
      </div>
    );
  if (verdict.kind === 'wrong')
    return (
      <>
        <div className="notice bad verdict" role="alert">
          <strong>✗ {s.wrong}</strong>
          <p>
            <Data text={verdict.what} />
          </p>
          <p>{of === 'file' ? s.wrongFile : s.wrongWhy}</p>
        </div>
        <Checks checks={verdict.checks} />
      </>
    );
  const isOther = comparison !== undefined && !comparison.matches;
  return (
    <>
      {isOther ? (
        <div className="notice bad verdict" role="alert">
          <strong>✗ {s.differs}</strong>
          <p>{s.differsWhy}</p>
        </div>
      ) : (
        <div className="notice good verdict" role="status">
          <strong>✓ {s.proven}</strong>
          <p>{of === 'file' ? s.provenFile : s.provenWhy}</p>
          {caveat !== '' && <p>{caveat}</p>}
        </div>
      )}
      <Checks checks={verdict.checks} comparison={comparison} />
      <Details verdict={verdict} />
    </>
  );
}

function Checks({
  checks,
  comparison,
}: {
  readonly checks: readonly ProofCheck[];
  readonly comparison?: RecordComparison | undefined;
}): ReactNode {
  return (
    <>
      <h3>{s.checks}</h3>
      <ol className="checks">
        {checks.map(({ name, state, words }) => (
          <Check key={name} name={s.checkNames[name]} state={state}>
            <Data text={words} />
          </Check>
        ))}
        {comparison !== undefined && (
          <Check name={s.record} state={comparison.matches ? 'passed' : 'failed'}>
            <Compared comparison={comparison} />
          </Check>
        )}
      </ol>
    </>
  );
}

function Check({
  name,
  state,
  children,
}: {
  readonly name: string;
  readonly state: ProofCheck['state'];
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li className={`check is-${state}`}>
      <span className="check-mark" aria-hidden="true">
        {s.marks[state]}
      </span>
      <div>
        <strong>{name}</strong> <span className="unshown">({s.states[state]})</span>
        <div className="small">{state === 'notReached' ? s.states.notReached : children}</div>
      </div>
    </li>
  );
}

function Compared({ comparison }: { readonly comparison: RecordComparison }): ReactNode {
  const { members, counts, matches } = comparison;
  const differing = members.filter(({ state }) => state === 'differs');
  const open = members.filter(({ state, why }) => state === 'notCovered' || why === 'cut');
  return (
    <>
      {s.equal(counts.equal)}
      {!matches && differing.length === 0 && ` ${s.otherRecord}`}
      {differing.length > 0 && (
        <div className="differing">
          {s.differing(differing.length)}
          {differing.map(({ name, proven }) => (
            <div key={name} className="differs">
              <Data text={name} className="mono" />
              {proven !== undefined && (
                <>
                  {' · '}
                  {s.provenValue} <Data text={proven.slice(0, 400)} className="mono" />
                </>
              )}
            </div>
          ))}
        </div>
      )}
      {open.length > 0 && (
        <details>
          <summary>{s.notCovered(open.length)}</summary>
          {open.map(({ name, why = '' }) => (
            <div key={name} className="differs">
              <Data text={name} className="mono" /> · {s.whyNot[why] ?? why}
            </div>
          ))}
        </details>
      )}
    </>
  );
}

function Details({
  verdict: { origin, size, root, by, found },
}: {
  readonly verdict: Extract<BrowserProofVerdict, { kind: 'proven' }>;
}): ReactNode {
  const facts: readonly (readonly [string, string])[] = [
    [s.facts.origin, origin],
    [s.facts.by, by.join(', ')],
    [s.facts.size, numberText(size)],
    [s.facts.root, root],
    [s.facts.entries, numberText(found.headers)],
    [s.facts.opened, numberText(found.opened)],
    [s.facts.notKept, numberText(found.notKept)],
    [s.facts.missing, numberText(found.missing)],
  ];
  return (
    <details>
      <summary>{s.details}</summary>
      <dl className="facts small">
        {facts.map(([name, value]) => (
          <div key={name} className="fact-row">
            <dt>{name}</dt>
            <dd>
              <Data text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
