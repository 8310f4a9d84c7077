// The profile of a group as a part: what every source shares but the asking.
import type { CommandUse, GroupDetails, GroupKey, Part } from './model.js';

/** The plain texts of a profile, as both protocols name them. */
export const textFields = [
  'groupExternalId',
  'groupName',
  'defaultDomain',
  'callingLineIdName',
  'callingLineIdPhoneNumber',
  'callingLineIdDisplayPhoneNumber',
  'timeZone',
  'timeZoneDisplayName',
  'locationDialingCode',
  'servicePolicy',
  'callProcessingSliceId',
  'provisioningSliceId',
  'subscriberPartition',
  'preferredDataCenter',
  'resellerId',
  'defaultUserCallingLineIdPhoneNumber',
] as const;

/** `sent`: what stood in a field, word for word; undefined when it was left out. */
export function detailsPart(
  key: GroupKey,
  value: GroupDetails,
  evidence: { readAt: string; commands: CommandUse[] },
  command: string,
  sent: (name: string) => string | undefined,
  notes: string[] = [],
): Part<GroupDetails> {
  if (value.groupId !== key.groupId || value.serviceProviderId !== key.serviceProviderId)
    notes.push(`BroadWorks calls this group ${value.serviceProviderId} / ${value.groupId}`);
  const problems = (['userLimit', 'userCount'] as const)
    .filter((name) => value[name] === 'unknown')
    .map((name) => {
      const text = sent(name);
      const message =
        text === undefined ? `${name} was left out` : `${name} is not a number: ${text}`;
      return { command, code: 'ELEMENT_UNREADABLE', message };
    });
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes };
  return { status: 'partial', ...evidence, value, problems, notes };
}
