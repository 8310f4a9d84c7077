// The sentence at the top: who did what to what, and how it ended.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { durationText, Time } from '../parts/time.js';
import { endPointWords, recordStrings as s } from '../strings.js';
import { headlineOf, type Headline as Parts } from './headline.js';
import type { Outcome, Story } from './story.js';

const tone: Readonly<Record<Outcome, string>> = {
  open: 'note',
  succeeded: 'good',
  partial: 'warn',
  refused: 'bad',
  failed: 'bad',
  unknown: 'unknown',
};

export const OutcomeBadge = ({ outcome }: { readonly outcome: Outcome }): ReactNode => (
  <span className={`badge ${tone[outcome]}`}>{s.outcomes[outcome]}</span>
);

export function Headline({ story }: { readonly story: Story }): ReactNode {
  const { record, outcome, durationMs, authorId, requestTime, claimed } = story;
  const parts = headlineOf(record);
  const thing = thingText(parts);
  return (
    <header className="headline">
      <h1>
        {authorId === '' ? s.nobody : <Data text={authorId} />}{' '}
        <span className="deed">{s.deeds[parts.deed]}</span>
        {thing !== '' && (
          <>
            {' '}
            <Data text={thing} />
          </>
        )}
        {parts.instance !== '' && (
          <>
            {' '}
            <Data text={parts.instance} />
          </>
        )}
        {parts.of !== undefined && (
          <>
            <span className="deed">{` ${s.of} `}</span>
            <Data text={parts.of.id} />
          </>
        )}
      </h1>
      <p className="row soft">
        <OutcomeBadge outcome={outcome} />
        <Time iso={requestTime} />
        {durationMs !== undefined && <span>{s.facts.took(durationText(durationMs))}</span>}
        {claimed !== undefined && (
          <span>
            {s.toldBy} <Data text={record.author_id} />
          </span>
        )}
      </p>
    </header>
  );
}

/** The thing in words; empty where the sentence needs none. */
function thingText({ deed, thing }: Parts): string {
  if (/^(?:audited|signedIn|signedOut|handedOver|called)$/.test(deed)) return '';
  if (deed === 'sent' || deed === 'asked') return thing;
  if (Object.hasOwn(s.nouns, thing)) return s.nouns[thing]!;
  if (Object.hasOwn(endPointWords, thing)) return endPointWords[thing]!;
  return thing.split('.').at(-1)!.replaceAll('_', ' ');
}

/** Without the author, for the title of the window. */
export function headlineText(parts: Parts): string {
  const of = parts.of === undefined ? '' : `${s.of} ${parts.of.id}`;
  return [s.deeds[parts.deed], thingText(parts), parts.instance, of].filter(Boolean).join(' ');
}
