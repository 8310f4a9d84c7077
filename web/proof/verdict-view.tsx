// A verdict in plain sight: proven, proven only in part, wrong, or could not be checked. These never look alike. What is
// wrong is told in the words of the verifier itself, which are those of the command line.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { proofStrings, recordStrings } from '../strings.js';
import type { BrowserProofVerdict, ProofCheck, Proven } from './verify-proof.js';
import type { RecordComparison } from './verify-record.js';

const s = proofStrings.verdict;

/** `of`: a record that is shown beside it, or a file alone. `comparison` only with a record. */
export function VerdictView({
  verdict,
  of,
  comparison,
  caveat,
}: {
  readonly verdict: BrowserProofVerdict;
  readonly of: 'record' | 'file';
  readonly comparison?: RecordComparison | undefined;
  /** What a good verdict still rests on; may be empty. */
  readonly caveat: string;
}): ReactNode {
  if (verdict.kind === 'cannotCheck')
    return (
      <div className="notice verdict unknown-ground" role="alert">
        <strong>{s.cannot}</strong>
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
        <Checks
          checks={verdict.checks}
          wordsOf={(name) => (name === verdict.check ? verdict.what : '')}
        />
      </>
    );
  return (
    <>
      <Found verdict={verdict} of={of} comparison={comparison} caveat={caveat} />
      <Checks
        checks={verdict.checks}
        wordsOf={(name) => s.found[name](verdict)}
        comparison={comparison}
      />
      <Details verdict={verdict} />
    </>
  );
}

/** The file is right. What is shown may still be something else, or more than it proves. */
function Found({
  verdict,
  of,
  comparison,
  caveat,
}: {
  readonly verdict: Proven;
  readonly of: 'record' | 'file';
  readonly comparison: RecordComparison | undefined;
  readonly caveat: string;
}): ReactNode {
  if (comparison !== undefined && !comparison.matches)
    return (
      <div className="notice bad verdict" role="alert">
        <strong>✗ {s.differs}</strong>
        <p>{s.differsWhy}</p>
      </div>
    );
  const gaps = gapsIn(verdict, comparison);
  return gaps.length > 0 ? (
    <div className="notice warn verdict" role="alert">
      <strong>! {s.part}</strong>
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>{gap}</li>
        ))}
      </ul>
      <p>{of === 'file' ? s.partFile : s.partWhy}</p>
      {caveat !== '' && <p>{caveat}</p>}
    </div>
  ) : (
    <div className="notice good verdict" role="status">
      <strong>✓ {s.proven}</strong>
      <p>{of === 'file' ? s.provenFile : s.provenWhy}</p>
      {caveat !== '' && <p>{caveat}</p>}
    </div>
  );
}

const whoMembers = [
  'author_id',
  'impacted_user_id',
  'impacted_group_id',
  'impacted_tenant_id',
] as const;

/** Why not everything is proven; nothing when it is. */
function gapsIn(
  { found, course }: Proven,
  comparison: RecordComparison | undefined,
): readonly string[] {
  const missing = new Set(
    comparison?.members.flatMap(({ name, why }) => (why === 'missing' ? [name] : [])),
  );
  const who = whoMembers.flatMap((name) =>
    missing.has(name) ? [recordStrings.members[name] ?? name] : [],
  );
  return [
    who.length > 0 ? s.whoOpen(who.join(', ')) : '',
    found.missing > 0 ? s.valuesOpen(found.missing) : '',
    found.missing === 0 && missing.has('south_data') ? s.messagesOpen : '',
    course === 'open' || course === 'none' ? s.endOpen : '',
  ].filter((words) => words !== '');
}

function Checks({
  checks,
  wordsOf,
  comparison,
}: {
  readonly checks: readonly ProofCheck[];
  readonly wordsOf: (name: ProofCheck['name']) => string;
  readonly comparison?: RecordComparison | undefined;
}): ReactNode {
  return (
    <>
      <h3>{s.checks}</h3>
      <ol className="checks">
        {checks.map(({ name, state }) => (
          <Check key={name} name={s.checkNames[name]} state={state}>
            <Data text={wordsOf(name)} />
          </Check>
        ))}
        {comparison !== undefined && (
          <Check name={s.record} state={stateOf(comparison)}>
            <Compared comparison={comparison} />
          </Check>
        )}
      </ol>
    </>
  );
}

const stateOf = ({ matches, isWhole }: RecordComparison): ProofCheck['state'] =>
  matches ? (isWhole ? 'passed' : 'part') : 'failed';

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
  const open = members.filter(
    ({ state, why }) => state === 'notCovered' || (state === 'equal' && why === 'cut'),
  );
  return (
    <>
      {s.equal(counts.equal)}
      {!matches && differing.length === 0 && ` ${s.otherRecord}`}
      {differing.length > 0 && (
        <div>
          {s.differing(differing.length)}
          {differing.map(({ name, proven, why }) => (
            <div key={name} className="differs">
              <Data text={name} className="mono" />
              {why === 'missing' && ` · ${s.notInProof}`}
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
  readonly verdict: Proven;
}): ReactNode {
  const facts: readonly (readonly [string, string])[] = [
    [s.facts.origin, origin],
    [s.facts.by, by.join(', ')],
    [s.facts.size, numberText(size)],
    [s.facts.root, root],
    [s.facts.entries, numberText(found.entries)],
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
