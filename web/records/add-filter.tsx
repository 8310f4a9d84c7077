// The form that adds a filter: a field, then a value of its kind. Sends nothing by itself.
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Menu } from '../parts/menu.js';
import { recordsStrings } from '../strings.js';
import { localTime, type QuickTime, quickTimes } from './days.js';
import { type Filter, filterFields, knownEndPoints, methods, typedFilter } from './filters.js';

const s = recordsStrings.filters;
const { fields, hints } = recordsStrings;
/** Fields whose values are known. */
const choices: Readonly<Record<string, readonly (readonly [value: string, words: string])[]>> = {
  outcome: Object.entries(recordsStrings.outcomes),
  changes: Object.entries(recordsStrings.changes),
  method: methods.map((method) => [method, method]),
};

interface Props {
  readonly onAdd: (filters: readonly Filter[]) => void;
}

export function AddFilter({ onAdd }: Props): ReactNode {
  const [field, setField] = useState('outcome');
  const place = useRef<HTMLDivElement>(null);
  const add = (filters: readonly Filter[]) => {
    const menu = place.current?.closest('details');
    if (menu) menu.open = false;
    menu?.querySelector('summary')?.focus();
    onAdd(filters);
  };
  return (
    <Menu title={s.add} className="add-filter unprinted">
      <div ref={place} className="stack">
        <label>
          {s.field}
          <select value={field} onChange={(event) => setField(event.currentTarget.value)}>
            {filterFields.map((name) => (
              <option key={name} value={name}>
                {fields[name]}
              </option>
            ))}
          </select>
        </label>
        {field === 'time' ? (
          <TimeValue onAdd={add} />
        ) : choices[field] !== undefined ? (
          <Choice key={field} field={field} onAdd={add} />
        ) : (
          <TypedValue key={field} field={field} onAdd={add} />
        )}
      </div>
    </Menu>
  );
}

function Choice({ field, onAdd }: Props & { readonly field: string }): ReactNode {
  return (
    <fieldset className="choices">
      <legend className="soft small">{s.value}</legend>
      {choices[field]?.map(([value, words]) => (
        <button key={value} type="button" onClick={() => onAdd([{ name: field, value }])}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}

function TypedValue({ field, onAdd }: Props & { readonly field: string }): ReactNode {
  const list = useId();
  const [why, setWhy] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const filter = typedFilter(field, String(new FormData(event.currentTarget).get('value')));
    if (filter === undefined) setWhy(s.noEndPoint);
    else if (filter.value !== '') onAdd([filter]);
  };
  return (
    <form onSubmit={submit} className="stack">
      <label>
        {s.value}
        <input
          name="value"
          required
          maxLength={500}
          placeholder={hints[field]}
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          list={field === 'endPointName' ? list : undefined}
        />
      </label>
      {field === 'endPointName' && (
        <datalist id={list}>
          {knownEndPoints.map((words) => (
            <option key={words} value={words} />
          ))}
        </datalist>
      )}
      {why !== '' && (
        <p className="notice bad" role="alert">
          {why}
        </p>
      )}
      <button type="submit" className="main">
        {s.apply}
      </button>
    </form>
  );
}

function TimeValue({ onAdd }: Props): ReactNode {
  const [why, setWhy] = useState('');
  const addTimes = ({ from, to }: { readonly from: string; readonly to: string }) =>
    onAdd([
      { name: 'from', value: from },
      { name: 'to', value: to },
    ]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const [from = '', to = ''] = ['from', 'to'].map((name) => localTime(String(typed.get(name))));
    if (from === '' && to === '') setWhy(s.noTime);
    else if (from !== '' && to !== '' && from >= to) setWhy(s.backwards);
    else addTimes({ from, to });
  };
  return (
    <>
      <fieldset className="choices">
        <legend className="soft small">{s.quick}</legend>
        {Object.entries(recordsStrings.quickTimes).map(([choice, words]) => (
          <button
            key={choice}
            type="button"
            onClick={() => addTimes(quickTimes(choice as QuickTime, new Date()))}
          >
            {words}
          </button>
        ))}
      </fieldset>
      <form onSubmit={submit} className="stack">
        {(['from', 'to'] as const).map((name) => (
          <label key={name}>
            {s[name]}
            <input type="datetime-local" name={name} step={1} />
          </label>
        ))}
        <p className="soft small">
          {s.localTime(Intl.DateTimeFormat().resolvedOptions().timeZone)}
        </p>
        {why !== '' && (
          <p className="notice bad" role="alert">
            {why}
          </p>
        )}
        <button type="submit" className="main">
          {s.apply}
        </button>
      </form>
    </>
  );
}
