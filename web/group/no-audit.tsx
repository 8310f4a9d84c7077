// In place of an audit, when none is kept: what an audit is, what taking one asks of the switch, and the button.
import type { ReactNode } from 'react';
import { groupStrings } from '../strings.js';
import { useAuditAgain } from './audit-again.js';
import { PartBoxes, type PartChoice } from './part-choice.js';

const s = groupStrings.noAudit;

export function NoAudit({ parts }: { readonly parts: PartChoice }): ReactNode {
  const start = useAuditAgain();
  return (
    <section className="panel no-audit">
      <h2>{s.title}</h2>
      <p>{s.what}</p>
      <p className="soft">{s.cost}</p>
      <PartBoxes parts={parts} />
      <p className="actions">
        <button type="button" className="main" onClick={start}>
          {s.take}
        </button>
      </p>
    </section>
  );
}
