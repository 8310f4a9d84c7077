// Requests that change a group: profile, authorisations, numbers, trunk capacity. The next read tells the new state.

import { type DnRange, formatDn, parseDn } from '../../numbers/index.js';
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import {
  addNumbers,
  removeNumbers,
  setActivation,
  setAuthorization,
  setText,
  setTrunkCapacity,
  setUserLimit,
} from '../world/changes.js';
import { isIn, numberRuns, ownNumber, peopleOf } from '../world/queries.js';
import type { GroupState, Licence } from '../world/state.js';
import { addressFields, contactFields, profileFields, type Quantity } from '../world/world.js';
import { type Answer, refuse, success } from './answer.js';
import { type CommandRow, groupCommand } from './command.js';
import { withTrunking } from './trunks.js';

const target = 'serviceProviderId groupId';

function modifyGroup(group: GroupState, elements: readonly Element[]): Answer {
  const userLimit = textOf(elements, 'userLimit');
  if (userLimit !== undefined && Number(userLimit) < peopleOf(group).length)
    return refuse(undefined, 'The user limit is below the number of users that exist.');
  if (userLimit !== undefined) setUserLimit(group, Number(userLimit));
  for (const field of profileFields) {
    const element = childNamed(elements, field);
    if (element !== undefined)
      setText(group, group.profile, field, element.nil ? undefined : element.text);
  }
  for (const [block, fields] of [
    ['contact', contactFields],
    ['address', addressFields],
  ] as const)
    for (const field of fields) {
      const element = childNamed(childNamed(elements, block)?.children ?? [], field);
      if (element !== undefined)
        setText(group, group[block], field, element.nil ? undefined : element.text);
    }
  return success;
}

/** The quantity of an `unlimited | quantity` choice; undefined when neither is there. */
function quantityIn(element: Element | undefined): Quantity | undefined {
  const quantity = textOf(element?.children ?? [], 'quantity');
  if (quantity !== undefined) return Number(quantity);
  return childNamed(element?.children ?? [], 'unlimited') === undefined ? undefined : 'unlimited';
}

function modifyAuthorizations(group: GroupState, elements: readonly Element[]): Answer {
  const kinds: Readonly<Record<string, { licences: Map<string, Licence>; key: string }>> = {
    servicePackAuthorization: { licences: group.servicePacks, key: 'servicePackName' },
    groupServiceAuthorization: { licences: group.groupServices, key: 'serviceName' },
    userServiceAuthorization: { licences: group.userServices, key: 'serviceName' },
  };
  const changes = elements.flatMap((element) => {
    const kind = kinds[element.name];
    if (kind === undefined) return [];
    const name = textOf(element.children, kind.key) ?? '';
    const quantity = quantityIn(childNamed(element.children, 'authorizedQuantity'));
    return [{ licences: kind.licences, name, quantity, isPack: kind.key === 'servicePackName' }];
  });
  const unknown = changes.find(
    ({ isPack, name }) => isPack && !group.provider.servicePacks.has(name),
  );
  if (unknown !== undefined) return refuse(undefined, `Service pack not found: ${unknown.name}`);
  for (const { licences, name, quantity } of changes)
    setAuthorization(group, licences, name, quantity);
  return success;
}

