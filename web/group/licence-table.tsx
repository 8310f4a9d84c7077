// One table of licences: sortable headings, bars, marks in words.
import { type ReactNode, useId, useMemo, useState } from 'react';
import { numberText } from '../parts/time.js';
import { groupStrings } from '../strings.js';
import type { GroupKey } from './group-key.js';
import { type LicenceRow, searchRows } from './holders.js';
import { nextSort, type Sort, type SortKey, sorted, sortKeys } from './licence-rows.js';
import { LicenceTableRow } from './licence-table-row.js';

const s = groupStrings.licences;
const numeric: ReadonlySet<SortKey> = new Set(['usage', 'quantity', 'allowed']);

export function LicenceTable({
  title,
  rows,
  text,
  isUnusedFirst,
  withIdle,
  onShowIdle,
  ids,
}: {
  readonly title: string;
  readonly rows: readonly LicenceRow[];
  /** What is searched for; empty for everything. */
  readonly text: string;
  readonly isUnusedFirst: boolean;
  readonly withIdle: boolean;
  readonly onShowIdle: () => void;
  readonly ids: GroupKey;
}): ReactNode {
  const heading = useId();
  const [sort, setSort] = useState<Sort>();
  const found = useMemo(() => searchRows(rows, text, withIdle), [rows, text, withIdle]);
  const shown = useMemo(
    () => sorted(found.rows, sort, isUnusedFirst),
    [found, sort, isUnusedFirst],
  );
  return (
    <section aria-labelledby={heading} className="licences">
      <h3 id={heading}>
        {title} <span className="soft">({numberText(rows.length)})</span>
      </h3>
      {shown.length > 1 && <SortChoice title={title} sort={sort} onSort={setSort} />}
      {shown.length > 0 && (
        <table>
          <Headings sort={sort} onSort={(key) => setSort(nextSort(sort, key))} />
          <tbody>
            {shown.map((row) => (
              <LicenceTableRow key={row.at} row={row} ids={ids} />
            ))}
          </tbody>
        </table>
      )}
      <p className="small soft" role="status">
        {rows.length === 0 ? s.none : shown.length === 0 && found.hidden === 0 ? s.noneFound : ''}
        {found.hidden > 0 && s.hidden(numberText(found.hidden), text !== '')}
        {found.hidden > 0 && (
          <button type="button" className="quiet" onClick={onShowIdle}>
            {s.show}
          </button>
        )}
      </p>
    </section>
  );
}

/** In place of the headings, where rows are cards. */
function SortChoice({
  title,
  sort,
  onSort,
}: {
  readonly title: string;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
}): ReactNode {
  const choose = (value: string) =>
    onSort(nextSort(undefined, sortKeys.find((key) => key === value) ?? 'name'));
  return (
    <div className="licence-sort small unprinted">
      <select
        aria-label={s.sortOf(title)}
        value={sort?.key ?? ''}
        onChange={({ currentTarget: { value } }) =>
          value === '' ? onSort(undefined) : choose(value)
        }
      >
        <option value="">{s.unsorted}</option>
        {sortKeys.map((key) => (
          <option key={key} value={key}>
            {s.sortBy(s.heads[key])}
          </option>
        ))}
      </select>
      {sort !== undefined && (
        <button type="button" onClick={() => onSort({ ...sort, isDescending: !sort.isDescending })}>
          {sort.isDescending ? s.descending : s.ascending}
        </button>
      )}
    </div>
  );
}

function Headings({
  sort,
  onSort,
}: {
  readonly sort: Sort | undefined;
  readonly onSort: (key: SortKey) => void;
}): ReactNode {
  return (
    <thead>
      <tr>
        {sortKeys.map((key) => {
          const isSorted = sort?.key === key;
          const direction = sort?.isDescending ? 'descending' : 'ascending';
          return (
            <th
              key={key}
              scope="col"
              className={numeric.has(key) ? `number ${key}` : key}
              aria-sort={isSorted ? direction : undefined}
            >
              <button type="button" onClick={() => onSort(key)}>
                {s.heads[key]}
                <span aria-hidden="true" className="arrow">
                  {isSorted ? (sort.isDescending ? '▼' : '▲') : '↕'}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
