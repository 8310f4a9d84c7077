// One audit record that another portal hands over: checked member by member, and turned into a call for the recorder. What
// it says of its author and times is claimed, not known. Stores nothing.
import { createHash } from 'node:crypto';
import { canonicalText } from '../ledger/index.js';
import { redactText } from '../ocip/index.js';
import {
  auditRecordFields,
  type Body,
  type Call,
  type CallEnd,
  type Claims,
  isRecordId,
  microsOf,
  type SouthMessage,
} from '../records/index.js';
import type { Caller, ObjectIds } from './caller.js';
import { messagesIn } from './stored-record-south.js';

/** A record that was handed over and is of the right form. */
export interface HandedOver {
  /** The id that it brought. */
  readonly id: string | undefined;
  /** What it touches, for the scope; undefined where it touches none. */
  readonly ids: ObjectIds;
  /**
   * The call as the recorder takes it, made by that caller. `within`: hash of all that came with it under one key; the same
   * record in other company is then another.
   */
  callOf(caller: Caller, id: string | undefined, within?: string): Call;
  readonly end: CallEnd;
  /** What it says, without secrets. */
  readonly content: string;
}

const printable = /^[^\x00-\x1f\x7f]*$/;
const any = /^/;
const type = { form: printable, most: 200 };
const anId = { form: printable, most: 500 };
const time = { form: printable, most: 60 };
const body = { form: any, most: Number.POSITIVE_INFINITY };

/** Members that are texts; the other two are checked apart. */
const texts: Readonly<Record<string, { readonly form: RegExp; readonly most: number }>> = {
  internal_id: { form: any, most: 100 },
  end_point_name: { form: /^[\w.:-]+$/, most: 200 },
  end_point_full_url: { form: /^[^\x00-\x1f\x7f]+$/, most: 4096 },
  http_method: { form: /^[A-Za-z]+$/, most: 20 },
  impacted_tenant_id: anId,
  impacted_group_id: anId,
  impacted_user_id: anId,
  impacted_specific_id: anId,
  author_id: anId,
  author_role: { form: printable, most: 20 },
  request_time: time,
  request_data: body,
  request_payload: type,
  answer_time: time,
  answer_data: body,
  answer_payload: type,
  extra_data: { form: any, most: 16_384 },
};
const required = ['end_point_name', 'end_point_full_url', 'http_method', 'status_code'];

type Members = Readonly<Record<string, unknown>>;

/** Reads one record; a `wrong` names the member that does not fit. */
export function handedOver(value: unknown): HandedOver | { readonly wrong: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'a record must be an object' };
  const members = value as Members;
  const wrong = wrongIn(members);
  if (wrong !== undefined) return { wrong };
  const south = messagesIn(members.south_data);
  return 'wrong' in south ? south : made(members, south.messages);
}

function wrongIn(members: Members): string | undefined {
  for (const [name, value] of Object.entries(members)) {
    if (!(auditRecordFields as readonly string[]).includes(name))
      return `there is no member ${name.slice(0, 60)}; known are ${auditRecordFields.join(', ')}`;
    const one = texts[name];
    // Time and notes may be missing in words, too.
    if (one === undefined || (value === null && /^(?:extra_data|answer_time)$/.test(name)))
      continue;
    if (typeof value !== 'string') return `${name} must be a text`;
    if (value.length > one.most || !one.form.test(value) || !value.isWellFormed())
      return `${name} does not have the right form`;
  }
  const missing = required.find((name) => !Object.hasOwn(members, name));
  if (missing !== undefined) return `${missing} is missing`;
  const { internal_id, status_code } = members;
  if (internal_id !== undefined && !isRecordId(internal_id as string))
    return 'internal_id must be a lower-case UUID, a hyphen, and seconds with a fraction';
  const isStatus =
    Number.isInteger(status_code) && Number(status_code) >= 100 && Number(status_code) <= 599;
  if (status_code !== null && !isStatus)
    return 'status_code must be a number from 100 to 599, or null';
  for (const name of ['request_time', 'answer_time'])
    if (members[name] && microsOf(members[name] as string) === undefined)
      return `${name} must be a time like 2026-11-21T13:00:00.000001+00:00`;
  return undefined;
}

function made(members: Members, messages: readonly SouthMessage[] | undefined): HandedOver {
  const text = (name: string) =>
    typeof members[name] === 'string' ? (members[name] as string) : '';
  const method = text('http_method').toUpperCase();
  const impact = {
    tenantId: text('impacted_tenant_id'),
    groupId: text('impacted_group_id'),
    userId: text('impacted_user_id'),
    instanceName: text('impacted_specific_id'),
  };
  const request = bodyIn(text('request_data'), text('request_payload'));
  const answer = bodyIn(text('answer_data'), text('answer_payload'));
  const { internal_id, south_data, ...others } = members;
  const content = redactedJson({ ...others, south: messages ?? null });
  return {
    id: internal_id as string | undefined,
    ids: {
      tenantId: impact.tenantId || undefined,
      groupId: impact.groupId || undefined,
      userId: impact.userId || undefined,
    },
    callOf: (caller, id, within = '') => ({
      ...(id === undefined ? {} : { id }),
      endPointName: text('end_point_name'),
      url: text('end_point_full_url'),
      method,
      changes: !/^(?:GET|HEAD|OPTIONS)$/.test(method),
      actor: { id: caller.id, role: String(caller.level) },
      impact,
      ...(request === undefined ? {} : { request }),
      told: { claims: claimsIn(members), bodyHash: hashOf(caller, content + within), messages },
    }),
    content,
    end: {
      status: members.status_code as number | null,
      ...(answer === undefined ? {} : { answer }),
    },
  };
}

/** The pair that APIO writes where there was no body is no body here either. */
function bodyIn(content: string, mediaType: string): Body | undefined {
  const isNone = content === '' || (content === '{}' && mediaType === 'application/octet-stream');
  return isNone && (content !== '' || mediaType === '') ? undefined : { type: mediaType, content };
}

const claimed = ['author_id', 'author_role', 'request_time', 'answer_time', 'extra_data'] as const;

function claimsIn(members: Members): Claims {
  return Object.fromEntries(
    claimed.flatMap((name) => (typeof members[name] === 'string' ? [[name, members[name]]] : [])),
  );
}

/** Without secrets: from a hash that stands in clear a short one could be guessed. */
function redactedJson(members: object): string {
  const clean = JSON.stringify(members, (_, value: unknown) =>
    typeof value === 'string' ? redactText(value) : value,
  );
  return canonicalText(JSON.parse(clean));
}

/** Says whether a record comes again: the same content, from the same caller. */
function hashOf(caller: Caller, content: string): string {
  return createHash('sha256')
    .update(`${JSON.stringify(caller.id)}\n${content}`)
    .digest('base64url');
}
