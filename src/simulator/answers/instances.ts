// Service instances of a group: auto attendants, hunt groups, call centers, the voice portal.
import { textOf } from '../../ocip/index.js';
import { countryCodeOf, instancesIn, nationalNumber } from '../world/queries.js';
import type { Holder } from '../world/state.js';
import type { InstanceKind } from '../world/world.js';
import { data, element, optional, type Row, refuse, table } from './answer.js';
import { type CommandRow, groupCommand, rawRows } from './command.js';
import { timeZoneOf } from './group.js';

interface InstanceList {
  readonly name: string;
  readonly kind: InstanceKind;
  readonly headings: readonly string[];
}

const lists: readonly InstanceList[] = [
  {
    name: 'AutoAttendant',
    kind: 'Auto Attendant',
    headings: [
      'Service User Id',
      'Name',
      'Video',
      'Phone Number',
      'Extension',
      'Department',
      'Is Active',
      'Type',
    ],
  },
  {
    name: 'HuntGroup',
    kind: 'Hunt Group',
    headings: [
      'Service User Id',
      'Name',
      'Phone Number',
      'Extension',
      'Department',
      'Is Active',
      'Policy',
    ],
  },
  {
    name: 'CallCenter',
    kind: 'Call Center',
    headings: [
      'Service User Id',
      'Name',
      'Video',
      'Phone Number',
      'Extension',
      'Department',
      'Is Active',
      'Policy',
      'Type',
    ],
  },
];

/** The cell under each heading that an instance list may have. */
const cells: Readonly<Record<string, (holder: Holder) => string>> = {
  'Service User Id': (holder) => holder.userId,
  Name: (holder) => holder.lastName,
  Video: () => 'false',
  'Phone Number': (holder) => holder.phoneNumber ?? '',
  Extension: (holder) => holder.extension ?? '',
  Department: (holder) => holder.department ?? '',
  'Is Active': (holder) => String(holder.instance?.isActive ?? true),
  Policy: (holder) => holder.instance?.policy ?? 'Circular',
  Type: (holder) => holder.instance?.type ?? 'Basic',
};

const listCommands = lists.map(({ name, kind, headings }) => {
  const command = `Group${name}GetInstanceListRequest`;
  const tableName = `${name.charAt(0).toLowerCase()}${name.slice(1)}Table`;
  return groupCommand(
    command,
    'serviceProviderId groupId groupDepartmentName?',
    (group, { elements }) => {
      const department = textOf(elements, 'groupDepartmentName');
      const rows: readonly Row[] = instancesIn(group, kind)
        .filter((holder) => department === undefined || holder.department === department)
        .map((holder) => headings.map((heading) => cells[heading]?.(holder) ?? ''));
      return data(`Group${name}GetInstanceListResponse`, [
        table(tableName, headings, [...rows, ...rawRows(group, command, tableName)]),
      ]);
    },
  );
});

const voicePortal = groupCommand(
  'GroupVoiceMessagingGroupGetVoicePortalRequest21sp1',
  'serviceProviderId groupId',
  (group) => {
    const portal = instancesIn(group, 'Voice Messaging')[0];
    if (portal === undefined)
      return refuse(4410, 'Service is not assigned to this group: Voice Messaging Group');
    const zone = timeZoneOf(group);
    const { phoneNumber } = portal;
    return data('GroupVoiceMessagingGroupGetVoicePortalResponse21sp1', [
      element('serviceUserId', portal.userId),
      {
        name: 'serviceInstanceProfile',
        children: [
          element('name', portal.lastName),
          element('callingLineIdLastName', portal.lastName),
          element('callingLineIdFirstName', group.profile.get('groupName') ?? group.groupId),
          optional(
            'phoneNumber',
            phoneNumber === undefined ? undefined : nationalNumber(phoneNumber),
          ),
          optional('extension', portal.extension),
          element('countryCode', countryCodeOf(group.provider, phoneNumber)),
          element('language', 'English'),
          element('timeZone', zone.id),
          element('timeZoneDisplayName', zone.display),
        ].filter((one) => one !== undefined),
      },
      element('isActive', portal.instance?.isActive ?? true),
      element('enableExtendedScope', false),
      element('allowIdentificationByPhoneNumberOrVoiceMailAliasesOnLogin', false),
      element('useVoicePortalWizard', true),
      element('voicePortalExternalRoutingScope', 'System'),
      element('useExternalRouting', false),
      element('expressMode', false),
    ]);
  },
);

/** Instance lists and the voice portal. */
export const instanceCommands: readonly CommandRow[] = [...listCommands, voicePortal];
