// Which of the kept audits is shown and how old it is. Pure.
import type { KeptAudit } from './audit-json.js';

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

/** A length of time in its largest unit: `['day', 3]`. Times to come count as now. */
export type Age = readonly ['now' | 'minute' | 'hour' | 'day', number];

export function ageOf(ms: number): Age {
  if (!(ms >= 60_000)) return ['now', 0];
  if (ms < 3_600_000) return ['minute', Math.floor(ms / 60_000)];
  if (ms < dayMs) return ['hour', Math.floor(ms / 3_600_000)];
  return ['day', Math.floor(ms / dayMs)];
}
