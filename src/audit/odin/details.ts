// The profile of the group, over ODIN: `GET /groups` with both ids.
import { detailsPart, textFields } from '../details-part.js';
import {
  addressFields,
  contactFields,
  type GroupDetails,
  type GroupKey,
  type Part,
} from '../model.js';
import { missing, type OdinAsker, withoutData } from './asker.js';
import {
  amountOf,
  type Fields,
  fieldsOf,
  optionalText,
  rowFor,
  sentText,
  textOf,
} from './loose.js';

export async function readDetails(asker: OdinAsker, key: GroupKey): Promise<Part<GroupDetails>> {
  const got = await asker.ask('/groups', { ...key });
  const evidence = asker.evidence();
  if (got.kind !== 'reply') return withoutData(got, evidence);
  const fields = rowFor(got.body, { ...key });
  if (fields === undefined || Object.keys(fields).length === 0)
    return {
      status: 'unknown',
      ...evidence,
      problems: [missing(got.command, 'profile of this group')],
    };
  const value = detailsOf(fields, key);
  const sent = (name: string) => sentText(fields[name]);
  return detailsPart(key, value, evidence, got.command, sent, doubts(value));
}

function detailsOf(fields: Fields, key: GroupKey): GroupDetails {
  const contact = textsOf(fieldsOf(fields.contact), contactFields);
  const address = textsOf(fieldsOf(fields.address), addressFields);
  const numeric = [fields, fieldsOf(fields.contact) ?? {}, fieldsOf(fields.address) ?? {}].flatMap(
    (inside) => numbersAmong(inside),
  );
  return {
    serviceProviderId: textOf(fields.serviceProviderId) ?? key.serviceProviderId,
    groupId: textOf(fields.groupId) ?? key.groupId,
    userLimit: amountOf(fields.userLimit),
    userCount: amountOf(fields.userCount),
    ...textsOf(fields, textFields),
    ...(Object.keys(contact).length === 0 ? {} : { contact }),
    ...(Object.keys(address).length === 0 ? {} : { address }),
    ...(numeric.length === 0 ? {} : { zerosDoubtful: numeric }),
  };
}

function textsOf<F extends string>(
  fields: Fields | undefined,
  names: readonly F[],
): Partial<Record<F, string>> {
  const texts: Partial<Record<F, string>> = {};
  for (const name of names) {
    const text = optionalText(fields?.[name]);
    if (text !== undefined) texts[name] = text;
  }
  return texts;
}

const texts: readonly string[] = [...textFields, ...contactFields, ...addressFields];

/** The texts that came as numbers. */
function numbersAmong(fields: Fields): string[] {
  return texts.filter((name) => typeof fields[name] === 'number');
}

function doubts({ zerosDoubtful = [] }: GroupDetails): string[] {
  if (zerosDoubtful.length === 0) return [];
  return [
    `${zerosDoubtful.join(', ')} came as JSON numbers; leading zeros, if there were any, are lost`,
  ];
}
