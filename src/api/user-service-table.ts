// The services of a user that the API reads and changes: one row each. End points, their schemas, the reading of replies,
// the commands of changes and the description all come from the row. Limits are those of the public command schemas.
import type { UserService, XsiForm } from './user-service-fields.js';
import { active, destination, flag, forwardTo, standard } from './user-service-makers.js';
import { listServices } from './user-service-table-lists.js';

/** A service that is on or off and has nothing else to set. */
const plain = (leaf: string, service: string, command: string, xsi?: XsiForm): UserService => ({
  leaf,
  service,
  forms: standard(command),
  fields: [active],
  ...(xsi && { xsi }),
  example: { active: true },
});

export const userServices: readonly UserService[] = [
  plain('acr', 'Anonymous Call Rejection', 'AnonymousCallRejection', {
    resource: 'AnonymousCallRejection',
  }),
  plain('automatic_callback', 'Automatic Callback', 'AutomaticCallback', {
    resource: 'AutomaticCallback',
  }),
  plain('barge_in_exempt', 'Barge-in Exempt', 'BargeInExempt'),
  plain(
    'calling_line_id_blocking',
    'Calling Line ID Delivery Blocking',
    'CallingLineIDDeliveryBlocking',
    { resource: 'CallingLineIDDeliveryBlocking' },
  ),
  {
    leaf: 'call_forwarding_always',
    service: 'Call Forwarding Always',
    forms: standard('CallForwardingAlways'),
    fields: [
      active,
      forwardTo,
      {
        ...flag('ringSplashActive', 'Whether the phone rings briefly at each forwarded call.'),
        wire: 'isRingSplashActive',
      },
    ],
    xsi: { resource: 'CallForwardingAlways', names: { ringSplashActive: 'ringSplash' } },
    example: { active: true, forwardToPhoneNumber: '+441632960199' },
  },
  {
    leaf: 'call_forwarding_busy',
    service: 'Call Forwarding Busy',
    forms: standard('CallForwardingBusy'),
    fields: [active, forwardTo],
    xsi: { resource: 'CallForwardingBusy' },
    example: { active: true, forwardToPhoneNumber: '+441632960199' },
  },
  {
    leaf: 'call_forwarding_no_answer',
    service: 'Call Forwarding No Answer',
    forms: [
      {
        get: 'UserCallForwardingNoAnswerGetRequest13mp16',
        modify: 'UserCallForwardingNoAnswerModifyRequest',
      },
    ],
    fields: [
      active,
      forwardTo,
      {
        name: 'numberOfRings',
        type: 'integer',
        min: 0,
        max: 20,
        not: 1,
        about: 'Rings before the call is forwarded; 0 for none at all.',
      },
    ],
    xsi: { resource: 'CallForwardingNoAnswer' },
    example: { active: true, forwardToPhoneNumber: '+441632960199', numberOfRings: 4 },
  },
  {
    leaf: 'call_forwarding_not_reachable',
    service: 'Call Forwarding Not Reachable',
    forms: standard('CallForwardingNotReachable'),
    fields: [active, forwardTo],
    xsi: { resource: 'CallForwardingNotReachable' },
    example: { active: true, forwardToPhoneNumber: '+441632960199' },
  },
  {
    leaf: 'do_not_disturb',
    service: 'Do Not Disturb',
    forms: standard('DoNotDisturb'),
    fields: [active, flag('ringSplash', 'Whether the phone rings briefly at each blocked call.')],
    xsi: { resource: 'DoNotDisturb' },
    example: { active: true, ringSplash: false },
  },
  {
    leaf: 'call_waiting',
    service: 'Call Waiting',
    forms: [{ get: 'UserCallWaitingGetRequest17sp4', modify: 'UserCallWaitingModifyRequest' }],
    fields: [
      active,
      {
        ...flag('disableCallingLineIdDelivery', 'Whether the waiting caller is not shown.'),
        optional: true,
      },
    ],
    xsi: { resource: 'CallWaiting' },
    example: { active: true },
  },
  {
    leaf: 'call_transfer',
    service: 'Call Transfer',
    forms: [{ get: 'UserCallTransferGetRequest14sp4', modify: 'UserCallTransferModifyRequest' }],
    fields: [
      {
        ...flag('recallActive', 'Whether an unanswered transfer comes back.'),
        wire: 'isRecallActive',
      },
      {
        name: 'recallNumberOfRings',
        type: 'integer',
        min: 2,
        max: 20,
        about: 'Rings before it comes back.',
      },
      flag(
        'useDiversionInhibitorForBlindTransfer',
        'Whether a blind transfer is kept from being diverted.',
      ),
      flag(
        'useDiversionInhibitorForConsultativeCalls',
        'Whether a transfer after consultation is kept from being diverted.',
      ),
      flag('enableBusyCampOn', 'Whether a transfer waits for a busy number.'),
      {
        name: 'busyCampOnSeconds',
        type: 'integer',
        min: 30,
        max: 600,
        about: 'Seconds that it waits.',
      },
    ],
    example: { recallActive: true, recallNumberOfRings: 4 },
  },
  {
    leaf: 'remote_office',
    service: 'Remote Office',
    forms: standard('RemoteOffice'),
    fields: [
      active,
      destination('remoteOfficePhoneNumber', 'Number or SIP address used as the own phone.'),
    ],
    xsi: { resource: 'RemoteOffice', names: { remoteOfficePhoneNumber: 'remoteOfficeNumber' } },
    example: { active: true, remoteOfficePhoneNumber: '+441632960198' },
  },
  {
    leaf: 'call_recording',
    service: 'Call Recording',
    forms: [
      { get: 'UserCallRecordingGetRequest23', modify: 'UserCallRecordingModifyRequest' },
      { get: 'UserCallRecordingGetRequest20', modify: 'UserCallRecordingModifyRequest' },
    ],
    fields: [
      {
        name: 'recordingOption',
        type: 'enum',
        values: [
          'Always',
          'Never',
          'On Demand',
          'Always with Pause/Resume',
          'On Demand with User Initiated Start',
        ],
        about: 'Which calls are recorded.',
      },
      {
        name: 'pauseResumeNotification',
        type: 'enum',
        values: ['None', 'Beep', 'Play Announcement'],
        optional: true,
        about: 'How the parties hear of a pause.',
      },
      {
        ...flag('enableCallRecordingAnnouncement', 'Whether recording is announced.'),
        optional: true,
      },
      {
        ...flag('enableRecordCallRepeatWarningTone', 'Whether a tone reminds of it.'),
        optional: true,
      },
      {
        name: 'recordCallRepeatWarningToneTimerSeconds',
        type: 'integer',
        min: 10,
        max: 1800,
        optional: true,
        about: 'Seconds between the tones.',
      },
      { ...flag('enableVoiceMailRecording', 'Whether voice mail is recorded.'), optional: true },
      {
        name: 'mediaStream',
        type: 'enum',
        values: ['Dual', 'Single'],
        optional: true,
        about: 'Whether the parties are recorded apart; told from release 23 on.',
      },
    ],
    example: { recordingOption: 'On Demand' },
  },
  {
    leaf: 'authentication',
    service: 'Authentication',
    forms: standard('Authentication'),
    fields: [
      {
        name: 'userName',
        type: 'text',
        longest: 80,
        mayBeNone: true,
        about: 'Name that phones register with.',
      },
      {
        name: 'newPassword',
        type: 'text',
        longest: 60,
        writeOnly: true,
        about: 'Password that phones register with. It is never told, and not kept in records.',
      },
    ],
    example: { userName: 'desk-101' },
  },
  ...listServices,
];
