// The frame around one part of an audit, whatever its state: heading, state, what went wrong and what to do, how it was
// read. What stands inside is drawn by the section, and only when there is a value.
import { type ReactNode, useId } from 'react';
import type { CommandUse, Problem } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { numberText, Time } from '../parts/time.js';
import { groupStrings } from '../strings.js';
import { useAuditAgain } from './audit-again.js';
import { isShort, type PartJson, type SectionName, sectionId } from './audit-json.js';

const s = groupStrings.part;
/** More problems than these are folded. */
const openProblems = 4;

export interface PartFrameProps<T> {
  readonly title: string;
  /** Name of the part; the section can be linked to as `sectionId(id)`. */
  readonly id: SectionName;
  /** Undefined when the audit does not have it, as if it had not been asked for. */
  readonly part: PartJson<T> | undefined;
  /** Stands beside the heading, such as a total. */
  readonly aside?: ReactNode;
  readonly children: (value: T) => ReactNode;
}

/** A section of the page for one part. */
export function PartFrame<T>({ title, id, part, aside, children }: PartFrameProps<T>): ReactNode {
  const heading = useId();
  const { status = 'notAsked', value, notes = [], commands = [] } = part ?? {};
  const [kind, words] = s.states[status];
  return (
    <section className="panel part" id={sectionId(id)} aria-labelledby={heading} tabIndex={-1}>
      <header className="part-head">
        <h2 id={heading}>{title}</h2>
        <span className={`badge ${kind}`}>{words}</span>
        {aside !== undefined && <span className="soft">{aside}</span>}
      </header>
      {part !== undefined && isShort(part) && <Shortage part={part} />}
      {part?.reason !== undefined && (
        <p className="soft">
          {s.notApplicable} <Data text={part.reason} />
        </p>
      )}
      {status === 'notAsked' && <p className="soft">{s.notAsked}</p>}
      {value !== undefined && children(value)}
      {notes.length > 0 && <Notes notes={notes} />}
      {commands.length > 0 && <Evidence commands={commands} readAt={part?.readAt} />}
    </section>
  );
}

/** Why the part is not there in whole, in the words of whoever said no, and the way on. */
function Shortage({ part }: { readonly part: PartJson<unknown> }): ReactNode {
  const start = useAuditAgain();
  const { status, problems = [] } = part;
  const rest = problems.slice(openProblems);
  return (
    <div className={`notice ${status === 'partial' ? 'warn' : 'bad'}`}>
      <p>
        <strong>{s.short[status as keyof typeof s.short]}</strong>
      </p>
      <ProblemList problems={problems.slice(0, openProblems)} />
      {rest.length > 0 && (
        <details>
          <summary>{s.moreProblems(rest.length)}</summary>
          <ProblemList problems={rest} />
        </details>
      )}
      <p className="actions unprinted">
        <button type="button" onClick={start} disabled={start === undefined}>
          {s.readAgain}
        </button>
        <span className="small">{s.readAgainHint}</span>
      </p>
    </div>
  );
}

/** Problems one below the other: words, command and code, what to do. */
export function ProblemList({ problems }: { readonly problems: readonly Problem[] }): ReactNode {
  return (
    <ul className="problems">
      {problems.map((problem, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be the same to the letter
        <li key={at}>
          <Data text={problem.message} />{' '}
          <span className="small">
            {problem.command !== undefined && (
              <code>
                <Data text={problem.command} />
              </code>
            )}
            {problem.code !== undefined && !problem.message.includes(problem.code) && (
              <>
                {' '}
                {s.code} <Data text={problem.code} />
              </>
            )}
          </span>
          {problem.todo !== undefined && (
            <div className="small">
              <strong>{s.todo}</strong> <Data text={problem.todo} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Notes({ notes }: { readonly notes: readonly string[] }): ReactNode {
  const list = (
    <ul className="small soft notes">
      {notes.map((note, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two notes may be the same to the letter
        <li key={at}>
          <Data text={note} />
        </li>
      ))}
    </ul>
  );
  if (notes.length <= openProblems) return list;
  return (
    <details className="small">
      <summary>{s.notes(notes.length)}</summary>
      {list}
    </details>
  );
}

/** When and with which commands it was read. On paper one line, on the screen a table on request. */
function Evidence({
  commands,
  readAt,
}: {
  readonly commands: readonly CommandUse[];
  readonly readAt: string | undefined;
}): ReactNode {
  const read = readAt !== undefined && (
    <>
      {s.readAt} <Time iso={readAt} />
    </>
  );
  return (
    <>
      <details className="evidence small unprinted">
        <summary>
          {read || s.evidence}, {s.commands(commands.length)}
        </summary>
        <div className="wide">
          <CommandTable commands={commands} />
        </div>
      </details>
      <p className="printed small soft">
        {read} {s.by} {commands.map(({ command }) => command).join(', ')}
      </p>
    </>
  );
}

function CommandTable({ commands }: { readonly commands: readonly CommandUse[] }): ReactNode {
  return (
    <table className="small">
      <thead>
        <tr>
          <th scope="col">{s.command}</th>
          {s.counts.map((head) => (
            <th scope="col" className="number" key={head}>
              {head}
            </th>
          ))}
          <th scope="col" className="number">
            {s.took}
          </th>
        </tr>
      </thead>
      <tbody>
        {commands.map((use, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing here is moved
          <tr key={at}>
            <th scope="row" className="mono">
              <Data text={use.command} />
            </th>
            {[use.asked, use.answered, use.refused, use.failed].map((count, place) => (
              <td className="number" key={s.counts[place]}>
                {numberText(count)}
              </td>
            ))}
            <td className="number">
              {durationText(Date.parse(use.lastAnsweredAt) - Date.parse(use.firstSentAt))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
