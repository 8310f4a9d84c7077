// The top of the page of a group: which group, which audit of it, and what can be done with that.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { Link } from '../parts/link.js';
import { Menu } from '../parts/menu.js';
import { Time } from '../parts/time.js';
import { useNow } from '../parts/use-now.js';
import { addressOf, recordsAddress } from '../shell/address.js';
import { groupStrings as s } from '../strings.js';
import { useAuditAgain } from './audit-again.js';
import type { GroupAuditJson, Shown } from './audit-json.js';
import { ChooserMenu } from './chooser-menu.js';
import { DownloadMenu } from './download-menu.js';
import type { GroupKey } from './group-key.js';
import { ageOf } from './kept-audits.js';
import { PartBoxes, type PartChoice } from './part-choice.js';
import { StatusBadge } from './status-badge.js';
import type { useKeptAudits } from './use-audits.js';

export function GroupHead({
  ids,
  path,
  shown,
  kept,
  parts,
  named,
}: {
  readonly ids: GroupKey;
  readonly path: string;
  readonly shown: Shown | undefined;
  readonly kept: ReturnType<typeof useKeptAudits>;
  readonly parts: PartChoice;
  readonly named: string | undefined;
}): ReactNode {
  const name = shown?.audit.parts.details?.value?.groupName;
  const { tenantId, groupId } = ids;
  // Where there is no audit at all, the page itself offers to take one.
  const hasAgain =
    shown !== undefined || named !== undefined || kept.data?.pages[0]?.audits[0] !== undefined;
  return (
    <header className="group-head">
      <div className="group-names">
        <h1>
          <Data text={name ?? groupId} />{' '}
          {shown !== undefined && <StatusBadge status={shown.audit.status} />}
        </h1>
        <p className="soft">
          {s.group} <Data text={groupId} className="strong" /> {s.in}{' '}
          <Link to={addressOf({ page: 'provider', tenantId })}>
            <Data text={tenantId} />
          </Link>
        </p>
        {shown !== undefined && <Origin audit={shown.audit} />}
      </div>
      <div className="actions unprinted">
        {hasAgain && <AgainMenu parts={parts} />}
        <ChooserMenu ids={ids} kept={kept} shownId={shown?.id ?? named} />
        {shown?.id !== undefined && <DownloadMenu path={path} audit={shown.audit} id={shown.id} />}
        {shown !== undefined && (
          <button type="button" onClick={() => window.print()}>
            {s.print}
          </button>
        )}
        <Link to={recordsAddress({ tenantId, groupId })}>{s.records}</Link>
        {shown?.id !== undefined && (
          <Link to={addressOf({ page: 'record', recordId: shown.id })}>{s.record}</Link>
        )}
      </div>
    </header>
  );
}

/** When, how long, from where, as whom. */
function Origin({ audit }: { readonly audit: GroupAuditJson }): ReactNode {
  const { startedAt, finishedAt, source } = audit;
  const now = useNow();
  const tookMs = Date.parse(finishedAt) - Date.parse(startedAt);
  return (
    <p className="small soft origin">
      <span>
        {s.taken} <Time iso={startedAt} /> ({s.ago(ageOf(now - Date.parse(finishedAt)))}
        {Number.isNaN(tookMs) ? '' : `, ${s.took(durationText(tookMs))}`})
      </span>
      <span>
        {source.protocol}{' '}
        <span className="mono">
          <Data text={source.target} />
        </span>
        , {s.release}{' '}
        {source.release === 'unknown' ? (
          <span className="badge unknown">{s.amounts.unknown}</span>
        ) : (
          <Data text={source.release} />
        )}
      </span>
      <span>
        {s.as} <Data text={source.userId} /> (<Data text={source.loginType} />)
      </span>
    </p>
  );
}

function AgainMenu({ parts }: { readonly parts: PartChoice }): ReactNode {
  const start = useAuditAgain();
  return (
    <div className="again">
      {/* Stays in place while an audit runs, so that the focus does. */}
      <button type="button" className="main" onClick={start} aria-disabled={start === undefined}>
        {s.again}
      </button>
      <Menu title="" label={s.choice.menu}>
        <PartBoxes parts={parts} />
      </Menu>
    </div>
  );
}
