// Which group a page is about, and the addresses of its audits on this page.
import { addressOf } from '../shell/address.js';

export interface GroupKey {
  readonly tenantId: string;
  readonly groupId: string;
}

/** The address of a group's page with one of its audits. */
export const auditAddress = (ids: GroupKey, id: string): string =>
  `${addressOf({ page: 'group', ...ids })}?${new URLSearchParams({ audit: id })}`;
