// All commands the simulator answers, and the one way to ask them. Logging in is the business of `wire/session.ts`.
import { data, element } from './answer.js';
import { assignmentCommands } from './assignments.js';
import { type CommandRow, systemCommand } from './command.js';
import { enterpriseTrunkCommands } from './enterprise-trunks.js';
import { groupCommands } from './group.js';
import { groupChangeCommands } from './group-changes.js';
import { instanceCommands } from './instances.js';
import { licenceCommands } from './licences.js';
import { numberCommands } from './numbers.js';
import { providerCommands } from './providers.js';
import { scheduleCommands } from './schedules.js';
import { searchCommands } from './searches.js';
import { trunkGroupCommands } from './trunk-groups.js';
import { trunkCommands } from './trunks.js';
import { userChangeCommands } from './user-changes.js';
import { userServiceCommands } from './user-services.js';
import { userCommands } from './users.js';

const softwareVersion = systemCommand('SystemSoftwareVersionGetRequest', '', ({ state }) =>
  data('SystemSoftwareVersionGetResponse', [element('version', state.softwareVersion)]),
);

/** By name. */
export const commandTable: ReadonlyMap<string, CommandRow> = new Map(
  [
    softwareVersion,
    ...groupCommands,
    ...licenceCommands,
    ...assignmentCommands,
    ...numberCommands,
    ...userCommands,
    ...instanceCommands,
    ...trunkCommands,
    ...trunkGroupCommands,
    ...enterpriseTrunkCommands,
    ...groupChangeCommands,
    ...userChangeCommands,
    ...userServiceCommands,
    ...scheduleCommands,
    ...providerCommands,
    ...searchCommands,
  ].map((command) => [command.name, command]),
);
