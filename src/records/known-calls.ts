// What the calls of Muster itself are called in a record, whoever makes them: command line, library or server.
import { type Command, commandNamed } from '../ocip/index.js';
import type { Call, Impact } from './record.js';

/** A call, but for who made it and whether it changes something. */
export type NamedCall = Omit<Call, 'actor' | 'changes'>;

const nothing: Impact = { tenantId: '', groupId: '', userId: '', instanceName: '' };

/** The audit of one group. */
export function groupAuditCall(
  { serviceProviderId, groupId }: { readonly serviceProviderId: string; readonly groupId: string },
  parts: readonly string[],
): NamedCall {
  const [provider, group] = [serviceProviderId, groupId].map(encodeURIComponent);
  return {
    endPointName: 'svc_v1:muster.tenant.group.audit',
    url: `/api/v1/tenants/${provider}/groups/${group}/audit/?parts=${parts.join(',')}`,
    method: 'GET',
    impact: { ...nothing, tenantId: serviceProviderId, groupId },
  };
}

/** The trunk capacity of one service provider. */
export function trunkAuditCall(serviceProviderId: string): NamedCall {
  return {
    endPointName: 'svc_v1:muster.tenant.trunks.audit',
    url: `/api/v1/tenants/${encodeURIComponent(serviceProviderId)}/trunks/audit/`,
    method: 'GET',
    impact: { ...nothing, tenantId: serviceProviderId },
  };
}

/** A login that came to nothing, or a logout when no call was left to take it. */
export function sessionCall(what: 'login' | 'logout'): NamedCall {
  const url = `/api/v1/${what}/`;
  return { endPointName: `svc_v1:muster.${what}`, url, method: 'POST', impact: nothing };
}

/**
 * Commands that are sent as they are, all of them known ones; several only together when none of them changes anything.
 * `several` stands for their names where they differ.
 */
export function commandCall(commands: readonly Command[]): Omit<Call, 'actor'> {
  const names = new Set(commands.map(({ command }) => command));
  const name = names.size === 1 ? ([...names][0] as string) : 'several';
  const changes = commands.some(({ command }) => commandNamed(command)?.kind !== 'read');
  const said = commands.map(({ command, fields = {} }) => ({ command, fields }));
  return {
    endPointName: `svc_v1:muster.oci.${name}`,
    url: `/api/v1/oci/${name}/`,
    method: changes ? 'POST' : 'GET',
    changes,
    impact: sharedImpact(commands),
    request: {
      type: 'application/json',
      content: JSON.stringify(said.length === 1 ? said[0] : said),
    },
  };
}

/**
 * What all of them touch; where they differ, nothing is named. `instanceNames`: fields that name an object, the first that
 * is there counts.
 */
export function sharedImpact(
  commands: readonly Pick<Command, 'fields'>[],
  instanceNames: readonly string[] = [],
): Impact {
  const shared = (...names: readonly string[]) => {
    // A command that names none does not speak against what the others name.
    const values = new Set(
      commands.flatMap(({ fields = {} }) => {
        const value = names.map((name) => fields[name]).find((one) => typeof one === 'string');
        return value === undefined ? [] : [value as string];
      }),
    );
    const [value = ''] = values;
    return values.size === 1 ? value : '';
  };
  return {
    tenantId: shared('serviceProviderId', 'enterpriseId'),
    groupId: shared('groupId', 'GroupId'),
    userId: shared('userId', 'serviceUserId'),
    instanceName: shared(...instanceNames),
  };
}
