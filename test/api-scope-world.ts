// Two tenants that look alike, and everybody who may call about them: for tests of who sees what.
import { join } from 'node:path';
import { type Caller, createToken, openTokens } from '../src/api/index.js';
import { userServices } from '../src/api/user-service-table.js';
import { demoWorld, type World } from '../src/simulator/index.js';
import { type Stand, startStand } from './api-stand.js';
import { emptyFolder } from './run-cli.js';

type Provider = World['serviceProviders'][number];
type Group = Provider['groups'][number];

/** Every service that can be set. */
const services = userServices.map(({ service }) => service);

export const chiara = 'chiara.rossi@brightwater.example.net';
/** Of the other tenant; her name and the id of her group are the same. */
export const otherChiara = 'chiara.rossi@northwind.example.com';
const dana = 'dana.price@brightwater.example.net';
const password = 'tide-table-7';

const northwind: Provider = {
  serviceProviderId: 'Northwind',
  name: 'Northwind Ltd',
  resellerId: 'Longshore',
  defaultDomain: 'northwind.example.com',
  groups: [
    {
      groupId: 'Head-Office',
      groupName: 'Northwind Hall',
      groupServices: [{ name: 'Trunk Group', quantity: 1 }],
      userServices: services,
      departments: ['Sales'],
      schedules: [{ name: 'Bank Holidays', type: 'Holiday', events: ['Northwind Day'] }],
      numbers: ['+44-1632960950 - +44-1632960959'],
      trunkCapacity: { maxActiveCalls: 5 },
      users: [
        {
          userId: otherChiara,
          firstName: 'Chiara',
          lastName: 'Rossi',
          department: 'Sales',
          phoneNumber: '+44-1632960951',
          extension: '951',
          services,
        },
      ],
    },
    { groupId: 'Harbour', groupName: 'Northwind Harbour' },
  ],
};

/** Two people of the main group get every service, so that no end point is refused for want of one. */
function served(group: Group): Group {
  if (group.groupId === 'Roma') return { ...group, groupServices: ['Trunk Group'] };
  if (group.groupId !== 'Head-Office') return group;
  const named = (group.userServices ?? []).map((one) => (typeof one === 'string' ? one : one.name));
  return {
    ...group,
    userServices: [
      ...(group.userServices ?? []).map((one) =>
        typeof one !== 'string' && services.includes(one.name) ? one.name : one,
      ),
      ...services.filter((one) => !named.includes(one)),
    ],
    users: (group.users ?? []).map((user) =>
      user.userId === chiara || user.userId === dana ? { ...user, services } : user,
    ),
  };
}

/** The demo, and another tenant beside it. */
export function twoTenants(): World {
  const demo = demoWorld();
  return {
    ...demo,
    administrators: [
      ...demo.administrators,
      { userId: chiara, password, loginType: 'User' },
      {
        userId: 'admin@northwind.example.com',
        password,
        loginType: 'Service Provider',
        serviceProviderId: 'Northwind',
      },
    ],
    serviceProviders: [
      ...demo.serviceProviders.map((one) =>
        one.serviceProviderId === 'Brightwater' ? { ...one, groups: one.groups.map(served) } : one,
      ),
      northwind,
    ],
  };
}

/** Objects by their ids. Those of `home` are what the callers below are of; the reseller has `twin`. */
export const objects = {
  home: ids('Brightwater', 'Head-Office', chiara, 'Bank Holidays'),
  colleague: ids('Brightwater', 'Head-Office', dana, 'Bank Holidays'),
  sister: ids('Brightwater', 'Roma', 'giulia.marchetti@brightwater.example.net', 'Giorni festivi'),
  twin: ids('Northwind', 'Head-Office', otherChiara, 'Bank Holidays'),
} as const;
export type ObjectName = keyof typeof objects;

export function ids(tenant_id: string, group_id: string, user_id: string, instance_name: string) {
  return { tenant_id, group_id, user_id, instance_name };
}

export type Kind = 'nobody' | 'user' | 'department' | 'group' | 'tenant' | 'reseller' | 'system';

