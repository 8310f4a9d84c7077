// Service providers and enterprises, which are tenants here, and their groups: as far as the caller may see them. What
// BroadWorks does not list to a level is answered from the scope of the caller.
import { Fault } from '../../fault.js';
import { childNamed, type Element, type OciCommand, textOf } from '../../ocip/index.js';
import type { Answer, OciSouth } from '../../south/index.js';
import { touches } from '../caller.js';
import { refused } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';
import {
  countJson,
  countSchema,
  problemsSchema,
  readPart,
  replyOf,
  textSchema,
} from './groups-parts.js';

const common = { method: 'GET', tag: 'Tenants', changes: false } as const;

/** Routes of tenants and of the list of their groups. */
export function tenantRoutes(house: House): readonly Route[] {
  return [
    {
      ...common,
      path: '/api/v1/tenants/',
      operation: 'listTenants',
      endPointName: 'svc_v1:apio.tenants',
      summary: 'The service providers and enterprises that the caller may see',
      access: { reach: 'list' },
      answers: { 200: { description: 'As BroadWorks lists them.', schema: tenantsSchema } },
      example: {
        answer: {
          tenants: [{ tenantId: 'Brightwater', name: 'Brightwater plc', isEnterprise: true }],
        },
      },
      handle: async (call) => tenants(call),
    },
    {
      ...common,
      path: '/api/v1/tenants/{tenant_id}/',
      operation: 'getTenant',
      endPointName: 'svc_v1:apio.tenant',
      summary: 'The profile of a service provider or enterprise',
      access: {},
      answers: { 200: { description: 'The profile.', schema: tenantSchema } },
      example: { params: { tenant_id: 'Brightwater' } },
      handle: async (call) => {
        const answer = await askTenant(await call.oci(), call.params.tenant_id ?? '');
        if (answer.kind === 'refusal') return refused(answer.refusal);
        return { status: 200, body: tenantJson(call.params.tenant_id ?? '', answer.reply) };
      },
    },
    {
      ...common,
      path: '/api/v1/tenants/{tenant_id}/groups/',
      operation: 'listGroups',
      endPointName: 'svc_v1:apio.tenant.groups',
      summary: 'The groups of a tenant that the caller may see',
      access: { reach: 'list' },
      answers: { 200: { description: 'As BroadWorks lists them.', schema: groupsSchema } },
      example: { params: { tenant_id: 'Brightwater' } },
      handle: async (call) => groups(call, house),
    },
  ];
}

async function tenants(call: ApiCall): Promise<Reply> {
  const { scope } = call.caller;
  if (scope.kind !== 'system' && scope.kind !== 'reseller')
    return { status: 200, body: { tenants: [await ownTenant(call, scope.tenantId)] } };
  const answer = await (await call.oci()).ask({ command: 'ServiceProviderGetListRequest' });
  if (answer.kind === 'refusal') {
    if (scope.kind === 'system' || answer.refusal.kind !== 'notPermitted')
      return refused(answer.refusal);
    const known = [...scope.tenantIds].map((id) => ({ tenantId: id, ...nothingKnown }));
    return { status: 200, body: { tenants: known } };
  }
  const headings = ['Service Provider Id', 'Service Provider Name', 'Is Enterprise'] as const;
  const listed = rowsOf(answer.reply, 'serviceProviderTable', headings)
    .filter(([tenantId]) => touches(scope, { tenantId }))
    .map(([tenantId, name, isEnterprise]) => ({
      tenantId,
      name: name || null,
      isEnterprise: /^(?:true|false)$/i.test(isEnterprise) ? /^true$/i.test(isEnterprise) : null,
    }));
  const unread = listed.filter(({ isEnterprise }) => isEnterprise === null).length;
  return { status: 200, body: { tenants: listed, ...doubts(unread, 'Is Enterprise') } };
}

const nothingKnown = { name: null, isEnterprise: null };

/** The one that the caller is of: with its name where that may be asked, else with what the login told. */
async function ownTenant(call: ApiCall, tenantId: string): Promise<object> {
  const south = await call.south();
  const { level, via } = call.caller;
  if (south.protocol === 'OCI-P' && (level >= 12 || via !== 'session')) {
    const answer = await askTenant(south, tenantId);
    if (answer.kind === 'reply') {
      const { name, isEnterprise } = tenantJson(tenantId, answer.reply);
      return { tenantId, name, isEnterprise };
    }
  }
  const { facts } = south;
  const isKnown = facts?.serviceProviderId === tenantId && facts.isEnterprise !== undefined;
  return { tenantId, ...nothingKnown, ...(isKnown ? { isEnterprise: facts.isEnterprise } : {}) };
}

const tenantForms = [
  'ServiceProviderGetRequest22V2',
  'ServiceProviderGetRequest17sp1',
  'ServiceProviderGetRequest13mp2',
];

/** The newest form that the release knows. */
async function askTenant(road: OciSouth, serviceProviderId: string): Promise<Answer> {
  let answer: Answer | undefined;
  for (const command of tenantForms) {
    answer = await road.ask({ command, fields: { serviceProviderId } });
    if (answer.kind === 'reply' || answer.refusal.kind !== 'invalid') break;
  }
  return answer as Answer;
}

