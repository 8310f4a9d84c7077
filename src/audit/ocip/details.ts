// The profile of the group.
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import { detailsPart, textFields } from '../details-part.js';
import {
  type Amount,
  addressFields,
  contactFields,
  type GroupDetails,
  type GroupKey,
  type Part,
} from '../model.js';
import { type Asker, problemOf, type Variant } from './asker.js';
import { amountOf } from './cells.js';

const variants: readonly Variant[] = [
  { command: 'GroupGetRequest22V5', since: 24 },
  { command: 'GroupGetRequest22V4', since: 24 },
  { command: 'GroupGetRequest22V3', since: 23 },
  { command: 'GroupGetRequest22V2', since: 22 },
  { command: 'GroupGetRequest22', since: 22 },
  { command: 'GroupGetRequest14sp7', since: 14 },
  { command: 'GroupGetRequest', since: 0 },
];

export async function readDetails(asker: Asker, key: GroupKey): Promise<Part<GroupDetails>> {
  const got = await asker.askNewest(variants, { ...key });
  const evidence = asker.evidence();
  if (got.kind !== 'reply') {
    const problems = [problemOf(got)];
    const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
    return { status: scope ? 'outOfScope' : 'unknown', ...evidence, problems };
  }
  const { elements } = got.reply;
  const value = detailsOf(elements, key);
  const sent = (name: string) => textOf(elements, name);
  return detailsPart(key, value, evidence, got.command, sent);
}

function detailsOf(elements: readonly Element[], key: GroupKey): GroupDetails {
  const amount = (name: string): Amount => amountOf(textOf(elements, name));
  return {
    serviceProviderId: textOf(elements, 'serviceProviderId') || key.serviceProviderId,
    groupId: textOf(elements, 'groupId') || key.groupId,
    userLimit: amount('userLimit'),
    userCount: amount('userCount'),
    ...textsOf(elements, textFields),
    ...nested(elements, 'contact', contactFields),
    ...nested(elements, 'address', addressFields),
  };
}

function nested<F extends string, N extends string>(
  elements: readonly Element[],
  name: N,
  fields: readonly F[],
): Partial<Record<N, Partial<Record<F, string>>>> {
  const element = childNamed(elements, name);
  if (element === undefined || element.children.length === 0) return {};
  return { [name]: textsOf(element.children, fields) } as Record<N, Partial<Record<F, string>>>;
}

function textsOf<F extends string>(
  elements: readonly Element[],
  fields: readonly F[],
): Partial<Record<F, string>> {
  const texts: Partial<Record<F, string>> = {};
  for (const field of fields) {
    const text = textOf(elements, field);
    if (text !== undefined && text !== '') texts[field] = text;
  }
  return texts;
}
