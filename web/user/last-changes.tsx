// The newest changes of one user, each leading to its record.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { read } from '../api/ask.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { OutcomeBadge } from '../parts/outcome.js';
import { Empty, Failure, Loading } from '../parts/states.js';
import { Time } from '../parts/time.js';
import { endPointText } from '../records/end-points.js';
import type { SummaryPage } from '../records/record-list.js';
import { addressOf } from '../shell/address.js';
import { userStrings as s } from '../strings.js';
import type { UserKey } from './page.js';

const most = 5;

export function LastChanges({
  filter,
}: {
  readonly filter: Readonly<Partial<UserKey>> & { readonly userId: string };
}): ReactNode {
  const { data, error, refetch } = useQuery({
    queryKey: ['last-changes', filter],
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ ...filter, changes: 'true', limit: String(most) });
      return read<SummaryPage>(`/api/v1/local/audit_records/summaries/?${query}`, signal);
    },
  });
  return (
    <section className="panel" aria-labelledby="last-changes">
      <h2 id="last-changes">{s.lastChanges}</h2>
      {error !== null && (
        <Failure what={s.changesFailed} problem={error} onRetry={() => void refetch()} />
      )}
      {error === null && data === undefined && <Loading what={s.loadingChanges} />}
      {data?.records.length === 0 && (
        <Empty>{filter.groupId === undefined ? s.noChanges : s.noChangesInSight}</Empty>
      )}
      {data !== undefined && data.records.length > 0 && (
        <ul className="plain-list">
          {data.records.map((record) => (
            <li key={record.internalId}>
              <p className="found-item">
                <Link to={addressOf({ page: 'record', recordId: record.internalId })}>
                  <Time iso={record.requestTime} />
                </Link>
                <span>
                  <Data text={endPointText(record.endPointName, record.method).words} />
                </span>
                <Data text={record.authorId} />
                <OutcomeBadge outcome={record.outcome} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
