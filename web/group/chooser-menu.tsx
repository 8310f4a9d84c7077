// The kept audits of a group to choose from, newest first, more on request.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Menu } from '../parts/menu.js';
import { Time } from '../parts/time.js';
import { groupStrings } from '../strings.js';
import { auditAddress, type GroupKey } from './group-key.js';
import { StatusBadge } from './status-badge.js';
import type { useKeptAudits } from './use-audits.js';

const s = groupStrings.chooser;

export function ChooserMenu({
  ids,
  kept,
  shownId,
}: {
  readonly ids: GroupKey;
  readonly kept: ReturnType<typeof useKeptAudits>;
  readonly shownId: string | undefined;
}): ReactNode {
  const audits = kept.data?.pages.flatMap((page) => page.audits) ?? [];
  if (audits.length === 0) return null;
  return (
    <Menu title={s.menu}>
      <div className="chooser">
        <ul>
          {audits.map(({ id, requestTime, authorId, status }) => (
            <li key={id}>
              <Link to={auditAddress(ids, id)} aria-current={id === shownId ? 'true' : undefined}>
                <Time iso={requestTime} />
              </Link>{' '}
              <StatusBadge status={status} />
              <div className="small soft">
                {s.by} <Data text={authorId} />
                {id === shownId && ` · ${s.shown}`}
              </div>
            </li>
          ))}
        </ul>
        {kept.hasNextPage && (
          <button
            type="button"
            onClick={() => void kept.fetchNextPage()}
            disabled={kept.isFetchingNextPage}
          >
            {s.earlier}
          </button>
        )}
      </div>
    </Menu>
  );
}