/** Words that only stand in answers about what others have. */
export const foreign: Readonly<Record<Kind, RegExp>> = {
  nobody: /rightwater|orthwind|Meridian/,
  user: /orthwind|Meridian|Liberty|Marchetti|Acque|Depot|Dana|dana\.price/,
  department: /orthwind|Meridian|Liberty|Marchetti|Acque|Depot|Dana|dana\.price/,
  group: /orthwind|Meridian|Liberty|Marchetti|Acque|Depot/,
  tenant: /orthwind|Meridian|Liberty/,
  reseller: /rightwater|Acque|Salt, Stone/,
  system: /[^\s\S]/,
};

/** Somebody who calls. */
export interface Somebody {
  readonly name: string;
  readonly kind: Kind;
  readonly level: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isSession: boolean;
  readonly mayChange: boolean;
  readonly mayStore: boolean;
}

const accounts = [
  [chiara, 'user', 0],
  ['sales@brightwater.example.net', 'department', 4],
  ['office@brightwater.example.net', 'group', 8],
  ['admin@brightwater.example.net', 'tenant', 12],
  ['reseller@example.net', 'reseller', 12],
  ['auditor@example.net', 'system', 16],
] as const;

const home = { tenantId: 'Brightwater', groupId: 'Head-Office' };
const may = { change: true, store: false };
/** As an issuer of tokens would say who calls. */
const issued: Readonly<Record<string, Caller>> = {
  'issued-user': {
    id: 'oidc:user',
    level: 0,
    scope: { kind: 'user', ...home, userId: chiara },
    via: 'oidc',
    may,
  },
  'issued-department': {
    id: 'oidc:department',
    level: 4,
    scope: { kind: 'department', ...home, department: 'Sales' },
    via: 'oidc',
    may,
  },
  'issued-group': {
    id: 'oidc:group',
    level: 8,
    scope: { kind: 'group', ...home },
    via: 'oidc',
    may: { change: false, store: true },
  },
};

const reaches = {
  system: {},
  tenant: { tenantId: home.tenantId },
  group: home,
} as const;
const levelOf = { user: 0, department: 4, group: 8, tenant: 12, system: 16 } as const;

/** A stand with these two tenants, and everybody; how many sign-ins that took. */
export async function standWithEverybody(): Promise<{
  readonly stand: Stand;
  readonly everybody: readonly Somebody[];
  readonly signIns: number;
}> {
  using folder = emptyFolder();
  const file = join(folder.path, 'tokens.json');
  const machines: Somebody[] = [];
  for (const kind of ['system', 'tenant', 'group'] as const)
    for (const role of ['reader', 'operator', 'recorder'] as const) {
      const name = `${role}-of-${kind}`;
      const token = await createToken(file, { name, role, ...reaches[kind] }, Date.now());
      machines.push({
        name: `machine:${name}`,
        kind,
        level: levelOf[kind],
        headers: { Authorization: `Bearer ${token}` },
        isSession: false,
        mayChange: role === 'operator',
        mayStore: role === 'recorder',
      });
    }
  const tokens = openTokens(file, Date.now);
  const known = new Map(
    machines.map(({ headers }) => {
      const text = headers.Authorization!.slice('Bearer '.length);
      return [text, tokens.callerOf(text)] as const;
    }),
  );
  const stand = await startStand({
    world: twoTenants(),
    api: {
      limits: { callsPerMinute: 0 },
      bearers: [async (text) => known.get(text), async (text) => issued[text]],
    },
  });
  const people: Somebody[] = [];
  for (const [name, kind, level] of accounts)
    people.push({
      name,
      kind,
      level,
      headers: { Cookie: (await stand.as(name)).cookie! },
      isSession: true,
      mayChange: true,
      mayStore: level === 16,
    });
  const others = Object.entries(issued).map(
    ([token, { id, level, scope, may }]): Somebody => ({
      name: id,
      kind: scope.kind,
      level,
      headers: { Authorization: `Bearer ${token}` },
      isSession: false,
      mayChange: may.change,
      mayStore: may.store,
    }),
  );
  const nobody: Somebody = {
    name: '',
    kind: 'nobody',
    level: 0,
    headers: {},
    isSession: false,
    mayChange: false,
    mayStore: false,
  };
  return {
    stand,
    everybody: [nobody, ...people, ...machines, ...others],
    signIns: people.length,
  };
}
