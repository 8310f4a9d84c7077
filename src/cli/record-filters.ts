// The flags by which records are searched.
import { type Command, Option } from 'commander';
import type { RecordFilter } from '../records/index.js';

/** Flags of a search, by the names that the API gives them. One with a value of its own takes none. */
export const filterFlags: Readonly<
  Record<string, readonly [name: keyof RecordFilter, help: string, value?: string]>
> = {
  tenant: ['tenantId', 'service provider or enterprise'],
  group: ['groupId', 'group, with everything in it'],
  user: ['userId', 'user'],
  instance: ['instanceName', 'named object, such as a schedule'],
  author: ['authorId', 'login of whoever made the call'],
  endpoint: ['endPointName', 'such as svc_v1:muster.tenant.group.audit'],
  method: ['method', 'GET, POST, PUT, DELETE'],
  status: ['statusCode', 'such as 404, or a class: 4xx'],
  outcome: ['outcome', 'open, succeeded, partial, refused, failed, unknown'],
  changes: ['changes', 'only calls that were to change something', 'true'],
  from: ['from', 'ISO 8601 time of the request, inclusive'],
  to: ['to', 'ISO 8601 time of the request, exclusive'],
};

/** Adds them to a command. */
export function filtered(command: Command): Command {
  for (const [flag, [, help, value]] of Object.entries(filterFlags))
    command.addOption(
      value === undefined
        ? new Option(`--${flag} <value>`, help)
        : new Option(`--${flag}`, help).preset(value),
    );
  return command;
}
