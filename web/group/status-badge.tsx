// How an audit ended, as a badge.
import type { ReactNode } from 'react';
import { groupStrings as s } from '../strings.js';
import type { GroupAuditJson } from './audit-json.js';

export function StatusBadge({ status }: Pick<GroupAuditJson, 'status'>): ReactNode {
  const [kind, words] = s.statuses[status];
  return <span className={`badge ${kind}`}>{words}</span>;
}
