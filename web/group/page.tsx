// The page of a group: the newest kept audit, or the one that the address names. Nothing is asked of the switch unless
// somebody presses a button: it is fragile.
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Failure, Loading } from '../parts/states.js';
import { useTitle } from '../parts/use-title.js';
import { addressOf, go, useAddress } from '../shell/address.js';
import { groupStrings as s } from '../strings.js';
import { AuditAgainContext } from './audit-again.js';
import type { Shown } from './audit-json.js';
import { AuditView } from './audit-view.js';
import './group.css';
import { GroupHead } from './group-head.js';
import { auditAddress, type GroupKey } from './group-key.js';
import { auditToShow } from './kept-audits.js';
import { NoAudit } from './no-audit.js';
import { usePartChoice } from './part-choice.js';
import { TakingPanel } from './taking-panel.js';
import { auditsPath, useAudit, useKeptAudits } from './use-audits.js';
import { useTaking } from './use-taking.js';

export default function GroupPage({ tenantId, groupId }: GroupKey): ReactNode {
  const ids = useMemo(() => ({ tenantId, groupId }), [tenantId, groupId]);
  const path = auditsPath(tenantId, groupId);
  const address = new URLSearchParams(useAddress().search);
  const named = address.get('audit') ?? undefined;
  const sought = address.get('number') ?? undefined;
  const kept = useKeptAudits(path);
  const audits = useMemo(() => kept.data?.pages.flatMap((page) => page.audits) ?? [], [kept.data]);
  const { fresh, taking, start, leave, dismiss } = useFresh(ids, path, named);
  const id = named ?? auditToShow(audits)?.id;
  const read = useAudit(path, id);
  const isFresh = fresh !== undefined && (named === undefined || fresh.id === named);
  const shown = isFresh
    ? fresh
    : id !== undefined && read.data
      ? { audit: read.data, id }
      : undefined;
  const parts = usePartChoice(shown?.audit);
  const again = useMemo(
    () => ({ start: taking.kind === 'running' ? undefined : () => start(parts.chosen) }),
    [taking.kind, start, parts.chosen],
  );
  useTitle(shown?.audit.parts.details?.value?.groupName ?? groupId);
  return (
    <AuditAgainContext value={again}>
      <GroupHead ids={ids} path={path} shown={shown} kept={kept} parts={parts} named={named} />
      <TakingPanel taking={taking} onLeave={leave} onDismiss={dismiss} />
      {shown !== undefined ? (
        <AuditView shown={shown} audits={audits} ids={ids} sought={sought} />
      ) : id !== undefined ? (
        <Unshown what={s.notRead} query={read} />
      ) : kept.isSuccess ? (
        taking.kind !== 'running' && <NoAudit parts={parts} />
      ) : (
        <Unshown what={s.listNotRead} query={kept} />
      )}
    </AuditAgainContext>
  );
}

/** In place of what is still being read, or could not be. */
function Unshown({
  what,
  query: { isError, error, refetch },
}: {
  readonly what: string;
  readonly query: Pick<ReturnType<typeof useAudit>, 'isError' | 'error'> & {
    readonly refetch: () => Promise<unknown>;
  };
}): ReactNode {
  if (!isError) return <Loading what={s.loading} />;
  return <Failure what={what} problem={error} onRetry={() => void refetch()} />;
}

/** Taking an audit, and the last one taken while the page was open: it is shown even where it could not be kept whole. */
function useFresh(ids: GroupKey, path: string, named: string | undefined) {
  const [fresh, setFresh] = useState<Shown>();
  const control = useTaking(path, (audit, id) => {
    setFresh({ audit, id });
    go(id === undefined ? addressOf({ page: 'group', ...ids }) : auditAddress(ids, id));
  });
  // It ended while another page was looked at, and stands nowhere else.
  const { taking } = control;
  useEffect(() => {
    if (taking.kind === 'taken' && taking.id === undefined)
      setFresh({ audit: taking.audit, id: undefined });
  }, [taking]);
  // Whoever goes to another audit and back to none wants the newest that is kept.
  useEffect(() => {
    if (named !== undefined) setFresh((now) => (now?.id === undefined ? undefined : now));
  }, [named]);
  return { fresh, ...control };
}
