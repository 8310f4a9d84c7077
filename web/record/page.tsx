// One record as a story: who did what, how it ended, what was said, and the proof of it.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { AuditRecord } from '../../src/records/audit-record.js';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { Link } from '../parts/link.js';
import { Failure, Loading } from '../parts/states.js';
import { plain } from '../parts/unseen.js';
import { useTitle } from '../parts/use-title.js';
import { useSession } from '../shell/use-session.js';
import { recordStrings as s } from '../strings.js';
import { AskedFields, Bodies, Text } from './bodies.js';
import { Facts } from './facts.js';
import { FindBar } from './find-bar.js';
import { Headline, headlineText } from './headline-view.js';
import { Notices } from './notices.js';
import { ProofPanel } from './proof-panel.js';
import './record.css';
import '../proof/proof.css';
import { useView } from './record-view.js';
import { South } from './sequence.js';
import { storyOf } from './story.js';

export default function RecordPage({ recordId }: { readonly recordId: string }): ReactNode {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ['record', recordId],
    queryFn: ({ signal }) =>
      read<AuditRecord>(`/api/v1/local/audit_records/${encodeURIComponent(recordId)}/`, signal),
    // It changes once at most: when it ends.
    staleTime: ({ state }) => (state.data?.answer_time ? Number.POSITIVE_INFINITY : 0),
  });
  const what = useMemo(
    () => (data === undefined ? undefined : plain(headlineText(storyOf(data)))),
    [data],
  );
  useTitle(what === undefined ? s.windowTitleLoading : s.windowTitle(what));
  if (data !== undefined)
    return <Shown record={data} isLooking={isFetching} onLook={() => void refetch()} />;
  if (error === null) return <Loading what={s.loading} />;
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <>
        <h1>{s.notThere}</h1>
        <p>{s.notThereWhy}</p>
        <p>
          <Link to="/records">{s.toRecords}</Link>
        </p>
      </>
    );
  if (error instanceof ApiProblem && error.fault === 'LEDGER_INVALID')
    return (
      <>
        <h1>{s.damaged}</h1>
        <div className="notice bad" role="alert">
          <p>{s.damagedWhy}</p>
          <p>
            <Link to="/proof">{s.toProof}</Link>
          </p>
        </div>
      </>
    );
  return (
    <>
      <h1 className="unshown">{s.failed}</h1>
      <Failure what={s.failed} problem={error} onRetry={() => void refetch()} />
    </>
  );
}

function Shown({
  record,
  isLooking,
  onLook,
}: {
  readonly record: AuditRecord;
  readonly isLooking: boolean;
  readonly onLook: () => void;
}): ReactNode {
  const session = useSession();
  const level = 'who' in session ? session.who.profile.user_level : 0;
  const view = useView(record);
  return (
    <article className="record">
      <Headline story={view.story} />
      <Notices story={view.story} isLooking={isLooking} onLook={onLook} />
      <Facts story={view.story} />
      <FindBar find={view.find} />
      <AskedFields view={view} />
      <Bodies view={view} />
      <South view={view} isUser={level < 8} />
      <ProofPanel record={record} level={level} />
      {record.extra_data !== null && (
        <details className="panel" open={view.find.counts.has('extra') || undefined}>
          <summary>{s.bodies.extra}</summary>
          <Text view={view} textKey="extra" label={s.bodies.extra} whenEmpty={s.bodies.empty} />
        </details>
      )}
    </article>
  );
}
