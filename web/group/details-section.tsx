// The profile of a group as facts: only what is there.
import type { ReactNode } from 'react';
import type { GroupDetails } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { groupStrings } from '../strings.js';
import { AmountText } from './amount.js';
import type { SectionProps } from './audit-json.js';
import { type Fact, factsOf } from './detail-facts.js';
import { PartFrame } from './part-frame.js';

const s = groupStrings.details;

export function DetailsSection({ part }: SectionProps<GroupDetails>): ReactNode {
  return (
    <PartFrame title={groupStrings.sections.details} id="details" part={part}>
      {(details) => (
        <div className="fact-groups">
          {factsOf(details).map(([group, facts]) => (
            <div key={group}>
              <h3>{s.groups[group]}</h3>
              <dl className="facts">
                {facts.map((fact) => (
                  <FactRow key={fact.field} fact={fact} />
                ))}
              </dl>
            </div>
          ))}
        </div>
      )}
    </PartFrame>
  );
}

function FactRow({ fact: { field, value, isDoubtful } }: { readonly fact: Fact }): ReactNode {
  return (
    <>
      <dt>{s.fields[field]}</dt>
      <dd>
        {'amount' in value ? (
          <AmountText amount={value.amount} />
        ) : (
          value.lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
            <div key={at}>
              <Data text={line} />
            </div>
          ))
        )}
        {isDoubtful && <span className="badge warn">{groupStrings.doubtful}</span>}
      </dd>
    </>
  );
}
