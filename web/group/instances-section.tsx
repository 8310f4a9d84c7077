// Auto attendants, call centers and hunt groups; shown when the audit was asked for them. Service packs alone, likewise.
import type { ReactNode } from 'react';
import type { Absence, Instances, Packs, ServiceInstance, Users } from '../../src/audit/model.js';
import { Data } from '../parts/data.js';
import { groupStrings } from '../strings.js';
import { AmountText } from './amount.js';
import { type PartJson, type SectionProps, wasAsked } from './audit-json.js';
import type { GroupKey } from './group-key.js';
import { LicenceTables } from './licences-section.js';
import { PartFrame } from './part-frame.js';

const s = groupStrings.instances;
const lists = ['autoAttendants', 'callCenters', 'huntGroups'] as const;
const packsAlone = ['servicePacks'] as const;

export function InstancesSection({ part }: SectionProps<Instances>): ReactNode {
  if (!wasAsked(part)) return null;
  return (
    <PartFrame title={groupStrings.sections.instances} id="instances" part={part}>
      {(instances) =>
        lists.map((name) => <List key={name} title={s.lists[name]} list={instances[name]} />)
      }
    </PartFrame>
  );
}

function List({
  title,
  list,
}: {
  readonly title: string;
  readonly list: readonly ServiceInstance[] | Absence;
}): ReactNode {
  const isAbsent = typeof list === 'string';
  return (
    <>
      <h3>
        {title} {!isAbsent && <span className="soft">({list.length})</span>}
      </h3>
      {isAbsent ? (
        <p>
          <span className={list === 'notApplicable' ? 'badge' : 'badge unknown'}>
            {s.absences[list]}
          </span>
        </p>
      ) : list.length === 0 ? (
        <p className="soft">{s.none}</p>
      ) : (
        <div className="wide">
          <table>
            <thead>
              <tr>
                {s.heads.map((head) => (
                  <th scope="col" key={head}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.map((instance, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a list may name one twice
                <Row key={at} instance={instance} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function Row({ instance }: { readonly instance: ServiceInstance }): ReactNode {
  const { serviceUserId, name, phoneNumber, extension, department, isActive, type, policy } =
    instance;
  const doubtful = instance.zerosDoubtful ?? [];
  return (
    <tr>
      <th scope="row">
        {name !== undefined && (
          <>
            <Data text={name} />
            <br />
          </>
        )}
        <Data text={serviceUserId} className="small soft" />
      </th>
      <td>
        <Words
          texts={[phoneNumber, extension === undefined ? undefined : s.extension(extension)]}
        />
        {doubtful.length > 0 && <span className="badge warn">{groupStrings.doubtful}</span>}
      </td>
      <td>
        <Words texts={[type, policy, department]} />
      </td>
      <td>
        {isActive === 'unknown' ? (
          <AmountText amount="unknown" />
        ) : (
          <span className={isActive ? 'badge good' : 'badge warn'}>{isActive ? s.on : s.off}</span>
        )}
      </td>
      <td className="small">
        <InstanceServices services={instance.services} />
      </td>
    </tr>
  );
}

function Words({ texts }: { readonly texts: readonly (string | undefined)[] }): ReactNode {
  return texts
    .filter((text) => text !== undefined)
    .map((text, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: two texts may be the same
      <div key={at}>
        <Data text={text} />
      </div>
    ));
}

function InstanceServices({ services }: Pick<ServiceInstance, 'services'>): ReactNode {
  if (services === 'unknown') return <AmountText amount="unknown" />;
  return services.map(({ name, kind, isActive }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a service may be named twice
    <span key={at}>
      {at > 0 && ', '}
      <Data text={name} />
      {kind === 'groupService' && ` (${s.groupService})`}
      {isActive === false && ` (${s.off})`}
      {isActive === 'unknown' && ` (${s.activeUnknown})`}
    </span>
  ));
}

export function PacksSection({
  part,
  users,
  ids,
}: SectionProps<Packs> & {
  readonly users: PartJson<Users> | undefined;
  readonly ids: GroupKey;
}): ReactNode {
  if (!wasAsked(part)) return null;
  return (
    <PartFrame title={groupStrings.sections.packs} id="packs" part={part}>
      {(packs) => <LicenceTables licences={packs} kinds={packsAlone} users={users} ids={ids} />}
    </PartFrame>
  );
}
