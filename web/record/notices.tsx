// What nobody may overlook: how it ended where that is not plain success, what is only claimed, what was erased.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { addressOf } from '../shell/address.js';
import { recordStrings } from '../strings.js';
import { LongText } from './long-text.js';
import { type Story, wordsOfAnswer } from './story.js';

const s = recordStrings.notices;

export function Notices({
  story,
  isLooking,
  onLook,
}: {
  readonly story: Story;
  readonly isLooking: boolean;
  readonly onLook: () => void;
}): ReactNode {
  const { outcome } = story;
  return (
    <>
      {outcome === 'unknown' && <Unknown story={story} />}
      {outcome === 'open' && (
        <div className="notice note" role="status">
          <strong>{s.open}</strong>
          <p>{s.openWhy}</p>
          <p className="unprinted">
            <button type="button" onClick={onLook} disabled={isLooking}>
              {s.look}
            </button>
          </p>
        </div>
      )}
      {(outcome === 'refused' || outcome === 'failed' || outcome === 'partial') && (
        <div className={outcome === 'partial' ? 'notice warn' : 'notice bad'}>
          <strong>{s[outcome]}</strong>
          <AnswerWords story={story} />
        </div>
      )}
      <Claimed story={story} />
      <Erased story={story} />
      {story.isExtraUnreadable && <p className="notice warn">{s.extra}</p>}
    </>
  );
}

function AnswerWords({ story }: { readonly story: Story }): ReactNode {
  const said = wordsOfAnswer(story);
  if (said === undefined) return null;
  return (
    <p>
      <LongText text={said.words} />{' '}
      <span className="soft small mono">
        <LongText text={said.code} />
      </span>
    </p>
  );
}

function Unknown({ story }: { readonly story: Story }): ReactNode {
  const { record, remarks } = story;
  const isRead = /^(?:GET|HEAD)$/i.test(record.http_method);
  const isLost = remarks.some(({ state }) => state === 'lost');
  const { impacted_user_id, impacted_tenant_id: tenantId, impacted_group_id: groupId } = record;
  return (
    <div className="notice unknown-ground outcome-unknown" role="alert">
      <strong>{s.unknown}</strong>
      <p>{isRead ? s.unknownRead : s.unknownWhy}</p>
      {isLost && <p>{s.unknownLost}</p>}
      {!isRead && (
        <p>
          {s.unknownDo}{' '}
          {tenantId !== '' && groupId !== '' && (
            <Link
              to={addressOf(
                impacted_user_id === ''
                  ? { page: 'group', tenantId, groupId }
                  : { page: 'user', tenantId, groupId, userId: impacted_user_id },
              )}
            >
              <Data text={impacted_user_id === '' ? groupId : impacted_user_id} />
            </Link>
          )}
        </p>
      )}
      <AnswerWords story={story} />
    </div>
  );
}

function Claimed({ story: { claimed } }: { readonly story: Story }): ReactNode {
  if (claimed === undefined) return null;
  return (
    <div className="notice note">
      <strong>{s.claimed}</strong>
      <p>{s.claimedWhy}</p>
      <dl className="facts">
        {Object.entries(claimed).map(([name, value]) => (
          <div key={name} className="fact-row">
            <dt>{recordStrings.members[name] ?? name}</dt>
            <dd>
              <LongText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Erased({ story: { remarks } }: { readonly story: Story }): ReactNode {
  const names = remarks.flatMap(({ of, state }) =>
    state === 'erased' && recordStrings.members[of] !== undefined
      ? [recordStrings.members[of]]
      : [],
  );
  if (names.length === 0) return null;
  return <p className="notice unknown-ground">{s.erasedWhy([...new Set(names)].join(', '))}</p>;
}
