// The facts of a record, each with the way to what it names and to other records like it.
import type { ReactNode } from 'react';
import { CopyButton } from '../parts/copy-button.js';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { addressOf, recordsAddress } from '../shell/address.js';
import { recordStrings, shellStrings } from '../strings.js';
import { remarkOf, type Story } from './story.js';

const s = recordStrings.facts;

export function Facts({ story }: { readonly story: Story }): ReactNode {
  const { record, claimed } = story;
  const {
    impacted_tenant_id: tenantId,
    impacted_group_id: groupId,
    impacted_user_id: userId,
  } = record;
  const level =
    record.author_role === '' ? undefined : shellStrings.levels[Number(record.author_role)];
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts" className="unshown">
        {s.heading}
      </h2>
      <dl className="facts record-facts">
        <Fact
          name={claimed === undefined ? s.who : s.takenFrom}
          story={story}
          member="author_id"
          text={record.author_id}
        >
          {record.author_id === '' ? recordStrings.nobody : <Data text={record.author_id} />}{' '}
          <span className="soft">{level === undefined ? s.levelUnknown : s.level(level)}</span>
          <Others filters={{ authorId: record.author_id }} words={recordStrings.allOf.author} />
        </Fact>
        <Fact name={claimed === undefined ? s.when : s.taken}>
          <span className="mono">
            <Data text={record.request_time} />
          </span>
          {record.answer_time !== '' && (
            <>
              {' '}
              <span className="soft">{s.until}</span>{' '}
              <span className="mono">
                <Data text={record.answer_time} />
              </span>
            </>
          )}
        </Fact>
        {userId !== '' && (
          <Fact name={s.user}>
            {tenantId !== '' && groupId !== '' ? (
              <Link to={addressOf({ page: 'user', tenantId, groupId, userId })}>
                <Data text={userId} />
              </Link>
            ) : (
              <Data text={userId} />
            )}
            <Others filters={{ tenantId, groupId, userId }} words={recordStrings.allOf.user} />
          </Fact>
        )}
        {groupId !== '' && (
          <Fact name={s.group}>
            {tenantId === '' ? (
              <Data text={groupId} />
            ) : (
              <Link to={addressOf({ page: 'group', tenantId, groupId })}>
                <Data text={groupId} />
              </Link>
            )}
            <Others filters={{ tenantId, groupId }} words={recordStrings.allOf.group} />
          </Fact>
        )}
        {tenantId !== '' && (
          <Fact name={s.tenant}>
            <Link to={addressOf({ page: 'provider', tenantId })}>
              <Data text={tenantId} />
            </Link>
            <Others filters={{ tenantId }} words={recordStrings.allOf.tenant} />
          </Fact>
        )}
        {record.impacted_specific_id !== '' && (
          <Fact name={s.object}>
            <Data text={record.impacted_specific_id} />
          </Fact>
        )}
        <Fact
          name={s.call}
          story={story}
          member="end_point_full_url"
          text={record.end_point_full_url}
        >
          <span className="mono">
            <Data text={record.http_method} /> <Data text={record.end_point_full_url} />
          </span>{' '}
          <span className="soft">
            {record.status_code === null
              ? s.noStatus
              : `${s.status.toLowerCase()} ${record.status_code}`}
          </span>
          <CopyOf text={record.end_point_full_url} label={s.copyUrl} />
        </Fact>
        <Fact name={s.endPoint}>
          <span className="mono">
            <Data text={record.end_point_name} />
          </span>
        </Fact>
        <Fact name={s.id}>
          <span className="mono">
            <Data text={record.internal_id} />
          </span>
          <CopyOf text={record.internal_id} label={s.copyId} />
        </Fact>
      </dl>
    </section>
  );
}

/** Empty because it was erased is said; it is not the same as nothing. */
function Fact({
  name,
  story,
  member,
  text,
  children,
}: {
  readonly name: string;
  readonly story?: Story;
  readonly member?: string;
  readonly text?: string;
  readonly children: ReactNode;
}): ReactNode {
  const isErased =
    text === '' && story !== undefined && remarkOf(story, member ?? '')?.state === 'erased';
  return (
    <>
      <dt>{name}</dt>
      <dd>{isErased ? <span className="badge unknown">{s.erased}</span> : children}</dd>
    </>
  );
}

function Others({
  filters,
  words,
}: {
  readonly filters: Readonly<Record<string, string>>;
  readonly words: string;
}): ReactNode {
  if (Object.values(filters).every((value) => value === '')) return null;
  return (
    <Link to={recordsAddress(filters)} className="others small unprinted">
      {words}
    </Link>
  );
}

const CopyOf = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <span className="unprinted">
    {' '}
    <CopyButton text={text} label={label} />
  </span>
);
