// One audit on the page: what is missing first, then its parts, with a list of them to jump to.
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Time } from '../parts/time.js';
import { useNow } from '../parts/use-now.js';
import { groupStrings as s } from '../strings.js';
import { useAuditAgain } from './audit-again.js';
import {
  type GroupAuditJson,
  isShort,
  type KeptAudit,
  type PartsJson,
  type Shown,
  sectionId,
  sectionNames,
  shortSections,
  wasAsked,
} from './audit-json.js';
import { DetailsSection } from './details-section.js';
import { auditAddress, type GroupKey } from './group-key.js';
import { InstanceIdsContext, instanceIds } from './instance-ids.js';
import { InstancesSection, PacksSection } from './instances-section.js';
import { ageOf, dayMs, failedSince } from './kept-audits.js';
import { LicencesSection } from './licences-section.js';
import { NumbersSection } from './numbers-section.js';
import { TrunkingSection } from './trunking-section.js';
import { UsersSection } from './users-section.js';

export function AuditView({
  shown: { audit, id },
  audits,
  ids,
  sought,
}: {
  readonly shown: Shown;
  readonly audits: readonly KeptAudit[];
  readonly ids: GroupKey;
  /** A number that is looked for. */
  readonly sought: string | undefined;
}): ReactNode {
  const { parts } = audit;
  const { details, licences, users, numbers, trunking, packs } = parts;
  const instances = useMemo(() => instanceIds(parts), [parts]);
  return (
    <>
      <OldAge audit={audit} />
      {id !== undefined && <FailedSince ids={ids} audits={failedSince(audits, id)} />}
      <Missing parts={audit.parts} />
      <div className="audit">
        <SectionNav parts={audit.parts} />
        {/* Another audit is another page: nothing that was opened or typed belongs to it. */}
        <InstanceIdsContext key={audit.startedAt} value={instances}>
          <div>
            <DetailsSection part={details} />
            <LicencesSection part={licences} users={users} ids={ids} />
            <UsersSection part={users} hasLicences={licences?.value !== undefined} ids={ids} />
            <NumbersSection part={numbers} sought={sought} {...ids} />
            <TrunkingSection part={trunking} />
            <PacksSection part={packs} users={users} ids={ids} />
            <InstancesSection part={parts.instances} />
          </div>
        </InstanceIdsContext>
      </div>
    </>
  );
}

function OldAge({ audit }: { readonly audit: GroupAuditJson }): ReactNode {
  const start = useAuditAgain();
  const age = useNow() - Date.parse(audit.finishedAt);
  if (!(age > dayMs)) return null;
  return (
    <div className="notice note row spread">
      <span>
        <strong>{s.old(ageOf(age))}</strong> {s.oldWhy}
      </span>
      <button type="button" onClick={start} aria-disabled={start === undefined}>
        {s.again}
      </button>
    </div>
  );
}

function FailedSince({
  ids,
  audits,
}: {
  readonly ids: GroupKey;
  readonly audits: readonly KeptAudit[];
}): ReactNode {
  const [newest] = audits;
  if (newest === undefined) return null;
  return (
    <p className="notice warn">
      {s.failedSince(audits.length)}{' '}
      <Link to={auditAddress(ids, newest.id)}>
        <Time iso={newest.requestTime} />
      </Link>
    </p>
  );
}

/** What could not be read, before anything else: nobody may take a partial audit for a whole one. */
function Missing({ parts }: { readonly parts: PartsJson }): ReactNode {
  const missing = shortSections(parts);
  const start = useAuditAgain();
  if (missing.length === 0) return null;
  return (
    <div className="notice warn missing">
      <p>
        <strong>{s.missing}</strong>
      </p>
      <ul>
        {missing.map((name) => {
          const part = parts[name];
          const { status = 'unknown', problems = [] } = part ?? {};
          const [first] = problems;
          return (
            <li key={name}>
              <a href={`#${sectionId(name)}`}>{s.sections[name]}</a>{' '}
              {s.missingHow[status as keyof typeof s.missingHow]}
              {first !== undefined && (
                <>
                  {': '}
                  <Data text={first.message} />
                  {first.code !== undefined && !first.message.includes(first.code) && (
                    <span className="small">
                      {' '}
                      ({s.part.code} <Data text={first.code} />)
                    </span>
                  )}
                </>
              )}
              {problems.length > 1 && ` ${s.moreReasons(problems.length - 1)}`}
            </li>
          );
        })}
      </ul>
      <p className="actions unprinted">
        <button type="button" onClick={start} aria-disabled={start === undefined}>
          {s.again}
        </button>
      </p>
    </div>
  );
}

function SectionNav({ parts }: { readonly parts: PartsJson }): ReactNode {
  const names = sectionNames.filter(
    (name) => wasAsked(parts[name]) || (name !== 'packs' && name !== 'instances'),
  );
  const here = useSectionInSight(names.map(sectionId).join(' '));
  return (
    <nav className="section-nav unprinted" aria-label={s.sectionNav}>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a
              href={`#${sectionId(name)}`}
              aria-current={here === sectionId(name) ? 'location' : undefined}
            >
              {s.sections[name]}
            </a>
            {isShort(parts[name]) && (
              <span
                className="short-mark"
                title={s.part.states[parts[name]?.status ?? 'unknown'][1]}
              >
                <span aria-hidden="true">!</span>
                <span className="unshown">
                  {s.part.states[parts[name]?.status ?? 'unknown'][1]}
                </span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The id of the section that is being read: the last whose top has come near that of the window. */
function useSectionInSight(idList: string): string | undefined {
  const [here, set] = useState<string>();
  useEffect(() => {
    const ids = idList.split(' ');
    let isDue = false;
    const look = () => {
      isDue = false;
      const above = ids.filter(
        (id) => (document.getElementById(id)?.getBoundingClientRect().top ?? Infinity) < 160,
      );
      set(above.at(-1) ?? ids[0]);
    };
    const later = () => {
      if (isDue) return;
      isDue = true;
      requestAnimationFrame(look);
    };
    look();
    window.addEventListener('scroll', later, { passive: true });
    return () => window.removeEventListener('scroll', later);
  }, [idList]);
  return here;
}
