// Times for people: in their own zone and words, with the exact UTC time behind.
import type { ReactNode } from 'react';

const dayAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const timeOnly = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });

/** An ISO time; whatever cannot be read as one is shown as it is. */
export function Time({
  iso,
  show = 'both',
}: {
  readonly iso: string;
  readonly show?: 'both' | 'time' | 'day';
}): ReactNode {
  const date = new Date(iso);
  if (iso === '' || Number.isNaN(date.getTime())) return iso;
  const format = { both: dayAndTime, time: timeOnly, day: dayOnly }[show];
  return (
    <time dateTime={iso} title={iso}>
      {format.format(date)}
    </time>
  );
}

const numbers = new Intl.NumberFormat('en-GB');

/** `100,000`. */
export const numberText = (count: number): string => numbers.format(count);
