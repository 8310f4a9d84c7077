// One part of a group audit as an answer: read by the readers of the audits, whatever the target speaks. What could not
// be read is answered as what it was, a refusal or a fault, and is never filled in.
import {
  type Amount,
  groupReader,
  type NumberDepth,
  type Part,
  type PartName,
  type Parts,
  type Problem,
} from '../../audit/index.js';
import { Fault, type FaultCode, faultTable } from '../../fault.js';
import { type RefusalKind, refusalKindOf } from '../../ocip/index.js';
import { problem, refused } from '../problem.js';
import type { ApiCall, House, Reply, Schema } from '../route.js';

/** Reads one part of the group of the path. */
export async function readPart<Name extends PartName>(
  call: ApiCall,
  house: House,
  name: Name,
  numbers: NumberDepth = 'list',
): Promise<Parts[Name]> {
  const south = await call.south();
  const now = () => new Date(house.now());
  const read = groupReader({ south, target: house.target ?? '', now });
  const { tenant_id = '', group_id = '' } = call.params;
  const key = { serviceProviderId: tenant_id, groupId: group_id };
  const audit = await read(key, { parts: [name], numbers });
  return audit.parts[name];
}

/** The answer for a part: of its value when there is one, else why there is none. Faults are thrown. */
export function answerOf<T>(part: Part<T>, bodyOf: (value: T) => object): Reply {
  if (part.status === 'known') return { status: 200, body: bodyOf(part.value) };
  if (part.status === 'partial')
    return { status: 200, body: { ...bodyOf(part.value), problems: problemsJson(part.problems) } };
  if (part.status === 'notApplicable') return problem('NOT_FOUND_AT_NE', part.reason);
  if (part.status === 'notAsked') throw new Fault('INTERNAL', 'a part was not asked for');
  return replyOf(part.problems[0] ?? { message: 'no reason was recorded' });
}

/** Why a part could not be read: BroadWorks' refusal as an answer, or our fault thrown. */
export function replyOf({ code, message }: Problem): Reply {
  if (code !== undefined && Object.hasOwn(faultTable, code))
    throw new Fault(code as FaultCode, message);
  const status = /^HTTP (\d{3})$/.exec(code ?? '')?.[1];
  const isRefusal = code === undefined || status !== undefined || /^\d+$/.test(code);
  // It answered, but not what it must.
  if (!isRefusal) return problem('NE_UNREACHABLE', message, { details: { what: code } });
  const number = code === undefined || status !== undefined ? undefined : Number(code);
  return refused({
    ...(number === undefined ? {} : { code: number }),
    severity: 'Error',
    summary: message,
    kind: ofStatus[status ?? ''] ?? refusalKindOf(number, message),
  });
}

const ofStatus: Readonly<Record<string, RefusalKind>> = { 403: 'notPermitted', 404: 'notFound' };

/** What went wrong beside what could be read. */
export function problemsJson(problems: readonly Problem[]): readonly object[] {
  return problems.map(({ command, code, message }) => ({ command, code, message }));
}

/** A capacity in APIO's shape; null when it is not known. */
export function capacityJson(amount: Amount): object | null {
  if (amount === 'unlimited') return { unlimited: true };
  return typeof amount === 'number' ? { unlimited: false, maximum: amount } : null;
}

/** A count; null when it is not known. */
export function countJson(amount: Amount): number | object | null {
  return typeof amount === 'number' ? amount : capacityJson(amount);
}

export const capacitySchema: Schema = {
  description:
    '`{"unlimited": true}`, or a number as `{"unlimited": false, "maximum": 5}`. Null: not known.',
  type: ['object', 'null'],
  required: ['unlimited'],
  properties: { unlimited: { type: 'boolean' }, maximum: { type: 'integer' } },
};

export const countSchema: Schema = {
  description: 'Null: not known; `problems` says why.',
  type: ['integer', 'object', 'null'],
};

export const problemsSchema: Schema = {
  description: 'What could not be read. Left out when everything could.',
  type: 'array',
  items: {
    type: 'object',
    required: ['message'],
    properties: {
      command: { type: 'string' },
      code: { type: 'string' },
      message: { type: 'string' },
    },
  },
};

/** A text that BroadWorks may leave out. */
export const textSchema: Schema = {
  description: 'Null: BroadWorks gave none.',
  type: ['string', 'null'],
};
