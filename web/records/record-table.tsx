// The rows under their days. Beyond some hundred only those in sight are in the document; the window itself scrolls.
import { type ReactNode, useEffect, useMemo } from 'react';
import { useNow } from '../parts/use-now.js';
import { recordsStrings as s } from '../strings.js';
import { dayFormatter, dayOf, daysBetween, type Item, underDays } from './days.js';
import type { Filter } from './filters.js';
import type { Summary } from './record-list.js';
import { RecordRow } from './record-row.js';
import { useRows } from './use-rows.js';

/** Older records are read when so few rows are left below. */
const rowsAhead = 25;

interface Props {
  readonly visit: string;
  readonly records: readonly Summary[];
  readonly isFresh: (id: string) => boolean;
  readonly isChangesOnly: boolean;
  readonly onAdd: (...filters: readonly Filter[]) => void;
  readonly onNearEnd: () => void;
}

// biome-ignore-start lint/a11y/useSemanticElements: rows are cards on a phone, and only partly in the document
// biome-ignore-start lint/a11y/useFocusableInteractive: a table to read; what can be pressed in it are links and buttons
export function RecordTable({ visit, records, onNearEnd, ...rest }: Props): ReactNode {
  const formatter = useMemo(() => dayFormatter(), []);
  const items = useMemo(() => underDays(records, formatter), [records, formatter]);
  const rows = useRows(visit, items);
  const now = useNow();
  const isNearEnd = rows.last >= items.length - rowsAhead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with each longer list
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, items.length]);
  return (
    <div role="table" className="records" aria-label={s.table} aria-rowcount={-1}>
      <Head />
      <div
        ref={rows.body}
        role="rowgroup"
        style={{ paddingTop: rows.before, paddingBottom: rows.behind }}
      >
        {rows.shown.map((at) => {
          const item = items[at]!;
          return (
            <div
              key={item.key}
              ref={rows.measure}
              data-index={at}
              role="row"
              aria-rowindex={at + 2}
              className={item.kind === 'day' ? 'day-row' : rowClass(item.record, rest.isFresh)}
            >
              <Cells item={item} formatter={formatter} now={now} {...rest} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head(): ReactNode {
  return (
    <div role="rowgroup" className="records-head">
      <div role="row" className="record-grid" aria-rowindex={1}>
        {Object.entries(s.columns).map(([name, words]) => (
          <span key={name} role="columnheader" className={`cell-${name}`}>
            {words}
          </span>
        ))}
      </div>
    </div>
  );
}

function Cells({
  item,
  formatter,
  now,
  isChangesOnly,
  onAdd,
}: Pick<Props, 'isChangesOnly' | 'onAdd'> & {
  readonly item: Item<Summary>;
  readonly formatter: Intl.DateTimeFormat;
  readonly now: number;
}): ReactNode {
  if (item.kind === 'record')
    return <RecordRow record={item.record} isChangesOnly={isChangesOnly} onAdd={onAdd} />;
  return (
    <div role="cell" aria-colspan={Object.keys(s.columns).length}>
      <h2>{dayText(item.day, formatter, now)}</h2>
    </div>
  );
}
// biome-ignore-end lint/a11y/useFocusableInteractive: see above
// biome-ignore-end lint/a11y/useSemanticElements: see above

function rowClass({ internalId, outcome }: Summary, isFresh: Props['isFresh']): string {
  const unknown = outcome === 'unknown' ? ' is-unknown' : '';
  return `record-row record-grid${unknown}${isFresh(internalId) ? ' is-fresh' : ''}`;
}

const dayWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function dayText(day: string, formatter: Intl.DateTimeFormat, now: number): string {
  if (day === '') return s.days.unknown;
  const words = dayWords.format(new Date(`${day}T00:00:00Z`));
  const ago = daysBetween(day, dayOf(new Date(now).toISOString(), formatter));
  return ago === 0 ? s.days.today(words) : ago === 1 ? s.days.yesterday(words) : words;
}
