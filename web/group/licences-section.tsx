// The licences of a group: three tables with one search over them, each row opening to the users behind it.
import { type ReactNode, useDeferredValue, useId, useMemo, useState } from 'react';
import type { Licences, Users } from '../../src/audit/model.js';
import { groupStrings } from '../strings.js';
import type { PartJson, SectionProps } from './audit-json.js';
import { licenceRows } from './holders.js';
import './licences.css';
import type { GroupKey } from './group-key.js';
import { type LicenceKind, licenceKinds } from './licence-rows.js';
import { LicenceTable } from './licence-table.js';
import { PartFrame } from './part-frame.js';

const s = groupStrings.licences;

export function LicencesSection({
  part,
  users,
  ids,
}: SectionProps<Licences> & {
  readonly users: PartJson<Users> | undefined;
  readonly ids: GroupKey;
}): ReactNode {
  return (
    <PartFrame title={groupStrings.sections.licences} id="licences" part={part}>
      {(licences) => (
        <LicenceTables licences={licences} kinds={licenceKinds} users={users} ids={ids} />
      )}
    </PartFrame>
  );
}

/** Tables with the controls above that are for all of them. */
export function LicenceTables({
  licences,
  kinds,
  users,
  ids,
}: {
  readonly licences: Partial<Licences>;
  readonly kinds: readonly LicenceKind[];
  readonly users: PartJson<Users> | undefined;
  readonly ids: GroupKey;
}): ReactNode {
  const [text, setText] = useState('');
  const [isUnusedFirst, setUnusedFirst] = useState(false);
  const [withIdle, setWithIdle] = useState(false);
  const needle = useDeferredValue(text);
  const field = useId();
  const tables = useMemo(
    () => kinds.map((kind) => ({ kind, rows: licenceRows(kind, licences[kind] ?? [], users) })),
    [kinds, licences, users],
  );
  return (
    <>
      <div className="row licence-controls unprinted">
        <label htmlFor={field} className="unshown">
          {s.search}
        </label>
        <input
          id={field}
          type="search"
          placeholder={s.searchHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Switch isOn={isUnusedFirst} onChange={setUnusedFirst} text={s.unusedFirst} />
        <Switch isOn={withIdle} onChange={setWithIdle} text={s.withIdle} />
      </div>
      {tables.map(({ kind, rows }) => (
        <LicenceTable
          key={kind}
          title={s.kinds[kind]}
          rows={rows}
          text={needle}
          isUnusedFirst={isUnusedFirst}
          withIdle={withIdle}
          onShowIdle={() => setWithIdle(true)}
          ids={ids}
        />
      ))}
    </>
  );
}

function Switch({
  isOn,
  onChange,
  text,
}: {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly text: string;
}): ReactNode {
  return (
    <label>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {text}
    </label>
  );
}
