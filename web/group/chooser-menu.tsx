// The kept audits of a group to choose from, newest first, more on request.
import { type ReactNode, useRef } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Time } from '../parts/time.js';
import { addressOf } from '../shell/address.js';
import { groupStrings } from '../strings.js';
import { StatusBadge } from './status-badge.js';
import type { useKeptAudits } from './use-audits.js';
import type { GroupIds } from './user-list.js';

const s = groupStrings.chooser;

export function ChooserMenu({
  ids,
  kept,
  shownId,
}: {
  readonly ids: GroupIds;
  readonly kept: ReturnType<typeof useKeptAudits>;
  readonly shownId: string | undefined;
}): ReactNode {
  const menu = useRef<HTMLDetailsElement>(null);
  const audits = kept.data?.pages.flatMap((page) => page.audits) ?? [];
  if (audits.length === 0) return null;
  const here = addressOf({ page: 'group', ...ids });
  return (
    <details className="menu" ref={menu}>
      <summary>{s.menu}</summary>
      <div className="menu-panel chooser">
        <ul>
          {audits.map(({ id, requestTime, authorId, status }) => (
            <li key={id}>
              <Link
                to={`${here}?${new URLSearchParams({ audit: id })}`}
                aria-current={id === shownId ? 'true' : undefined}
                onClickCapture={() => menu.current?.removeAttribute('open')}
              >
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
    </details>
  );
}
