// The mercury format: the JSON shape of the group audit of the mercury_ocip Python library, so that its readers go on.
// It has room for details, usage and numbers only; everything else is in the json format.
import {
  type AddressField,
  addressFields,
  type ContactField,
  contactFields,
  type GroupAudit,
  type GroupDetails,
  type Licence,
  type Licences,
  type Part,
  type PartName,
  type Problem,
  partValue,
} from '../audit/index.js';
import type { DnSet } from '../numbers/index.js';
import { jsonText } from './json-text.js';
import { isWhole, problemsOfPart } from './problems.js';
import { amountText } from './words.js';

type Snake<Name extends string> = Name extends `${infer Head}${infer Rest}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Rest>}`
  : Name;

type SnakeRecord<Field extends string, Value> = {
  readonly [Name in Field as Snake<Name>]: Value;
};

type AmountField = 'userLimit' | 'userCount';
type TextField = Exclude<keyof GroupDetails, AmountField | 'contact' | 'address' | 'zerosDoubtful'>;

/** The elements of GroupGetResponse22V5; null where BroadWorks left one out. */
export type MercuryGroupDetails = SnakeRecord<TextField, string | null> &
  SnakeRecord<AmountField, number | null> & {
    readonly contact: SnakeRecord<ContactField, string | null> | null;
    readonly address: SnakeRecord<AddressField, string | null> | null;
  };

/** Name to usage as text, used ones only. */
export type MercuryUsage = Readonly<Record<string, string>>;

export interface MercuryLicenseBreakdown {
  readonly group_services_authorization_table: MercuryUsage;
  readonly service_packs_authorization_table: MercuryUsage;
  readonly user_services_authorization_table: MercuryUsage;
}

/** Every number of the group, held or free. `numbers` is a set: ask `has`, `size`, or iterate. */
export interface MercuryGroupDns {
  readonly total: number;
  readonly numbers: DnSet;
}

export interface MercuryResult {
  /** False only when nothing that was asked for could be read. */
  readonly ok: boolean;
  readonly message: string;
  readonly payload: {
    readonly group_details: MercuryGroupDetails | null;
    readonly license_breakdown: MercuryLicenseBreakdown | null;
    readonly group_dns: MercuryGroupDns | null;
  };
}

/** The audit in mercury's shape as JSON text in pieces. */
export function formatMercury(audit: GroupAudit): Iterable<string> {
  return jsonText(mercuryResult(audit));
}

/** The audit in mercury's shape as an object. A part without a value is null, and the message says why. */
export function mercuryResult(audit: GroupAudit): MercuryResult {
  const details = partValue(audit.parts.details);
  const licences = partValue(audit.parts.licences);
  const numbers = partValue(audit.parts.numbers);
  return {
    ...outcome(audit),
    payload: {
      group_details: details === undefined ? null : mercuryDetails(details),
      license_breakdown: licences === undefined ? null : mercuryLicences(licences),
      group_dns: numbers === undefined ? null : { total: numbers.all.size, numbers: numbers.all },
    },
  };
}

/** The parts that have a place in this format, and what they are called there. */
const places = [
  ['details', 'group_details'],
  ['licences', 'license_breakdown'],
  ['numbers', 'group_dns'],
] as const satisfies readonly (readonly [PartName, keyof MercuryResult['payload']])[];

function outcome(audit: GroupAudit): { readonly ok: boolean; readonly message: string } {
  const asked = places.filter(([name]) => audit.parts[name].status !== 'notAsked');
  const complaints = asked.flatMap(([name, key]) => complaint(audit, name, key));
  if (complaints.length === 0) return { ok: true, message: 'Audit completed successfully' };
  // A part that does not apply to this group was read: it is known that there is nothing.
  const ok = asked.some(([name]) => hasAnswer(audit.parts[name]));
  const start = ok ? 'Audit partly completed' : 'Audit failed';
  return { ok, message: `${start}: ${complaints.join('; ')}` };
}

