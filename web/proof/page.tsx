// The ledger: what it is, which key it is checked with, and checking it here, in this browser.
import type { ReactNode } from 'react';
import { Link } from '../parts/link.js';
import { useTitle } from '../parts/use-title.js';
import { useSession } from '../shell/use-session.js';
import { proofStrings } from '../strings.js';
import { FileView } from './file-view.js';
import { LedgerView } from './ledger-view.js';
import './proof.css';
import { useKey } from './use-key.js';
import { WholeView } from './whole-view.js';

const s = proofStrings.page;

export default function ProofPage(): ReactNode {
  const session = useSession();
  const keyState = useKey();
  const who = 'who' in session ? session.who : undefined;
  const level = who?.profile.user_level ?? 0;
  const isSystem = level === 16 && who?.tenants === undefined;
  useTitle(s.title);
  return (
    <>
      <h1>{s.title}</h1>
      <p className="lead">{s.about}</p>
      {level < 8 ? (
        <p className="notice note">{s.forLow}</p>
      ) : (
        <LedgerView isSystem={isSystem} keyState={keyState} />
      )}
      {isSystem && <WholeView keyState={keyState} />}
      {!isSystem && level >= 8 && (
        <section className="panel" aria-labelledby="for-system">
          <h2 id="for-system">{s.forSystem}</h2>
          <p>{s.forSystemWhy}</p>
          <p>
            <Link to="/records">{s.toRecords}</Link>
          </p>
        </section>
      )}
      <FileView keyState={keyState} />
    </>
  );
}
