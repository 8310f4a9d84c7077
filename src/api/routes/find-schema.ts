// What the search answers, as a schema, with an example from the demo.
import type { Schema } from '../route.js';
import { sectionSchema } from './find-section.js';

const text = { type: 'string' } as const;
const maybe = (description: string) => ({ description, type: ['string', 'null'] }) as const;
const flag = (description: string) => ({ description, type: ['boolean', 'null'] }) as const;
const told = 'Null: there is none, or it is not told.';

const item = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** The four sections. */
export const foundSchema: Schema = {
  type: 'object',
  required: ['query', 'serviceProviders', 'groups', 'users', 'numbers'],
  properties: {
    query: { description: 'What was looked for, with single blanks.', type: 'string' },
    serviceProviders: sectionSchema(
      'Service providers and enterprises.',
      item({ tenantId: text, name: maybe(told), isEnterprise: flag('Null: not told.') }),
    ),
    groups: sectionSchema('Groups.', item({ tenantId: text, groupId: text, name: maybe(told) })),
    users: sectionSchema(
      'People, and services with an id of their own such as hunt groups, which by their number are among the numbers. Inside one group: hunt groups, auto attendants and call centers. What the department of a caller holds is people only.',
      item({
        type: maybe(
          '`User` for people; else what BroadWorks calls it: `Hunt Group`. Null: not told.',
        ),
        tenantId: text,
        groupId: text,
        userId: text,
        lastName: maybe('The name, of a service. Null: there is none, or it is not told.'),
        firstName: maybe(told),
        phoneNumber: maybe(told),
        extension: maybe(told),
        department: maybe(told),
      }),
    ),
    numbers: sectionSchema(
      'Telephone numbers, each by itself.',
      item({
        number: text,
        tenantId: maybe('Null: not told.'),
        groupId: maybe('Null: given to no group.'),
        isAssigned: flag('Whether somebody or something has it. Null: not told.'),
        isActivated: flag('Null: not told.'),
        holder: {
          description: 'Null: nobody has it, or it is not told who does.',
          type: ['object', 'null'],
          required: ['userId', 'name', 'type'],
          properties: {
            userId: text,
            name: maybe(told),
            type: maybe('`User`, or what BroadWorks calls it: `Hunt Group`. Null: not told.'),
          },
        },
      }),
    ),
  },
};

/** What is found for `960101` in the demo. */
export const foundExample = {
  query: '960101',
  serviceProviders: { status: 'known', items: [], more: false },
  groups: { status: 'known', items: [], more: false },
  users: {
    status: 'known',
    items: [
      {
        type: 'User',
        tenantId: 'Brightwater',
        groupId: 'Head-Office',
        userId: 'amelia.stone@brightwater.example.net',
        lastName: 'Stone',
        firstName: 'Amelia',
        phoneNumber: '+44-1632960101',
        extension: '101',
        department: 'Sales',
      },
    ],
    more: false,
  },
  numbers: {
    status: 'known',
    items: [
      {
        number: '+44-1632960101',
        tenantId: 'Brightwater',
        groupId: 'Head-Office',
        isAssigned: true,
        isActivated: true,
        holder: {
          userId: 'amelia.stone@brightwater.example.net',
          name: 'Amelia Stone',
          type: 'User',
        },
      },
    ],
    more: false,
    gaps: [
      {
        code: 'NOT_SEARCHABLE',
        message: 'BroadWorks cannot search numbers that nobody has by a part of them',
        todo: 'Type the whole number, at least 7 digits.',
      },
    ],
  },
} as const;

/** What people read before they use it. */
export const findDescription = `Looks in as much as the caller may see, with few and small commands. \`q\` has 2 to 80 characters.

A text of digits, blanks, \`+\`, \`-\`, \`.\`, \`/\` and brackets is a telephone number: it is looked for in numbers, extensions, ids, and names of providers and groups. A part that begins with a country has a \`+\` before or something behind that, or at least 7 digits. Any other text is looked for in names and ids; first and last name may be in either order.

Each section tells whether it could be looked at: \`known\` (nothing fits when \`items\` is empty), \`unknown\` with the reason, or \`notApplicable\`. \`gaps\` beside items that were found say where else could not be looked. Numbers that nobody has are searched by a part inside one group only; elsewhere by the whole number.`;
