// Which of the kept audits is shown, how old it is, and which of them is the one just taken. Pure.
import type { GroupAuditJson, KeptAudit } from './audit-json.js';

export const dayMs = 86_400_000;

/** What the page shows when the address names none: the newest that has something in it, else the newest. */
export function auditToShow(audits: readonly KeptAudit[]): KeptAudit | undefined {
  return audits.find(({ status }) => status !== 'failed') ?? audits[0];
}

/** Attempts after the shown one that came to nothing, newest first. */
export function failedSince(audits: readonly KeptAudit[], id: string): readonly KeptAudit[] {
  const at = audits.findIndex((one) => one.id === id);
  return audits.slice(0, Math.max(0, at)).filter(({ status }) => status === 'failed');
}

/**
 * Which may be the audit just taken, likeliest first: its call came before it began, and ended as it did. The list does not
 * say when an audit began, so that others of the same moment are possible; each is looked at before it is believed.
 */
export function candidates(
  audits: readonly KeptAudit[],
  { startedAt, status }: Pick<GroupAuditJson, 'startedAt' | 'status'>,
): readonly KeptAudit[] {
  const began = Date.parse(startedAt);
  return audits
    .filter((one) => one.status === status && Date.parse(one.requestTime) <= began)
    .slice(0, 5);
}

/** Whether two are the same audit. */
export const isSame = (one: GroupAuditJson, other: GroupAuditJson): boolean =>
  one.startedAt === other.startedAt &&
  one.finishedAt === other.finishedAt &&
  one.source.userId === other.source.userId;

/** A length of time in its largest unit: `['day', 3]`. Times to come count as now. */
export type Age = readonly ['now' | 'minute' | 'hour' | 'day', number];

export function ageOf(ms: number): Age {
  if (!(ms >= 60_000)) return ['now', 0];
  if (ms < 3_600_000) return ['minute', Math.floor(ms / 60_000)];
  if (ms < dayMs) return ['hour', Math.floor(ms / 3_600_000)];
  return ['day', Math.floor(ms / dayMs)];
}
