// One OCI-P command as it is, known to Muster or not. Session callers are judged by BroadWorks, by their own login; for
// others, who use the server's account, the fields themselves must stay inside their scope.
import {
  type CommandKind,
  commandNamed,
  type FieldValues,
  kindOfCommand,
} from '../../ocip/index.js';
import type { OciSouth } from '../../south/index.js';
import { problem, refused } from '../problem.js';
import type { ApiCall, Reply, Route, Schema } from '../route.js';
import { askProfile, profileOf } from '../user-profile.js';
import { replyJson } from './oci-reply.js';
import { impactOf, namedIn, outOfScope } from './oci-scope.js';

/** The route of single commands. */
export function ociRoutes(): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/api/v1/oci/{command_name}/',
      operation: 'sendOciCommand',
      endPointName: ({ command_name = '' }) =>
        `svc_v1:muster.oci.${kindOfCommand(command_name) === undefined ? 'unknown' : command_name}`,
      tag: 'OCI-P',
      summary: 'Send one OCI-P command',
      description,
      access: {},
      changes: ({ command_name = '' }) => kindOfCommand(command_name) === 'change',
      body: fieldsSchema,
      bodyOptional: true,
      answers: { 200: { description: 'What BroadWorks answered.', schema: replySchema } },
      example: {
        params: { command_name: 'GroupGetRequest22V5' },
        body: { serviceProviderId: 'Brightwater', groupId: 'Head-Office' },
        answer: {
          command: 'GroupGetRequest22V5',
          reply: {
            type: 'GroupGetResponse22V5',
            elements: { defaultDomain: 'brightwater.example.net', userLimit: '30' },
            tables: {},
          },
        },
      },
      handle: send,
    },
  ];
}

async function send(call: ApiCall): Promise<Reply> {
  const { command_name: command = '' } = call.params;
  const kind = kindOfCommand(command);
  if (kind === undefined)
    return problem('NOT_FOUND', `${command.slice(0, 140)} is not the name of an OCI-P command`);
  const fields = (call.body ?? {}) as FieldValues;
  const named = namedIn(fields);
  call.learn(impactOf(named));
  const refusal = notAllowed(call, command, kind);
  if (refusal !== undefined) return refusal;
  const road = await call.oci();
  const { caller } = call;
  if (caller.via !== 'session') {
    const foreign = await outOfScope(command, named, { caller, road });
    if (foreign !== undefined) return foreign;
  }
  await learnWhoseUser(call, impactOf(named), road);
  const isKnown = commandNamed(command) !== undefined;
  const answer = await road.ask({ command, fields, ...(isKnown ? {} : { free: true }) });
  if (answer.kind === 'refusal') return refused(answer.refusal);
  return { status: 200, body: { command, reply: replyJson(answer.reply) } };
}

/**
 * What administrators of groups may ordinarily change. A token below system level may send no more, since BroadWorks sees the
 * server's account and would let it raise its own licences, capacity and numbers, or make itself administrators.
 */
const ofGroupAdministrators =
  /^(?:User(?!.*Authorization)|Group(?:AutoAttendant|CallCenter|HuntGroup|CallPark|CallPickup|Department|Schedule|MusicOnHold|InstantGroupCall|GroupPaging|SpeedDial|AccessDevice|DnActivate|DnDeactivate))/;

function notAllowed({ caller }: ApiCall, command: string, kind: CommandKind): Reply | undefined {
  if (kind === 'session')
    return problem('NOT_PERMITTED', `${command} is sent by Muster itself, at login and logout`);
  if (kind === 'read') return undefined;
  if (!caller.may.change || caller.level < 8)
    return problem(
      'NOT_PERMITTED',
      `${command} may change something: that takes at least a group administrator whose role allows to change`,
    );
  const isJudged = caller.via === 'session' || caller.level === 16;
  if (isJudged || ofGroupAdministrators.test(command)) return undefined;
  return problem(
    'NOT_PERMITTED',
    `${command} changes what administrators of groups may not change; with a token that takes system level`,
  );
}

/** Whoever asks who changed something in a group must find what was done to its users. */
async function learnWhoseUser(
  call: ApiCall,
  { userId, tenantId, groupId }: ReturnType<typeof impactOf>,
  road: OciSouth,
): Promise<void> {
  if (userId === undefined || (tenantId !== undefined && groupId !== undefined)) return;
  const { scope } = call.caller;
  if ('groupId' in scope) {
    call.learn({ tenantId: scope.tenantId, groupId: scope.groupId });
    return;
  }
  const answer = await askProfile(road, userId);
  if (answer.kind === 'refusal') {
    // A release that does not know this command, or a user who is not there yet: at least what is certain.
    if ('tenantId' in scope) call.learn({ tenantId: scope.tenantId });
    return;
  }
  const profile = profileOf(answer.reply);
  call.learn({ tenantId: profile.tenantId ?? '', groupId: profile.groupId ?? '' });
}

const description = `The body holds the fields of the command by name: texts, numbers, booleans, \`null\` to clear a value, objects for elements with elements in them (\`@type\` names a concrete type), lists for repeated ones.

A command that Muster knows is checked against its definition and its fields are put into the order that BroadWorks wants. Fields of any other go out **in the order of the keys**, and values as texts.

Unknown commands count as reads only if their name says so (\`…Get…Request\`); whatever may change something takes a group administrator or more whose role allows to change. Logins and logouts are refused. With a token, below system level, the fields must name a service provider, group or user, and every id in them must be in the scope of the token; and it may change only what administrators of groups ordinarily change: users and their services, hunt groups, schedules and the like, not licences, capacity or administrators.`;

const fieldsSchema: Schema = {
  type: 'object',
  description: 'The fields of the command.',
  additionalProperties: true,
};

const replySchema: Schema = {
  type: 'object',
  required: ['command', 'reply'],
  properties: {
    command: { type: 'string' },
    reply: {
      type: 'object',
      required: ['type', 'elements', 'tables'],
      properties: {
        type: { type: 'string', description: '`SuccessResponse`, `GroupGetResponse22V5`, …' },
        elements: {
          type: 'object',
          description:
            'By name: text, null for a nil one, an object for elements inside, a list where a name is there more than once.',
        },
        tables: {
          type: 'object',
          description: 'By name; a list of tables where a name is there more than once.',
          additionalProperties: {
            type: ['object', 'array'],
            properties: {
              columns: { type: 'array', items: { type: 'string' } },
              rows: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
            },
          },
        },
      },
    },
  },
};