/** The numbers a request names, singly and as ranges; `spell` makes them the group's spelling. */
function rangesIn(
  elements: readonly Element[],
  spell: (text: string) => string | undefined,
): readonly DnRange[] | undefined {
  const ranges = elements.flatMap((element): (DnRange | undefined)[] => {
    if (element.name === 'phoneNumber') return [parseDn(spell(element.text) ?? '')];
    if (element.name !== 'dnRange') return [];
    const first = parseDn(spell(textOf(element.children, 'minPhoneNumber') ?? '') ?? '');
    const last = parseDn(spell(textOf(element.children, 'maxPhoneNumber') ?? '') ?? '');
    const fits = first?.prefix === last?.prefix && first?.width === last?.width;
    return [first && last && fits ? { ...first, last: last.first } : undefined];
  });
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

const notOfGroup = () => refuse(undefined, 'A number is not assigned to the group.');

const activation = (name: string, activated: boolean) =>
  groupCommand(name, `${target} phoneNumber* dnRange*`, (group, { elements }) => {
    const ranges = rangesIn(elements, (text) => ownNumber(group, text));
    if (ranges === undefined) return notOfGroup();
    setActivation(group, ranges, activated);
    return success;
  });

const spelt = (group: GroupState) => (text: string) =>
  text.startsWith('+') ? text : `+${group.provider.countryCode}-${text}`;

function assignNumbers(
  group: GroupState,
  elements: readonly Element[],
  groups: readonly GroupState[],
): Answer {
  const ranges = rangesIn(elements, spelt(group));
  if (ranges === undefined) return refuse(undefined, 'A number cannot be read.');
  const taken = ranges.find((range) =>
    groups.some((one) => one.numbers.some((own) => isIn(range, own) || isIn(own, range))),
  );
  if (taken !== undefined)
    return refuse(
      undefined,
      `The number is taken: ${formatDn(taken.prefix, taken.width, taken.first)}`,
    );
  addNumbers(group, ranges);
  return success;
}

function unassignNumbers(group: GroupState, elements: readonly Element[]): Answer {
  const ranges = rangesIn(elements, (text) => ownNumber(group, text));
  if (ranges === undefined) return notOfGroup();
  const held = numberRuns(group).find(
    (run) => run.holder !== undefined && ranges.some((range) => isIn(run, range)),
  );
  if (held !== undefined)
    return refuse(
      undefined,
      `The number is in use: ${formatDn(held.prefix, held.width, held.first)}`,
    );
  removeNumbers(group, ranges);
  return success;
}

const profileRequest = `${target} defaultDomain? userLimit? groupName~? callingLineIdName~? callingLineIdPhoneNumber~? timeZone? locationDialingCode~? contact? address? servicePolicy~? callProcessingSliceId~? provisioningSliceId~? subscriberPartition~? preferredDataCenter~? defaultUserCallingLineIdPhoneNumber~? extensionLengthSettings? dialPlanAccessCode~? dialPlanPolicy?`;

/** Changes to a group. */
export const groupChangeCommands: readonly CommandRow[] = [
  groupCommand('GroupModifyRequest', profileRequest, (group, { elements }) =>
    modifyGroup(group, elements),
  ),
  groupCommand(
    'GroupServiceModifyAuthorizationListRequest',
    `${target} servicePackAuthorization* groupServiceAuthorization* userServiceAuthorization*`,
    (group, { elements }) => modifyAuthorizations(group, elements),
    { level: 'Service Provider' },
  ),
  activation('GroupDnActivateListRequest', true),
  activation('GroupDnDeactivateListRequest', false),
  groupCommand(
    'GroupDnAssignListRequest',
    `${target} phoneNumber* dnRange*`,
    (group, { elements, state }) =>
      assignNumbers(
        group,
        elements,
        [...state.providers.values()].flatMap((provider) => [...provider.groups.values()]),
      ),
    { level: 'Service Provider' },
  ),
  groupCommand(
    'GroupDnUnassignListRequest',
    `${target} phoneNumber* dnRange*`,
    (group, { elements }) => unassignNumbers(group, elements),
    { level: 'Service Provider' },
  ),
  groupCommand(
    'GroupTrunkGroupModifyRequest14sp9',
    `${target} maxActiveCalls? burstingMaxActiveCalls? numberOfBurstingBTLUs?`,
    (group, { elements }) =>
      withTrunking(group, () => {
        const calls = textOf(elements, 'maxActiveCalls');
        const bursting = quantityIn(childNamed(elements, 'burstingMaxActiveCalls'));
        const units = textOf(elements, 'numberOfBurstingBTLUs');
        const ceiling = group.provider.trunkCapacity.maxActiveCalls;
        if (ceiling !== 'unlimited' && Number(calls ?? 0) > ceiling)
          return refuse(undefined, `The capacity exceeds that of the provider: ${ceiling}`);
        setTrunkCapacity(group, {
          ...(calls === undefined ? {} : { maxActiveCalls: Number(calls) }),
          ...(bursting === undefined ? {} : { burstingMaxActiveCalls: bursting }),
          ...(units === undefined ? {} : { numberOfBurstingBTLUs: Number(units) }),
        });
        return success;
      }),
    { level: 'Service Provider' },
  ),
];
