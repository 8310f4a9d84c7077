// The filters as chips that can be removed, and the way to add one.
import { type ReactNode, useEffect, useRef } from 'react';
import { Data } from '../parts/data.js';
import { plain } from '../parts/unseen.js';
import { recordsStrings } from '../strings.js';
import { AddFilter } from './add-filter.js';
import { chipText, type Filter, isBlamed, withFilters, without } from './filters.js';

const s = recordsStrings.filters;

export function FilterBar({
  filters,
  reason,
  onChange,
}: {
  readonly filters: readonly Filter[];
  /** Why the API did not take them, in its words. */
  readonly reason: string | undefined;
  readonly onChange: (filters: readonly Filter[]) => void;
}): ReactNode {
  const bar = useRef<HTMLElement>(null);
  const removed = useRef<number>(undefined);
  const shown = useRef(filters);
  useEffect(() => {
    if (shown.current === filters) return;
    shown.current = filters;
    // What was pressed has gone, a chip or a row: a chip takes the focus, or the way to add one.
    const isLost = document.activeElement === document.body;
    if (removed.current === undefined && !isLost) return;
    const buttons = bar.current?.querySelectorAll<HTMLElement>('.chip button') ?? [];
    const at = Math.min(removed.current ?? buttons.length, buttons.length - 1);
    removed.current = undefined;
    (buttons[at] ?? bar.current?.querySelector('summary'))?.focus({ preventScroll: true });
  }, [filters]);
  const remove = (at: number) => {
    removed.current = at;
    onChange(without(filters, at));
  };
  return (
    <section ref={bar} className="filter-bar" aria-label={s.heading}>
      <AddFilter onAdd={(wanted) => onChange(withFilters(filters, wanted))} />
      {filters.length === 0 ? (
        <span className="soft">{s.none}</span>
      ) : (
        <ul className="chips" aria-label={s.list}>
          {filters.map((filter, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a filter may be named twice, alike
            <li key={`${at} ${filter.name} ${filter.value}`}>
              <Chip
                filter={filter}
                isWrong={isBlamed(filter, reason)}
                onRemove={() => remove(at)}
              />
            </li>
          ))}
        </ul>
      )}
      {filters.length > 1 && (
        <button type="button" className="quiet" onClick={() => onChange([])}>
          {s.clear}
        </button>
      )}
    </section>
  );
}

function Chip({
  filter,
  isWrong,
  onRemove,
}: {
  readonly filter: Filter;
  readonly isWrong: boolean;
  readonly onRemove: () => void;
}): ReactNode {
  const { field, value, words } = chipText(filter);
  return (
    <span className={isWrong ? 'chip is-wrong' : 'chip'} title={plain(filter.value)}>
      <span>
        {field !== '' && <span className="soft">{field} </span>}
        <Data text={value} className="strong" />
        {isWrong && <span> ({s.isWrong})</span>}
      </span>
      <button type="button" aria-label={s.remove(plain(words))} onClick={onRemove}>
        <span aria-hidden="true">✕</span>
      </button>
    </span>
  );
}
