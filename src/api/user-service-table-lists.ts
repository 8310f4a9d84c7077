// The rows of the table of user services that hold lists.
import type { Scalar, UserService } from './user-service-fields.js';
import { active, address, flag } from './user-service-makers.js';

/** Part of the table in user-service-table.ts. */
export const listServices: readonly UserService[] = [
  {
    leaf: 'simultaneous_ring',
    service: 'Simultaneous Ring Personal',
    forms: [
      {
        get: 'UserSimultaneousRingPersonalGetRequest17',
        modify: 'UserSimultaneousRingPersonalModifyRequest17',
      },
    ],
    fields: [
      active,
      flag('doNotRingIfOnCall', 'Whether the others stay silent during a call.'),
      {
        name: 'simultaneousRingNumbers',
        wire: 'simultaneousRingNumberList',
        type: 'list',
        most: 10,
        place: { kind: 'wrapped', entry: 'simultaneousRingNumber', told: 'bare' },
        entries: [
          { name: 'phoneNumber', type: 'text', longest: 161, about: 'Number or SIP address.' },
          flag('answerConfirmationRequired', 'Whether who answers must confirm.'),
        ],
        about: 'What else rings.',
      },
      {
        name: 'criteria',
        wire: 'criteriaTable',
        type: 'list',
        most: 1000,
        readOnly: true,
        place: { kind: 'table' },
        entries: [
          { ...active, wire: 'Is Active' },
          { name: 'name', wire: 'Criteria Name', type: 'text', longest: 50, about: 'Its name.' },
          schedule('timeSchedule', 'Time Schedule'),
          schedule('holidaySchedule', 'Holiday Schedule'),
          {
            name: 'callsFrom',
            wire: 'Calls From',
            type: 'text',
            longest: 1000,
            nullable: true,
            about: 'Callers that it is about.',
          },
          {
            ...flag('blacklisted', 'Whether calls that fit do not ring here.'),
            wire: 'Blacklisted',
            optional: true,
          },
        ],
        about: 'Rules on when it applies.',
      },
    ],
    example: {
      active: true,
      simultaneousRingNumbers: [
        { phoneNumber: '+441632960197', answerConfirmationRequired: false },
      ],
    },
  },
  {
    leaf: 'voice_messaging',
    service: 'Voice Messaging User',
    forms: [
      {
        get: 'UserVoiceMessagingUserGetVoiceManagementRequest23',
        modify: 'UserVoiceMessagingUserModifyVoiceManagementRequest23',
      },
      {
        get: 'UserVoiceMessagingUserGetVoiceManagementRequest17',
        modify: 'UserVoiceMessagingUserModifyVoiceManagementRequest',
        single: ['voiceMessageDeliveryEmailAddresses'],
      },
    ],
    fields: [
      active,
      {
        name: 'processing',
        type: 'enum',
        values: ['Unified Voice and Email Messaging', 'Deliver To Email Address Only'],
        about: 'Where messages go.',
      },
      {
        name: 'voiceMessageDeliveryEmailAddresses',
        wire: 'voiceMessageDeliveryEmailAddress',
        type: 'list',
        most: 50,
        place: { kind: 'wrapped', entry: 'emailAddress', told: 'inside' },
        entries: { longest: 80 },
        about: 'Where messages are sent; before release 23 at most one.',
      },
      flag('usePhoneMessageWaitingIndicator', 'Whether the phone shows that there are messages.'),
      flag('sendVoiceMessageNotifyEmail', 'Whether a mail tells of each message.'),
      address('voiceMessageNotifyEmailAddress', 'Who gets that mail.'),
      flag('sendCarbonCopyVoiceMessage', 'Whether a copy of each message is sent.'),
      address('voiceMessageCarbonCopyEmailAddress', 'Who gets the copy.'),
      flag('transferOnZeroToPhoneNumber', 'Whether 0 leads out of the mailbox.'),
      {
        name: 'transferPhoneNumber',
        type: 'text',
        longest: 30,
        nullable: true,
        about: 'Where 0 leads to.',
      },
      flag('alwaysRedirectToVoiceMail', 'Whether all calls go to the mailbox.'),
      flag('busyRedirectToVoiceMail', 'Whether calls go there when the line is busy.'),
      flag('noAnswerRedirectToVoiceMail', 'Whether calls go there when nobody answers.'),
      {
        ...flag(
          'outOfPrimaryZoneRedirectToVoiceMail',
          'Whether calls go there when the phone is away from its zone.',
        ),
        optional: true,
      },
    ],
    example: { active: true, busyRedirectToVoiceMail: true },
  },
  {
    leaf: 'alternate_numbers',
    service: 'Alternate Numbers',
    forms: [
      { get: 'UserAlternateNumbersGetRequest21', modify: 'UserAlternateNumbersModifyRequest' },
    ],
    fields: [
      flag('distinctiveRing', 'Whether each number may ring in a pattern of its own.'),
      {
        name: 'alternateNumbers',
        wire: 'alternateEntry',
        type: 'list',
        most: 10,
        place: { kind: 'numbered', by: ['phoneNumber', 'extension'] },
        entries: [
          {
            name: 'phoneNumber',
            type: 'text',
            longest: 23,
            nullable: true,
            about: 'One of the numbers of the group.',
          },
          {
            name: 'extension',
            type: 'text',
            shortest: 2,
            longest: 20,
            nullable: true,
            about: 'Extension.',
          },
          {
            name: 'ringPattern',
            type: 'enum',
            values: ['Normal', 'Long-Long', 'Short-Short-Long', 'Short-Long-Short'],
            nullable: true,
            about: 'How it rings.',
          },
          {
            name: 'description',
            type: 'text',
            longest: 40,
            nullable: true,
            about: 'What it is for.',
          },
        ],
        about: 'Further numbers of the user, in their order and without gaps.',
      },
    ],
    example: { distinctiveRing: true },
  },
];

function schedule(name: string, wire: string): Scalar {
  return { name, wire, type: 'text', longest: 40, nullable: true, about: 'Schedule, if any.' };
}
