// One record of the list: its cells, each with a button that makes a filter of what it says. The row as a whole leads to the
// record.
import { Fragment, type ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { Link } from '../parts/link.js';
import { OutcomeBadge } from '../parts/outcome.js';
import { Time } from '../parts/time.js';
import { plain } from '../parts/unseen.js';
import { addressOf } from '../shell/address.js';
import { recordsStrings as s } from '../strings.js';
import { endPointText } from './end-points.js';
import type { Filter } from './filters.js';
import type { Summary } from './record-list.js';

interface Props {
  readonly record: Summary;
  /** Then nobody needs to be told of each that it is one. */
  readonly isChangesOnly: boolean;
  readonly onAdd: (...filters: readonly Filter[]) => void;
}

export function RecordRow({ record, isChangesOnly, onAdd }: Props): ReactNode {
  const { requestTime, outcome, statusCode, durationMs } = record;
  const only = (field: string, value: string, ...filters: readonly Filter[]) => (
    <Only field={field} value={value} onPress={() => onAdd(...filters)} />
  );
  return (
    <>
      <Cell name="time">
        <Time iso={requestTime} show="time" />
      </Cell>
      <Cell name="outcome">
        <OutcomeBadge outcome={outcome} />
        {outcome !== '' &&
          only(s.columns.outcome, s.outcomes[outcome] ?? outcome, {
            name: 'outcome',
            value: outcome,
          })}
      </Cell>
      <Cell name="who">
        <Who author={record.authorId} />
        {record.authorId !== '' &&
          only(s.fields.authorId, record.authorId, { name: 'authorId', value: record.authorId })}
      </Cell>
      <Cell name="what">
        <What record={record} isChangesOnly={isChangesOnly} only={only} />
        {outcome === 'unknown' && <span className="small why">{s.outcomeUnknownWhy}</span>}
      </Cell>
      <Cell name="onWhat">
        <OnWhat record={record} only={only} />
      </Cell>
      <Cell name="status">
        <span className={`mono${statusCode === null ? ' soft' : ''}`}>
          {statusCode ?? <Missing words={s.noStatus} />}
        </span>
      </Cell>
      <Cell name="duration">
        {durationMs === null ? <Missing words={s.noDuration} /> : durationText(durationMs)}
      </Cell>
    </>
  );
}

function Cell({
  name,
  children,
}: {
  readonly name: keyof typeof s.columns;
  readonly children: ReactNode;
}): ReactNode {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the table is none of HTML's, see there
    <div role="cell" className={`cell-${name}`}>
      {children}
    </div>
  );
}

/** A dash that is read out in words. */
function Missing({ words }: { readonly words: string }): ReactNode {
  return (
    <span className="soft" title={words}>
      <span aria-hidden="true">—</span>
      <span className="unshown">{words}</span>
    </span>
  );
}

function Only({
  field,
  value,
  onPress,
}: {
  readonly field: string;
  readonly value: string;
  readonly onPress: () => void;
}): ReactNode {
  const words = s.only(field, plain(value));
  return (
    <button type="button" className="only" aria-label={words} title={words} onClick={onPress}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        <path d="M2 3h12L9.5 8.5V13l-3 1.2V8.5z" fill="currentColor" />
      </svg>
    </button>
  );
}

function Who({ author }: { readonly author: string }): ReactNode {
  if (author === '') return <Missing words={s.nobody} />;
  const [, program] = /^machine:(.+)$/s.exec(author) ?? [];
  if (program === undefined) return <Data text={author} />;
  return (
    <>
      <Data text={program} /> <span className="tag">{s.program}</span>
    </>
  );
}

type MakeOnly = (field: string, value: string, ...filters: readonly Filter[]) => ReactNode;

function What({
  record,
  isChangesOnly,
  only,
}: {
  readonly record: Summary;
  readonly isChangesOnly: boolean;
  readonly only: MakeOnly;
}): ReactNode {
  const { internalId, method, endPointName, instanceName, changes, handedOver } = record;
  const { words, kind, hasMethod = false } = endPointText(endPointName, method);
  return (
    <>
      <Link
        to={addressOf({ page: 'record', recordId: internalId })}
        className="record-link"
        title={plain(endPointName)}
      >
        <span className="method mono">
          <Data text={method} />
        </span>{' '}
        {kind === undefined ? <Data text={words} /> : <LongName text={words} />}
      </Link>{' '}
      {kind !== undefined && <span className="tag">{kind}</span>}{' '}
      {changes === true && !isChangesOnly && <span className="tag is-change">{s.change}</span>}
      {handedOver === true && (
        <span className="tag" title={s.handedOverWhy}>
          {s.handedOver}
        </span>
      )}
      {only(
        s.fields.endPointName,
        words,
        { name: 'endPointName', value: endPointName },
        ...(hasMethod ? [{ name: 'method', value: method }] : []),
      )}
      {instanceName !== '' && instanceName !== words && (
        <span className="instance">
          <Data text={instanceName} className="soft" />
          {only(s.fields.instanceName, instanceName, {
            name: 'instanceName',
            value: instanceName,
          })}
        </span>
      )}
    </>
  );
}

/** A name of many words run together may break before each of them. */
function LongName({ text }: { readonly text: string }): ReactNode {
  if (!/^[A-Za-z0-9]+$/.test(text)) return <Data text={text} />;
  return text.split(/(?<=[a-z])(?=[A-Z])/).map((word, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a word has no other identity than its place
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

function OnWhat({
  record: { tenantId, groupId, userId },
  only,
}: {
  readonly record: Summary;
  readonly only: MakeOnly;
}): ReactNode {
  const tenant = { name: 'tenantId', value: tenantId };
  const group = { name: 'groupId', value: groupId };
  const user = { name: 'userId', value: userId };
  if (tenantId === '' && groupId === '' && userId === '') return <Missing words={s.noObject} />;
  const hasPage = tenantId !== '' && groupId !== '';
  return (
    <>
      {userId !== '' && (
        <span className="touched">
          {hasPage ? (
            <Link to={addressOf({ page: 'user', tenantId, groupId, userId })}>
              <Data text={userId} />
            </Link>
          ) : (
            <Data text={userId} />
          )}
          {only(s.fields.userId, userId, tenant, group, user)}
        </span>
      )}
      <span className={userId === '' ? 'touched' : 'touched small'}>
        {tenantId !== '' && (
          <Link to={addressOf({ page: 'provider', tenantId })}>
            <Data text={tenantId} />
          </Link>
        )}
        {tenantId !== '' && groupId === '' && only(s.fields.tenantId, tenantId, tenant)}
        {tenantId !== '' && groupId !== '' && <span className="soft"> / </span>}
        {hasPage ? (
          <Link to={addressOf({ page: 'group', tenantId, groupId })}>
            <Data text={groupId} />
          </Link>
        ) : (
          <Data text={groupId} />
        )}
        {groupId !== '' && only(s.fields.groupId, groupId, tenant, group)}
      </span>
    </>
  );
}
