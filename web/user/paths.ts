// Addresses of users in the API.
import type { UserKey } from './page.js';

const part = encodeURIComponent;

export const usersPath = ({ tenantId, groupId }: Omit<UserKey, 'userId'>): string =>
  `/api/v1/tenants/${part(tenantId)}/groups/${part(groupId)}/users/`;

export const userPath = (user: UserKey): string => `${usersPath(user)}${part(user.userId)}/`;
