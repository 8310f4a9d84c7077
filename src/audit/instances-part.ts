// The lists of service instances as a part: what every source shares but the asking.
import {
  type Absence,
  type CommandUse,
  type Instances,
  instanceLists,
  type Part,
  type Problem,
  type ServiceInstance,
} from './model.js';

/** `lists` in the order of `instanceLists`; `reason` is given when none of the services is assigned. */
export function instancesPart(
  lists: readonly (readonly ServiceInstance[] | Absence)[],
  evidence: { readAt: string; commands: CommandUse[] },
  problems: readonly Problem[],
  reason: string,
): Part<Instances> {
  const all = (absence: Absence) => lists.every((list) => list === absence);
  if (all('notApplicable')) return { status: 'notApplicable', ...evidence, reason };
  if (all('outOfScope')) return { status: 'outOfScope', ...evidence, problems };
  if (lists.every((list) => typeof list === 'string'))
    return { status: 'unknown', ...evidence, problems };
  const value = Object.fromEntries(
    instanceLists.map((list, at) => [list, lists[at]]),
  ) as unknown as Instances;
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes: [] };
  return { status: 'partial', ...evidence, value, problems, notes: [] };
}
