// The whole route table, but for sign-in and operation.
import type { House, Route } from '../route.js';
import { auditRecordRoutes } from './audit-records.js';
import { auditRoutes } from './audits.js';
import { elementRoutes } from './elements.js';
import { findRoutes } from './find.js';
import { groupRoutes } from './groups.js';
import { ledgerRoutes } from './ledger.js';
import { ociRoutes } from './oci.js';
import { scheduleRoutes } from './schedules.js';
import { tenantRoutes } from './tenants.js';
import { userServiceRoutes } from './user-services.js';
import { userRoutes } from './users.js';

/** All end points of the API, in the order of the reference. */
export function routesOf(house: House): readonly Route[] {
  return [
    ...auditRecordRoutes(house),
    ...ledgerRoutes(house),
    ...findRoutes(),
    ...tenantRoutes(house),
    ...groupRoutes(house),
    ...userRoutes(house),
    ...userServiceRoutes(house),
    ...scheduleRoutes(house),
    ...auditRoutes(house),
    ...ociRoutes(),
    ...elementRoutes(house),
  ];
}
