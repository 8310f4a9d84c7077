// Source and parts of any audit as the json formats write them: members in a fixed order.
import type { AuditSource, Part } from '../audit/index.js';

export function sourceJson({ protocol, target, release, userId, loginType }: AuditSource) {
  return { protocol, target, release, userId, loginType };
}

/** The members of a part; those it does not have are left out. */
export function partJson<T>(part: Part<T>, valueJson: (value: T) => unknown = (value) => value) {
  return {
    status: part.status,
    readAt: 'readAt' in part ? part.readAt : undefined,
    commands: 'commands' in part ? part.commands : undefined,
    reason: 'reason' in part ? part.reason : undefined,
    value: 'value' in part ? valueJson(part.value) : undefined,
    problems: 'problems' in part ? part.problems : undefined,
    notes: 'notes' in part ? part.notes : undefined,
  };
}

/** For parts that are not usual: nobody misses them. */
export function partIfAsked(part: Part<unknown>) {
  return part.status === 'notAsked' ? undefined : partJson(part);
}
