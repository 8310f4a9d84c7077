// Days of a list of records, as the reader's calendar has them, and the times of quick choices. Pure; the zone is given.

/** A day of a zone: `2026-11-21`; empty for a time that cannot be read. */
export function dayOf(iso: string, formatter: Intl.DateTimeFormat): string {
  const date = new Date(iso);
  return iso === '' || Number.isNaN(date.getTime()) ? '' : formatter.format(date);
}

/** For `dayOf`. Without a zone: that of this computer. */
export const dayFormatter = (timeZone?: string): Intl.DateTimeFormat =>
  // The calendar of this locale is written as ISO 8601 has it.
  new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone === undefined ? {} : { timeZone }),
  });

/** How many days the first is before the second; not a number when either is none. Days of 23 and 25 hours are days. */
export const daysBetween = (earlier: string, later: string): number =>
  (Date.parse(`${later}T00:00:00Z`) - Date.parse(`${earlier}T00:00:00Z`)) / 86_400_000;

export type Item<T> =
  | { readonly kind: 'day'; readonly key: string; readonly day: string }
  | { readonly kind: 'record'; readonly key: string; readonly record: T };

/**
 * A list with a heading wherever the day changes. Records are in the order of their entries, which is nearly that of their
 * times: a day may come twice, so headings have keys of their own.
 */
export function underDays<T extends { readonly internalId: string; readonly requestTime: string }>(
  records: readonly T[],
  formatter: Intl.DateTimeFormat,
): readonly Item<T>[] {
  const items: Item<T>[] = [];
  const times = new Map<string, number>();
  let last: string | undefined;
  for (const record of records) {
    const day = dayOf(record.requestTime, formatter);
    if (day !== last) {
      const nth = (times.get(day) ?? 0) + 1;
      times.set(day, nth);
      items.push({ kind: 'day', key: `day ${day} ${nth}`, day });
    }
    last = day;
    items.push({ kind: 'record', key: record.internalId, record });
  }
  return items;
}

export type QuickTime = 'today' | 'yesterday' | 'week';

/** From (inclusive) and to (exclusive) as ISO times in UTC; `to` is empty where there is no end. Days are local ones. */
export function quickTimes(
  choice: QuickTime,
  now: Date,
): { readonly from: string; readonly to: string } {
  const midnight = (daysAgo: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).toISOString();
  if (choice === 'yesterday') return { from: midnight(1), to: midnight(0) };
  return { from: midnight(choice === 'today' ? 0 : 6), to: '' };
}

/** The value of a `datetime-local` field, which has no zone, as an ISO time in UTC; empty when it is none. */
export function localTime(value: string): string {
  const date = new Date(value);
  return value === '' || Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
