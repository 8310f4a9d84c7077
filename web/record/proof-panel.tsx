// Verifying the shown record in this browser: the proof is fetched, checked, and compared with what is shown.
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { AuditRecord } from '../../src/records/audit-record.js';
import { fetchFile } from '../api/ask.js';
import { CopyButton } from '../parts/copy-button.js';
import { Data } from '../parts/data.js';
import { saveFile } from '../parts/save-file.js';
import { Failure } from '../parts/states.js';
import { KeyView } from '../proof/key-view.js';
import { knownKey } from '../proof/known-key.js';
import { caveatOf, type KeyState, keyQuery, useKey } from '../proof/use-key.js';
import { VerdictView } from '../proof/verdict-view.js';
import type { BrowserProofVerdict, Proven } from '../proof/verify-proof.js';
import type { RecordComparison } from '../proof/verify-record.js';
import { proofStrings } from '../strings.js';

const s = proofStrings.panel;

/** Of the record as it was shown then: of what has come in its place since, nothing is known. */
type Checked = { readonly record: AuditRecord } & Finding;

type Finding =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly what: string; readonly problem: unknown }
  | {
      readonly kind: 'done';
      readonly key: string;
      readonly verdict: BrowserProofVerdict;
      readonly comparison: RecordComparison | undefined;
    };

/** `level`: of whoever looks; proofs take at least 8. */
export function ProofPanel({
  record,
  level,
}: {
  readonly record: AuditRecord;
  readonly level: number;
}): ReactNode {
  return (
    <section className="panel" aria-labelledby="proof">
      <h2 id="proof">{s.heading}</h2>
      {level < 8 ? <p className="notice note">{s.level}</p> : <Proof record={record} />}
    </section>
  );
}

function Proof({ record }: { readonly record: AuditRecord }): ReactNode {
  const client = useQueryClient();
  const keyState = useKey();
  const [last, setLast] = useState<Checked | undefined>();
  const checked = last?.record === record ? last : undefined;
  const path = `/api/v1/local/audit_records/${encodeURIComponent(record.internal_id)}/proof/`;
  const fileName = `${record.internal_id}.proof.json`;
  const verify = async () => {
    const own: Checked = { record, kind: 'busy' };
    setLast(own);
    const finding = await found().catch(
      (problem: unknown): Finding => ({ kind: 'failed', what: s.failed, problem }),
    );
    // Nothing is said of this record when another one is being verified by now.
    setLast((now) => (now === own ? { record, ...finding } : now));
  };
  const found = async (): Promise<Finding> => {
    const key = knownKey() ?? (await client.fetchQuery<string>(keyQuery));
    const text = await (await fetchFile(path)).blob.text();
    // Most of those who look at a record never ask for this.
    const [{ verifyProofInBrowser }, { compareRecord }] = await Promise.all([
      import('../proof/verify-proof.js'),
      import('../proof/verify-record.js'),
    ]);
    const verdict = await verifyProofInBrowser(text, key);
    const comparison =
      verdict.kind === 'proven' ? compared(verdict, record, compareRecord) : undefined;
    return { kind: 'done', key, verdict, comparison };
  };
  const download = async () => {
    const { name, blob } = await fetchFile(path);
    saveFile(blob, name ?? fileName);
  };
  const isBusy = checked?.kind === 'busy';
  return (
    <>
      <p>{s.about}</p>
      <p className="actions unprinted">
        <button type="button" className="main" disabled={isBusy} onClick={() => void verify()}>
          {checked?.kind === 'done' ? s.again : s.verify}
        </button>
        <button
          type="button"
          disabled={isBusy}
          onClick={() =>
            void download().catch((problem: unknown) =>
              setLast({ record, kind: 'failed', what: s.downloadFailed, problem }),
            )
          }
        >
          {s.download}
        </button>
        <span role="status">{isBusy ? s.verifying : ''}</span>
      </p>
      {checked?.kind === 'failed' && <Failure what={checked.what} problem={checked.problem} />}
      {checked?.kind === 'done' && (
        <VerdictView
          verdict={checked.verdict}
          of="record"
          comparison={checked.comparison}
          caveat={caveatOf(keyState, checked.key)}
        />
      )}
      {(checked?.kind === 'done' || keyState.standing === 'other') && (
        <>
          <h3>{proofStrings.key.heading}</h3>
          <p className="small soft">{proofStrings.key.why}</p>
          <KeyView state={keyState} />
        </>
      )}
      <Offline keyState={keyState} fileName={fileName} />
    </>
  );
}

/** What is proven may be about another record: then it proves nothing of the one that is shown. */
function compared(
  verdict: Proven,
  record: AuditRecord,
  compare: typeof import('../proof/verify-record.js').compareRecord,
): RecordComparison {
  const comparison = compare(verdict.entries, { ...record });
  const isAbout = 'record' in verdict.about && verdict.about.record === record.internal_id;
  return { ...comparison, matches: comparison.matches && isAbout };
}

function Offline({
  keyState,
  fileName,
}: {
  readonly keyState: KeyState;
  readonly fileName: string;
}): ReactNode {
  const command = s.command(fileName, keyState.key ?? 'KEY');
  return (
    <details className="unprinted offline">
      <summary>{s.offline}</summary>
      <p className="small">{s.offlineWhy}</p>
      <p className="key-text">
        <code>
          <Data text={command} />
        </code>{' '}
        <CopyButton text={command} />
      </p>
    </details>
  );
}