const hasAnswer = (part: Part<unknown>) => part.status === 'partial' || isWhole(part);

/** Most problems of one part that the message quotes; the json format has them all. */
const quotedProblems = 5;

function complaint(audit: GroupAudit, name: PartName, key: string): string[] {
  const problems = problemsOfPart(audit, name);
  if (problems.length === 0) return [];
  const texts = problems.slice(0, quotedProblems).map(({ problem }) => problemText(problem));
  if (problems.length > quotedProblems) texts.push(`${problems.length - quotedProblems} more`);
  return [`${key} ${verdict(audit.parts[name])}: ${texts.join(', ')}`];
}

function verdict(part: Part<unknown>): string {
  if (part.status === 'unknown') return 'could not be read';
  return part.status === 'outOfScope' ? 'is out of reach of this login' : 'is incomplete';
}

function problemText({ command, code, message }: Problem): string {
  const text =
    command === undefined || message.includes(command) ? message : `${command}: ${message}`;
  return code === undefined || message.includes(code) ? text : `${text} (${code})`;
}

/** The simple elements before and after contact and address, in the order of the schema. */
const textFieldsBefore = [
  'groupName',
  'callingLineIdName',
  'callingLineIdPhoneNumber',
  'callingLineIdDisplayPhoneNumber',
  'timeZone',
  'timeZoneDisplayName',
  'locationDialingCode',
] as const satisfies readonly TextField[];
const textFieldsAfter = [
  'servicePolicy',
  'callProcessingSliceId',
  'provisioningSliceId',
  'subscriberPartition',
  'preferredDataCenter',
  'resellerId',
  'defaultUserCallingLineIdPhoneNumber',
  'serviceProviderId',
  'groupId',
  'groupExternalId',
] as const satisfies readonly TextField[];

function mercuryDetails(details: GroupDetails): MercuryGroupDetails {
  const { contact, address, userLimit, userCount } = details;
  return {
    ...snake(['defaultDomain'], details),
    user_limit: typeof userLimit === 'number' ? userLimit : null,
    user_count: typeof userCount === 'number' ? userCount : null,
    ...snake(textFieldsBefore, details),
    contact: contact === undefined ? null : snake(contactFields, contact),
    address: address === undefined ? null : snake(addressFields, address),
    ...snake(textFieldsAfter, details),
  };
}

function snake<Field extends string>(
  fields: readonly Field[],
  from: { readonly [Name in Field]?: string },
): SnakeRecord<Field, string | null> {
  return Object.fromEntries(
    fields.map((field) => [
      field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      from[field] ?? null,
    ]),
  ) as SnakeRecord<Field, string | null>;
}

function mercuryLicences(licences: Licences): MercuryLicenseBreakdown {
  return {
    group_services_authorization_table: usageTable(licences.groupServices),
    service_packs_authorization_table: usageTable(licences.servicePacks),
    user_services_authorization_table: usageTable(licences.userServices),
  };
}

function usageTable(rows: readonly Licence[]): MercuryUsage {
  const texts = new Map<string, Set<string>>();
  for (const row of rows) {
    const known = texts.get(row.name);
    if (known === undefined) texts.set(row.name, new Set([usageText(row)]));
    else known.add(usageText(row));
  }
  const used = [...texts].filter(([, usages]) => usages.size > 1 || !usages.has('0'));
  // fromEntries, not assignment: a service may be called `__proto__`.
  return Object.fromEntries(used.map(([name, usages]) => [name, [...usages].join(' / ')]));
}

/** The figure, or what stood in its place, word for word. */
function usageText({ usage, asSent }: Licence): string {
  if (usage === 'unlimited') return 'Unlimited';
  if (usage !== 'unknown') return amountText(usage);
  const sent = asSent?.usage ?? '';
  return sent.trim() === '' ? 'unknown' : sent;
}
