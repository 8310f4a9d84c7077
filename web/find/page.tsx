// Find: one field for service providers, groups, users and numbers; and the list of providers to begin with.
import './find.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { Failure, Loading } from '../parts/states.js';
import { useTitle } from '../parts/use-title.js';
import { addressOf, go } from '../shell/address.js';
import { useSlashKey } from '../shell/header.js';
import { findStrings as s } from '../strings.js';
import { ByIds } from './by-ids.js';
import { askedFor, countOf, type Found } from './find-json.js';
import { FoundSections } from './found-sections.js';
import { StartList } from './start-list.js';

/** So long after the last key the server is asked. */
const restMs = 250;

export default function FindPage({ query }: { readonly query: string }): ReactNode {
  const [typed, setTyped] = useState(query);
  const [rested, rest] = useRested(typed);
  /** What is to be opened as soon as it is found, since Enter was pressed for it. */
  const [wanted, want] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  useTitle(s.title);
  useSlashKey(field);
  useArrowKeys(place, field);
  // Back and forward, and the search of other pages, bring another query.
  const told = useRef(query);
  useEffect(() => {
    if (query !== told.current) setTyped(query);
    told.current = query;
  }, [query]);
  useEffect(() => {
    told.current = rested.trim();
    go(addressOf({ page: 'find', query: rested.trim() }), { replace: true });
  }, [rested]);
  const asked = askedFor(typed);
  const enter = (event: FormEvent) => {
    event.preventDefault();
    rest(typed);
    want(asked);
  };
  return (
    <div ref={place}>
      <h1>{s.title}</h1>
      <search>
        <form onSubmit={enter}>
          <input
            ref={field}
            className="find-field"
            type="search"
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              want(undefined);
            }}
            aria-label={s.fieldLabel}
            placeholder={s.fieldHint}
            autoComplete="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: the page is for typing here, and has nothing before it
            autoFocus
          />
        </form>
      </search>
      {asked === undefined ? (
        <StartList typed={typed} />
      ) : (
        <Results
          query={askedFor(rested) ?? asked}
          typed={asked}
          opens={wanted === asked}
          onOpen={() => {
            want(undefined);
            place.current?.querySelector<HTMLElement>(foundLink)?.click();
          }}
        />
      )}
    </div>
  );
}

const foundLink = 'a.found-link';

function Results({
  query,
  typed,
  opens,
  onOpen,
}: {
  readonly query: string;
  /** What stands in the field; the query follows it. */
  readonly typed: string;
  readonly opens: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    queryKey: ['find', query],
    queryFn: ({ signal }) => read<Found>(`/api/v1/find/?q=${encodeURIComponent(query)}`, signal),
    placeholderData: keepPreviousData,
  });
  const isOld = isFetching || isPlaceholderData || query !== typed;
  const isReady = data !== undefined && !isOld;
  useEffect(() => {
    if (opens && isReady) onOpen();
  });
  if (error !== null)
    return (
      <>
        <Failure what={s.failed} problem={error} onRetry={() => void refetch()} />
        {error instanceof ApiProblem && error.status === 501 && <ByIds isOpen />}
      </>
    );
  if (data === undefined) return <Loading what={s.looking} />;
  const { count, isWhole } = countOf(data);
  return (
    <div aria-busy={isOld} className="found">
      <p role="status" className="soft small">
        {isOld && <span className="spinner" aria-hidden="true" />}
        {isOld ? s.looking : isWhole ? s.found(count) : s.foundAtLeast(count)}
      </p>
      {count === 0 && isWhole && !isOld && (
        <p className="empty">
          <strong>{s.nothing(data.query)}</strong>
          <br />
          {s.nothingHint}
        </p>
      )}
      <FoundSections found={data} />
    </div>
  );
}

/** The text once nobody has typed for a moment, and a way to be quicker. */
function useRested(text: string): readonly [string, (text: string) => void] {
  const [rested, rest] = useState(text);
  useEffect(() => {
    if (text === rested) return;
    const timer = setTimeout(() => rest(text), restMs);
    return () => clearTimeout(timer);
  }, [text, rested]);
  return [rested, rest];
}

/** Arrow keys go from the field through what was found, and back. */
function useArrowKeys(
  place: { readonly current: HTMLElement | null },
  field: { readonly current: HTMLInputElement | null },
): void {
  useEffect(() => {
    const whole = place.current;
    const listener = (event: KeyboardEvent) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const links = [...(whole?.querySelectorAll<HTMLElement>(foundLink) ?? [])];
      if (step === undefined || links.length === 0) return;
      const at = links.indexOf(document.activeElement as HTMLElement);
      if (at < 0 && event.target !== field.current) return;
      event.preventDefault();
      const next = at + step;
      if (next < 0) field.current?.focus();
      else links[Math.min(next, links.length - 1)]?.focus();
    };
    whole?.addEventListener('keydown', listener);
    return () => whole?.removeEventListener('keydown', listener);
  }, [place, field]);
}
