// Ids of service instances: they stand in lists of users, but are no users and have no page.
import { createContext, useContext } from 'react';
import type { PartsJson } from './audit-json.js';

const none: ReadonlySet<string> = new Set();
export const InstanceIdsContext = createContext(none);

/** Whether the audit on the page knows this id as that of a service instance. */
export const useIsInstance = (userId: string): boolean =>
  useContext(InstanceIdsContext).has(userId);

/** Of auto attendants, call centers and the like, by the lists of instances and by the holders of numbers. */
export function instanceIds({ instances, numbers }: PartsJson): ReadonlySet<string> {
  const ids = new Set<string>();
  const { autoAttendants, callCenters, huntGroups } = instances?.value ?? {};
  for (const list of [autoAttendants, callCenters, huntGroups])
    if (typeof list === 'object') for (const { serviceUserId } of list) ids.add(serviceUserId);
  const holders = numbers?.value?.holders ?? 'unknown';
  if (holders !== 'unknown')
    for (const { userId, userType } of holders)
      if (userId !== undefined && userType !== undefined && userType !== 'Normal') ids.add(userId);
  return ids;
}
