// The field that searches all texts of the record at once.
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { numberText } from '../parts/time.js';
import { recordStrings } from '../strings.js';
import type { Find } from './use-find.js';

const s = recordStrings.find;

export function FindBar({ find }: { readonly find: Find }): ReactNode {
  const field = useId();
  const total = find.hits.hits.length;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      find.step(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape') find.search('');
  };
  return (
    <search className="find-bar unprinted">
      <label htmlFor={field} className="unshown">
        {s.label}
      </label>
      <input
        id={field}
        type="search"
        value={find.query}
        placeholder={s.label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => find.search(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className="soft small">
        {find.query === '' ? '' : saidOf(find)}
      </span>
      {find.query !== '' && (
        <>
          <button type="button" onClick={() => find.step(-1)} disabled={total === 0}>
            {s.previous}
          </button>
          <button type="button" onClick={() => find.step(1)} disabled={total === 0}>
            {s.next}
          </button>
        </>
      )}
    </search>
  );
}

function saidOf({ hits, at, counts, steps }: Find): string {
  if (at === undefined) return s.none;
  const all = hits.isMore ? s.more(hits.hits.length) : numberText(hits.hits.length);
  return steps === 0 ? s.found(all, counts.size) : s.at(at + 1, all);
}
