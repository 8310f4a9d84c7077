// Two end points for each row of the table of user services: how it is set, and setting it.
import { type Refusal, redactText } from '../../ocip/index.js';
import type { Answer, OciSouth } from '../../south/index.js';
import { problem, refused } from '../problem.js';
import type { ApiCall, House, Reply, Route } from '../route.js';
import { changeOf, secretsIn, shownOf } from '../user-service-change.js';
import type { UserService } from '../user-service-fields.js';
import { changedSchema, changeSchema, stateSchema } from '../user-service-schema.js';
import { stateOf, type Values } from '../user-service-state.js';
import { userServices } from '../user-service-table.js';
import { type XsiRoad, xsiRoadFor } from '../xsi-user-services.js';
import { membership } from './membership.js';
import { readBack } from './user-services-read-back.js';

const users = '/api/v1/tenants/{tenant_id}/groups/{group_id}/users/{user_id}/services/';
/** Has every service in the demo. */
const example = {
  tenant_id: 'Brightwater',
  group_id: 'Roma',
  user_id: 'giulia.marchetti@brightwater.example.net',
};

/** Reading and changing of every service of the table. */
export function userServiceRoutes(house: House): readonly Route[] {
  return userServices.flatMap((service) => routesOf(service, house));
}

function routesOf(service: UserService, house: House): readonly Route[] {
  const userOf = membership(house);
  /** Which form of the commands this target speaks, once a reading told. */
  const form: FormInUse = { at: undefined };
  const { leaf } = service;
  const common = {
    path: `${users}${leaf}/`,
    endPointName: `svc_v1:apio.tenant.group.user.${leaf}`,
    tag: 'User services',
  } as const;
  const name = leaf.replace(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase());
  return [
    {
      ...common,
      method: 'GET',
      operation: `getUser${name}`,
      summary: `${service.service}: how it is set`,
      description: `404 when the user does not have the service "${service.service}".`,
      access: {},
      changes: false,
      answers: { 200: { description: 'How it is set.', schema: stateSchema(service) } },
      example: { params: example },
      handle: async (call) => {
        const there = await userOf(call);
        if (there !== 'there') return there;
        const xsi = xsiRoadFor(service, call, house);
        if (xsi !== undefined) {
          const told = await xsi.read();
          return told.kind === 'refusal'
            ? refused(told.refusal)
            : { status: 200, body: told.state };
        }
        const answer = await askState(await call.oci(), service, call, form);
        if (answer.kind === 'refusal') return refused(answer.refusal);
        return { status: 200, body: stateOf(service, answer.reply) };
      },
    },
    {
      ...common,
      method: 'PUT',
      operation: `changeUser${name}`,
      summary: `${service.service}: set it`,
      description: `What is left out stays as it is. One change is sent, never twice; then the service is read back and answered. When it was changed but could not be read back, the answer is still 200, with \`readBack: false\` and what was sent. 404 when the user does not have the service "${service.service}".`,
      access: { needs: 'change' },
      changes: true,
      body: changeSchema(service),
      answers: {
        200: { description: 'It was changed; how it is set now.', schema: changedSchema(service) },
      },
      example: { params: example, body: service.example },
      handle: async (call) => {
        const there = await userOf(call, true);
        if (there !== 'there') return there;
        const xsi = xsiRoadFor(service, call, house);
        return xsi === undefined
          ? change(service, call, form, house)
          : changeOverXsi(service, xsi, call, house);
      },
    },
  ];
}

interface FormInUse {
  /** Undefined as long as no reading told. */
  at: number | undefined;
}

/** Asks the newest form; steps down only while the target does not know the form. */
async function askState(
  road: OciSouth,
  { forms }: UserService,
  { params }: ApiCall,
  form: FormInUse,
): Promise<Answer> {
  let answer: Answer | undefined;
  for (let at = form.at ?? 0; at < forms.length; at++) {
    const command = forms[at]?.get as string;
    answer = await road.ask({ command, fields: { userId: params.user_id ?? '' } });
    if (answer.kind === 'reply') form.at = at;
    if (answer.kind === 'reply' || answer.refusal.kind !== 'invalid') break;
  }
  return answer as Answer;
}

async function changeOverXsi(
  service: UserService,
  xsi: XsiRoad,
  { body }: ApiCall,
  house: House,
): Promise<Reply> {
  const values = body as Values;
  const refusal = await xsi.change(values);
  if (refusal !== undefined) return refused(withoutSecrets(refusal, secretsIn(service, values)));
  return readBack(house, shownOf(service, values), () => xsi.read());
}

async function change(
  service: UserService,
  call: ApiCall,
  form: FormInUse,
  house: House,
): Promise<Reply> {
  const values = call.body as Values;
  const { forms } = service;
  const road = await call.oci();
  // Only one change is sent, so which one must be known before.
  if (form.at === undefined && new Set(forms.map(({ modify }) => modify)).size > 1) {
    const first = await askState(road, service, call, form);
    if (first.kind === 'refusal') return refused(first.refusal);
  }
  const used = forms[form.at ?? 0] ?? forms[0];
  const fields = changeOf(service, used, call.params.user_id ?? '', values);
  if (fields === undefined)
    return problem(
      'BODY_INVALID',
      `this release of BroadWorks takes only one entry in ${used.single?.join(', ')}`,
    );
  const answer = await road.ask({ command: used.modify, fields });
  if (answer.kind === 'refusal')
    return refused(withoutSecrets(answer.refusal, secretsIn(service, values)));
  return readBack(house, shownOf(service, values), async () => {
    const read = await askState(road, service, call, form);
    return read.kind === 'refusal' ? read : { kind: 'state', state: stateOf(service, read.reply) };
  });
}

/** BroadWorks may repeat what it was sent. */
function withoutSecrets(refusal: Refusal, secrets: readonly string[]): Refusal {
  if (secrets.length === 0) return refusal;
  const { summary, detail } = refusal;
  return {
    ...refusal,
    summary: redactText(summary, secrets),
    ...(detail === undefined ? {} : { detail: redactText(detail, secrets) }),
  };
}
