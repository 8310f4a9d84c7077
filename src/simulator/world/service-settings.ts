// What can be set of each user service: names as on the wire, forms, values from the start. Whether a service is
// switched on is not among them: that stands in `active` of its holder. Which command carries what is told in
// `answers/user-services.ts`.

/** The form of one value. `outgoing` is a number that is dialled, or a SIP address. */
export type Form =
  | { readonly is: 'flag' }
  | { readonly is: 'whole'; readonly least: number; readonly most: number; readonly but?: number }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | {
      readonly is: 'text' | 'outgoing' | 'dialled' | 'mail' | 'dn' | 'extension';
      readonly most: number;
    }
  | { readonly is: 'list'; readonly of: Form; readonly most: number }
  | {
      readonly is: 'object';
      readonly required: Readonly<Record<string, Form>>;
      readonly optional: Readonly<Record<string, Form>>;
    };

/** One value, as worlds and the state hold it. */
export type Setting =
  | string
  | number
  | boolean
  | readonly Setting[]
  | { readonly [name: string]: Setting };

/** The values of one service; one that is missing is as from the start. */
export type Settings = Readonly<Record<string, Setting>>;

/** The values of all services of somebody, by service. */
export type ServiceSettings = Readonly<Record<string, Settings>>;

/** One value of a service, in wire order. Without `initial` there is none from the start. */
export interface SettingField {
  readonly name: string;
  readonly form: Form;
  readonly initial?: Setting;
}

const flag = (name: string, initial = false): SettingField => ({
  name,
  form: { is: 'flag' },
  initial,
});
const whole = (name: string, least: number, most: number, initial: number): SettingField => ({
  name,
  form: { is: 'whole', least, most },
  initial,
});
const word = (name: string, ...words: readonly [string, ...string[]]): SettingField => ({
  name,
  form: { is: 'word', words },
  initial: words[0],
});
const phone = (name: string): SettingField => ({ name, form: { is: 'outgoing', most: 161 } });
const mail = (name: string): SettingField => ({ name, form: { is: 'mail', most: 80 } });
const isFlag: Form = { is: 'flag' };
const text = (most: number): Form => ({ is: 'text', most });

const forwardTo = phone('forwardToPhoneNumber');

const alternateEntry: Form = {
  is: 'object',
  required: {},
  optional: {
    phoneNumber: { is: 'dn', most: 23 },
    extension: { is: 'extension', most: 20 },
    ringPattern: {
      is: 'word',
      words: ['Normal', 'Long-Long', 'Short-Short-Long', 'Short-Long-Short'],
    },
    description: text(40),
  },
};

const mailbox: readonly SettingField[] = [
  word('processing', 'Unified Voice and Email Messaging', 'Deliver To Email Address Only'),
  {
    name: 'voiceMessageDeliveryEmailAddress',
    form: { is: 'list', of: { is: 'mail', most: 80 }, most: 50 },
  },
  flag('usePhoneMessageWaitingIndicator', true),
  flag('sendVoiceMessageNotifyEmail'),
  mail('voiceMessageNotifyEmailAddress'),
  flag('sendCarbonCopyVoiceMessage'),
  mail('voiceMessageCarbonCopyEmailAddress'),
  flag('transferOnZeroToPhoneNumber'),
  { name: 'transferPhoneNumber', form: { is: 'dialled', most: 30 } },
  flag('alwaysRedirectToVoiceMail'),
  flag('busyRedirectToVoiceMail', true),
  flag('noAnswerRedirectToVoiceMail', true),
  flag('outOfPrimaryZoneRedirectToVoiceMail'),
];

const ringing: readonly SettingField[] = [
  flag('doNotRingIfOnCall'),
  {
    name: 'simultaneousRingNumber',
    form: {
      is: 'list',
      of: {
        is: 'object',
        required: {
          phoneNumber: { is: 'outgoing', most: 161 },
          answerConfirmationRequired: isFlag,
        },
        optional: {},
      },
      most: 10,
    },
  },
  // Rows of a table, under its headings. Requests only switch them; a world is where they come from.
  {
    name: 'criteriaTable',
    form: {
      is: 'list',
      of: {
        is: 'object',
        required: { 'Criteria Name': text(50) },
        optional: {
          'Is Active': isFlag,
          'Time Schedule': text(80),
          'Holiday Schedule': text(80),
          'Calls From': text(80),
          Blacklisted: isFlag,
        },
      },
      most: 500,
    },
  },
];

/** What can be set, by service as BroadWorks spells it. Many have a switch and nothing else. */
export const settableServices: Readonly<Record<string, readonly SettingField[]>> = {
  'Alternate Numbers': [
    flag('distinctiveRing', true),
    ...Array.from({ length: 10 }, (_, at) => ({
      name: `alternateEntry${String(at + 1).padStart(2, '0')}`,
      form: alternateEntry,
    })),
  ],
  'Anonymous Call Rejection': [],
  // The password that goes with the name is not kept anywhere.
  Authentication: [{ name: 'userName', form: text(80) }],
  'Automatic Callback': [],
  'Barge-in Exempt': [],
  'Call Forwarding Always': [forwardTo, flag('isRingSplashActive')],
  'Call Forwarding Busy': [forwardTo],
  'Call Forwarding No Answer': [
    forwardTo,
    { name: 'numberOfRings', form: { is: 'whole', least: 0, most: 20, but: 1 }, initial: 3 },
  ],
  'Call Forwarding Not Reachable': [forwardTo],
  'Call Recording': [
    word(
      'recordingOption',
      'Never',
      'Always',
      'On Demand',
      'Always with Pause/Resume',
      'On Demand with User Initiated Start',
    ),
    word('pauseResumeNotification', 'None', 'Beep', 'Play Announcement'),
    flag('enableCallRecordingAnnouncement'),
    flag('enableRecordCallRepeatWarningTone'),
    whole('recordCallRepeatWarningToneTimerSeconds', 10, 1800, 15),
    flag('enableVoiceMailRecording'),
    word('mediaStream', 'Dual', 'Single'),
  ],
  'Call Transfer': [
    flag('isRecallActive'),
    whole('recallNumberOfRings', 2, 20, 4),
    flag('useDiversionInhibitorForBlindTransfer'),
    flag('useDiversionInhibitorForConsultativeCalls'),
    flag('enableBusyCampOn'),
    whole('busyCampOnSeconds', 30, 600, 120),
  ],
  'Call Waiting': [flag('disableCallingLineIdDelivery')],
  'Calling Line ID Delivery Blocking': [],
  'Do Not Disturb': [flag('ringSplash')],
  'Remote Office': [phone('remoteOfficePhoneNumber')],
  'Simultaneous Ring Personal': ringing,
  'Voice Messaging User': mailbox,
};