function tenantJson(tenantId: string, { elements }: OciCommand) {
  const text = (name: string, within: readonly Element[] = elements) =>
    textOf(within, name) || null;
  const inside = (name: string) => childNamed(elements, name)?.children ?? [];
  const contact = inside('contact');
  return {
    tenantId,
    name: text('serviceProviderName'),
    isEnterprise: text('isEnterprise') === 'true',
    defaultDomain: text('defaultDomain'),
    supportEmail: text('supportEmail'),
    contactInformation: {
      name: text('contactName', contact),
      phoneNumber: text('contactNumber', contact),
      emailAddress: text('contactEmail', contact),
    },
    addressInformation: Object.fromEntries(
      inside('address').map(({ name, text }) => [name, text.trim()]),
    ),
    resellerId: text('resellerId'),
  };
}

async function groups(call: ApiCall, house: House): Promise<Reply> {
  const { scope, level } = call.caller;
  const { tenant_id = '' } = call.params;
  if ('groupId' in scope) return ownGroup({ ...call, params: groupOf(scope) }, level >= 8, house);
  const answer = await (await call.oci()).ask({
    command: 'GroupGetListInServiceProviderRequest',
    fields: { serviceProviderId: tenant_id },
  });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  const headings = ['Group Id', 'Group Name', 'User Limit'] as const;
  const rows = rowsOf(answer.reply, 'groupTable', headings);
  const listed = rows.map(([groupId, name, limit]) => ({
    groupId,
    name: name || null,
    userLimit: /^\d{1,15}$/.test(limit) ? Number(limit) : null,
  }));
  const unread = listed.filter(({ userLimit }) => userLimit === null).length;
  return { status: 200, body: { groups: listed, ...doubts(unread, 'User Limit') } };
}

/** Why something is null in these rows; nothing when all could be read. */
function doubts(rows: number, column: string): object {
  if (rows === 0) return {};
  const message = `"${column}" was missing or could not be read in ${rows} of the rows`;
  return { problems: [{ code: 'TABLE_UNREADABLE', message }] };
}

const groupOf = ({ tenantId, groupId }: { tenantId: string; groupId: string }) => ({
  tenant_id: tenantId,
  group_id: groupId,
});

/** The one that the caller is of; name and limit where they may be asked. */
async function ownGroup(call: ApiCall, mayAsk: boolean, house: House): Promise<Reply> {
  const { group_id: groupId } = call.params;
  const part = mayAsk ? await readPart(call, house, 'details') : undefined;
  const details = part !== undefined && 'value' in part ? part.value : undefined;
  const [why] = part !== undefined && 'problems' in part ? part.problems : [];
  // A refusal is passed over; a fault is thrown.
  if (details === undefined && why !== undefined) replyOf(why);
  const name = details?.groupName ?? null;
  const userLimit = details === undefined ? null : countJson(details.userLimit);
  return { status: 200, body: { groups: [{ groupId, name, userLimit }] } };
}

type Cells<Headings extends readonly string[]> = { readonly [At in keyof Headings]: string };

/** Rows of a table by its headings; a cell that is not there is empty. Without the first column nothing can be said. */
function rowsOf<const Headings extends readonly string[]>(
  reply: OciCommand,
  name: string,
  headings: Headings,
): Cells<Headings>[] {
  const table = reply.tables.get(name);
  const normal = (text: string) => text.trim().toLowerCase();
  const columns = headings.map(
    (wanted) => table?.headings.findIndex((one) => normal(one) === normal(wanted)) ?? -1,
  );
  if (table === undefined || columns[0] === -1)
    throw new Fault('SOUTH_PROTOCOL', `${reply.type} has no ${name} with ${headings[0]}`);
  return table.rows.map(
    (row) => columns.map((at) => row[at]?.trim() ?? '') as unknown as Cells<Headings>,
  );
}

const isEnterpriseSchema: Schema = {
  description: 'Null: not told to this caller.',
  type: ['boolean', 'null'],
};

const tenantsSchema: Schema = {
  type: 'object',
  required: ['tenants'],
  properties: {
    tenants: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tenantId', 'name', 'isEnterprise'],
        properties: {
          tenantId: { type: 'string' },
          name: { ...textSchema, description: 'Null: it has none, or is not told to this caller.' },
          isEnterprise: isEnterpriseSchema,
        },
      },
    },
    problems: problemsSchema,
  },
};

const tenantSchema: Schema = {
  type: 'object',
  required: ['tenantId', 'name', 'isEnterprise', 'defaultDomain'],
  properties: {
    tenantId: { type: 'string' },
    name: textSchema,
    isEnterprise: { type: 'boolean' },
    defaultDomain: textSchema,
    supportEmail: textSchema,
    contactInformation: {
      type: 'object',
      properties: { name: textSchema, phoneNumber: textSchema, emailAddress: textSchema },
    },
    addressInformation: { type: 'object', additionalProperties: { type: 'string' } },
    resellerId: textSchema,
  },
};

const groupsSchema: Schema = {
  type: 'object',
  required: ['groups'],
  properties: {
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['groupId', 'name', 'userLimit'],
        properties: {
          groupId: { type: 'string' },
          name: { ...textSchema, description: 'Null: it has none, or is not told to this caller.' },
          userLimit: {
            ...countSchema,
            description: 'Null: not known, or not told to this caller.',
          },
        },
      },
    },
    problems: problemsSchema,
  },
};
