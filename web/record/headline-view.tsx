// The sentence at the top: who did what to what, and how it ended.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { OutcomeBadge } from '../parts/outcome.js';
import { Time } from '../parts/time.js';
import { endPointWords, recordStrings as s } from '../strings.js';
import { type Deed, headlineOf, type Headline as Parts } from './headline.js';
import type { Outcome, Story } from './story.js';

export function Headline({ story }: { readonly story: Story }): ReactNode {
  const { record, outcome, durationMs, authorId, requestTime, claimed } = story;
  const parts = headlineOf(record);
  const thing = thingText(parts);
  return (
    <header className="headline">
      <h1>
        {authorId === '' ? s.nobody : <Data text={authorId} />}{' '}
        <span className="deed">{deedText(parts.deed, outcome)}</span>
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

/** What was done, if it was. */
function deedText(deed: Deed, outcome: Outcome): string {
  if (outcome === 'refused' || outcome === 'failed') return s.tried[deed];
  return outcome === 'unknown' || outcome === 'open' ? s.begun[deed] : s.deeds[deed];
}

/** Without the author, for the title of the window. */
export function headlineText({ record, outcome }: Story): string {
  const parts = headlineOf(record);
  const of = parts.of === undefined ? '' : `${s.of} ${parts.of.id}`;
  return [deedText(parts.deed, outcome), thingText(parts), parts.instance, of]
    .filter(Boolean)
    .join(' ');
}
