// Every path that can be read. Signing in is told in `sign-in.ts`.
import type { CallRow } from './call.js';
import { groupCalls } from './group.js';
import { instanceCalls } from './instances.js';
import { licenceCalls } from './licences.js';
import { numberCalls } from './numbers.js';
import { trunkCalls } from './trunks.js';
import { userCalls } from './users.js';

/** By path below `/api/v2`. */
export const callTable: ReadonlyMap<string, CallRow> = new Map(
  [
    ...groupCalls,
    ...licenceCalls,
    ...numberCalls,
    ...trunkCalls,
    ...instanceCalls,
    ...userCalls,
  ].map((row) => [row.path, row]),
);
