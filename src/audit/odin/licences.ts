// What the group is authorised for and what is consumed, over ODIN: `GET /groups/services`. Zeros are kept.
import { checkedLicences } from '../licence-rows.js';
import type { Amount, Flag, GroupKey, Licence, Licences, Part, Problem } from '../model.js';
import { missing, type OdinAsker, oddRows, withoutData } from './asker.js';
import {
  amountOf,
  type Fields,
  fieldsOf,
  flagOf,
  optionalText,
  rowsOf,
  sentText,
  textOf,
} from './loose.js';

interface Kind {
  readonly field: keyof Licences;
  readonly array: string;
  readonly words: string;
}

const kinds: readonly Kind[] = [
  { field: 'servicePacks', array: 'servicePackServices', words: 'service pack' },
  { field: 'groupServices', array: 'groupServices', words: 'group service' },
  { field: 'userServices', array: 'userServices', words: 'user service' },
];

export async function readLicences(asker: OdinAsker, key: GroupKey): Promise<Part<Licences>> {
  const got = await asker.ask('/groups/services', { ...key });
  const evidence = asker.evidence();
  if (got.kind !== 'reply') return withoutData(got, evidence);
  const problems: Problem[] = [];
  const body = fieldsOf(got.body) ?? {};
  const read = kinds.map((kind) => licencesOf(body[kind.array], kind, got.command, problems));
  // As over OCI-P: without one of its tables the part would show an empty list that nobody has seen.
  if (read.some((licences) => licences === undefined))
    return { status: 'unknown', ...evidence, problems };
  const [servicePacks = [], groupServices = [], userServices = []] = read;
  const value: Licences = { servicePacks, groupServices, userServices };
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes: [] };
  return { status: 'partial', ...evidence, value, problems, notes: [] };
}

function licencesOf(
  array: unknown,
  { array: name, words, field }: Kind,
  command: string,
  problems: Problem[],
): Licence[] | undefined {
  const found = rowsOf(array);
  if (found === undefined) {
    problems.push(missing(command, name));
    return undefined;
  }
  problems.push(...oddRows(command, `${words}s`, found.odd));
  return checkedLicences(
    found.rows.map((row) => licenceOf(row, field)),
    words,
    (message) => problems.push({ command, code: 'ANSWER_UNREADABLE', message }),
  );
}

const amounts = ['quantity', 'allowed', 'usage', 'instanceCount'] as const;

/** The flags and figures that only some kinds have are taken when they are there. */
function licenceOf(row: Fields, field: keyof Licences): Licence {
  const isPack = field === 'servicePacks';
  const asSent: Record<string, string> = {};
  const figure = (name: (typeof amounts)[number]): Amount => {
    const amount = amountOf(row[name]);
    const sent = amount === 'unknown' ? sentText(row[name]) : undefined;
    if (sent !== undefined) asSent[name] = sent;
    return amount;
  };
  const optionalFlag = (name: string): Record<string, Flag> =>
    row[name] === undefined || row[name] === null ? {} : { [name]: flagOf(row[name]) };
  const authorized = flagOf(row.authorized);
  const description = isPack ? optionalText(row.description) : undefined;
  const name = (isPack ? textOf(row.servicePackName) : undefined) ?? textOf(row.serviceName) ?? '';
  const figures = {
    quantity: figure('quantity'),
    allowed: figure('allowed'),
    usage: figure('usage'),
    ...(row.instanceCount === undefined || row.instanceCount === null
      ? {}
      : { instanceCount: figure('instanceCount') }),
  };
  return {
    name,
    authorized,
    assigned: flagOf(row.assigned),
    limited: limitedOf(row.limited, authorized),
    ...figures,
    ...optionalFlag('licensed'),
    ...optionalFlag('userAssignable'),
    ...optionalFlag('groupServiceAssignable'),
    ...(description === undefined ? {} : { description }),
    ...(Object.keys(asSent).length === 0 ? {} : { asSent }),
  };
}

/** "none" stands where nothing is authorised; BroadWorks itself writes Unlimited there, and so does the model. */
function limitedOf(value: unknown, authorized: Flag): Licence['limited'] {
  const text = textOf(value)?.trim().toLowerCase();
  if (text === 'limited' || text === 'unlimited') return text;
  return text === 'none' && authorized === false ? 'unlimited' : 'unknown';
}
