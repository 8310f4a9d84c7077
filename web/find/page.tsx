// Find: one field for service providers, groups, users and numbers; and the list of providers to begin with.
import './find.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import { Failure, Loading } from '../parts/states.js';
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
  const field = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLDivElement>(null);
  useSlashKey(field);
  useEffect(() => {
    const whole = place.current;
    const listener = (event: KeyboardEvent) => walk(event, whole, field.current);
    whole?.addEventListener('keydown', listener);
    return () => whole?.removeEventListener('keydown', listener);
  }, []);
  // Back and forward, and the search of other pages, bring another query.
  const told = useRef(query);
  useEffect(() => {
    if (query !== told.current) setTyped(query);
    told.current = query;
  }, [query]);
  const rested = useRested(typed);
  useEffect(() => {
    document.title = `${s.title} – Muster`;
    told.current = rested.trim();
    go(addressOf({ page: 'find', query: rested.trim() }), { replace: true });
  }, [rested]);
  const asked = askedFor(rested);
  return (
    <div ref={place}>
      <h1>{s.title}</h1>
      <search>
        <input
          ref={field}
          className="find-field"
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          aria-label={s.fieldLabel}
          placeholder={s.fieldHint}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: the page is for typing here, and has nothing before it
          autoFocus
        />
      </search>
      {typed.trim() === '' || asked === undefined ? (
        <StartList typed={typed} />
      ) : (
        <Results query={asked} isTyping={rested !== typed} />
      )}
    </div>
  );
}

function Results({
  query,
  isTyping,
}: {
  readonly query: string;
  readonly isTyping: boolean;
}): ReactNode {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['find', query],
    queryFn: ({ signal }) => read<Found>(`/api/v1/find/?q=${encodeURIComponent(query)}`, signal),
    placeholderData: keepPreviousData,
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
  const isOld = isFetching || isTyping;
  return (
    <div aria-busy={isOld} className={isOld ? 'found old' : 'found'}>
      <p role="status" className="soft small">
        {isOld ? s.looking : s.found(count)}
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

/** The text once nobody has typed for a moment. */
function useRested(text: string): string {
  const [rested, rest] = useState(text);
  useEffect(() => {
    if (text === rested) return;
    const timer = setTimeout(() => rest(text), restMs);
    return () => clearTimeout(timer);
  }, [text, rested]);
  return rested;
}

/** Arrow keys go from the field through what was found and back; Enter in the field opens the first. */
function walk(
  event: KeyboardEvent,
  place: HTMLElement | null,
  field: HTMLInputElement | null,
): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  const links = [...(place?.querySelectorAll<HTMLAnchorElement>('a.found-link') ?? [])];
  if (event.key === 'Enter' && event.target === field) {
    if (place?.querySelector('.found.old') === null) links[0]?.click();
    return;
  }
  if (step === undefined || links.length === 0) return;
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0 && event.target !== field) return;
  event.preventDefault();
  const next = at + step;
  if (next < 0) field?.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}
