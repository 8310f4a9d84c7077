// Which parts the next audit reads. The usual ones, unless somebody chooses.
import { type ReactNode, useMemo, useState } from 'react';
import type { PartName } from '../../src/audit/model.js';
import { groupStrings as s } from '../strings.js';
import { type GroupAuditJson, sectionNames, wasAsked } from './audit-json.js';

export interface PartChoice {
  readonly chosen: readonly PartName[];
  readonly choose: (chosen: readonly PartName[]) => void;
}

/** The next audit reads what the one on the page did, unless somebody chooses otherwise. */
export function usePartChoice(audit: GroupAuditJson | undefined): PartChoice {
  const [own, choose] = useState<readonly PartName[]>();
  const chosen = useMemo(() => {
    if (own !== undefined) return own;
    if (audit === undefined) return usualParts;
    const asked = sectionNames.filter((name) => wasAsked(audit.parts[name]));
    return asked.length === 0 ? usualParts : asked;
  }, [own, audit]);
  return useMemo(() => ({ chosen, choose }), [chosen]);
}

/** What an audit reads when nobody says otherwise. */
const usualParts: readonly PartName[] = ['details', 'licences', 'users', 'numbers', 'trunking'];

/** A box for each part; at least one stays ticked. */
export function PartBoxes({
  parts: { chosen, choose },
}: {
  readonly parts: PartChoice;
}): ReactNode {
  return (
    <fieldset className="part-boxes">
      <legend>{s.choice.legend}</legend>
      {sectionNames.map((name) => {
        const isChosen = chosen.includes(name);
        return (
          <label key={name}>
            <input
              type="checkbox"
              checked={isChosen}
              disabled={isChosen && chosen.length === 1}
              onChange={() =>
                choose(
                  sectionNames.filter((one) => (one === name ? !isChosen : chosen.includes(one))),
                )
              }
            />
            <span>
              {s.sections[name]}{' '}
              {name in s.choice.hints && (
                <span className="small soft">{s.choice.hints[name as 'instances']}</span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
