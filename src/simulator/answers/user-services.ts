// Reading and setting the services of one user: one row for each service tells its commands, and two functions make
// all of them. What can be set stands in `world/service-settings.ts`.
import { type Element, textOf } from '../../ocip/index.js';
import { changeHolder } from '../world/changes.js';
import { servicesOf } from '../world/queries.js';
import { hasSwitch } from '../world/service-names.js';
import {
  type Setting,
  type SettingField,
  type Settings,
  settableServices,
} from '../world/service-settings.js';
import { useComplaint } from '../world/setting-forms.js';
import type { Holder } from '../world/state.js';
import type { Release } from '../world/world.js';
import { type Answer, data, element, type Refusal, refuse, success } from './answer.js';
import { type CommandRow, userCommand } from './command.js';
import { alternatesIn, criteriaIn } from './service-extras.js';
import { changingElement, contentOf, fitsSchema, valueIn } from './setting-elements.js';

/** One version of a command. Older ones lack settings, or have one value where newer ones have a list. */
interface Version {
  readonly version: string;
  readonly since?: Release;
  readonly without?: string;
  readonly oneOnly?: string;
}

/** With this value the other setting must be there. */
interface Need {
  readonly when: string;
  readonly is: Setting;
  readonly needs: string;
}

interface UserService {
  readonly service: string;
  /** `UserCallWaiting` of `UserCallWaitingGetRequest17sp4`; what stands behind Get and Modify is `part`. */
  readonly stem: string;
  readonly part?: string;
  readonly reads?: readonly Version[];
  readonly changes?: readonly Version[];
  readonly needs?: readonly Need[];
  /** What a change may hold behind the settings, as a pattern, and whether it fits the schema. */
  readonly tail?: { readonly fields: string; readonly fits: (element: Element) => boolean };
  /** The last word on new settings. */
  readonly settle?: (
    holder: Holder,
    settings: Settings,
    elements: readonly Element[],
  ) => Settings | Refusal;
}

const forwarding: readonly Need[] = [{ when: 'isActive', is: true, needs: 'forwardToPhoneNumber' }];
const oneMail = 'voiceMessageDeliveryEmailAddress';

const childrenAre = (given: Element, ...names: readonly string[]) =>
  given.children.map(({ name }) => name).join() === names.join() &&
  given.children.every(({ nil }) => !nil);

const services: readonly UserService[] = [
  {
    service: 'Alternate Numbers',
    stem: 'UserAlternateNumbers',
    reads: [{ version: '21' }],
    settle: alternatesIn,
  },
  { service: 'Anonymous Call Rejection', stem: 'UserAnonymousCallRejection' },
  {
    service: 'Authentication',
    stem: 'UserAuthentication',
    // Looked at and dropped: no password of a user is kept.
    tail: {
      fields: '(newPassword | password)?',
      fits: (given) => given.name !== 'password' || childrenAre(given, 'old', 'new'),
    },
  },
  { service: 'Automatic Callback', stem: 'UserAutomaticCallback' },
  { service: 'Barge-in Exempt', stem: 'UserBargeInExempt' },
  { service: 'Call Forwarding Always', stem: 'UserCallForwardingAlways', needs: forwarding },
  { service: 'Call Forwarding Busy', stem: 'UserCallForwardingBusy', needs: forwarding },
  {
    service: 'Call Forwarding No Answer',
    stem: 'UserCallForwardingNoAnswer',
    reads: [{ version: '13mp16' }],
    needs: forwarding,
  },
  {
    service: 'Call Forwarding Not Reachable',
    stem: 'UserCallForwardingNotReachable',
    needs: forwarding,
  },
  {
    service: 'Call Recording',
    stem: 'UserCallRecording',
    reads: [
      { version: '20', without: 'mediaStream' },
      { version: '23', since: '23' },
    ],
  },
  { service: 'Call Transfer', stem: 'UserCallTransfer', reads: [{ version: '14sp4' }] },
  { service: 'Call Waiting', stem: 'UserCallWaiting', reads: [{ version: '17sp4' }] },
  { service: 'Calling Line ID Delivery Blocking', stem: 'UserCallingLineIDDeliveryBlocking' },
  { service: 'Do Not Disturb', stem: 'UserDoNotDisturb' },
  {
    service: 'Remote Office',
    stem: 'UserRemoteOffice',
    needs: [{ when: 'isActive', is: true, needs: 'remoteOfficePhoneNumber' }],
  },
  {
    service: 'Simultaneous Ring Personal',
    stem: 'UserSimultaneousRingPersonal',
    reads: [{ version: '17' }],
    changes: [{ version: '17' }],
    tail: {
      fields: 'criteriaActivation*',
      fits: (given) => childrenAre(given, 'criteriaName', 'isActive'),
    },
    settle: criteriaIn,
  },
  {
    service: 'Voice Messaging User',
    stem: 'UserVoiceMessagingUser',
    part: 'VoiceManagement',
    reads: [
      { version: '17', oneOnly: oneMail },
      { version: '23', since: '23' },
    ],
    changes: [
      { version: '', oneOnly: oneMail },
      { version: '23', since: '23' },
    ],
    needs: [
      { when: 'processing', is: 'Deliver To Email Address Only', needs: oneMail },
      { when: 'sendVoiceMessageNotifyEmail', is: true, needs: 'voiceMessageNotifyEmailAddress' },
      { when: 'sendCarbonCopyVoiceMessage', is: true, needs: 'voiceMessageCarbonCopyEmailAddress' },
      { when: 'transferOnZeroToPhoneNumber', is: true, needs: 'transferPhoneNumber' },
    ],
  },
];

const notAssigned = () => refuse(4410, 'Service is not assigned to this subscriber.');

/** The settings of one version: without those it lacks, and with the form of one item for what became a list. */
function fieldsOf({ service }: UserService, { without, oneOnly }: Version) {
  return (settableServices[service] ?? [])
    .filter(({ name }) => name !== without)
    .map((field): SettingField & { readonly isOne: boolean } => {
      const isOne = field.name === oneOnly && field.form.is === 'list';
      return field.form.is === 'list' && isOne
        ? { ...field, form: field.form.of, isOne }
        : { ...field, isOne };
    });
}

function readCommand(row: UserService, version: Version): CommandRow {
  const { service, stem, part = '' } = row;
  const name = (kind: string) => `${stem}Get${part}${kind}${version.version}`;
  const fields = fieldsOf(row, version);
  const answer = (holder: Holder): Answer => {
    if (!servicesOf(holder).has(service)) return notAssigned();
    const settings = holder.settings[service] ?? {};
    const content = fields.flatMap((field) => {
      const kept = settings[field.name] ?? field.initial;
      const value = field.isOne ? (kept as readonly Setting[] | undefined)?.[0] : kept;
      // A table is always there, with or without rows.
      if (value === undefined) return field.name.endsWith('Table') ? contentOf(field, []) : [];
      return contentOf(field, value);
    });
    const isActive = element('isActive', holder.active.includes(service));
    return data(name('Response'), hasSwitch(service) ? [isActive, ...content] : content);
  };
  return userCommand(name('Request'), 'userId', answer, sinceOf(version));
}

const sinceOf = ({ since }: Version) => (since === undefined ? {} : { since });

/** Values that a request may take away; of a list and whatever has no value from the start. */
const isClearable = ({ name, form, initial }: SettingField) =>
  initial === undefined && form.is !== 'object' && name !== 'userName';

function changeCommand(row: UserService, version: Version): CommandRow {
  const { service, stem, part = '', tail } = row;
  const fields = fieldsOf(row, version).flatMap((field) => {
    const wire = field.isOne ? field.name : changingElement(field);
    return wire === undefined ? [] : [{ ...field, wire }];
  });
  const pattern = [
    'userId',
    ...(hasSwitch(service) ? ['isActive?'] : []),
    ...fields.map((field) => `${field.wire}${isClearable(field) ? '~' : ''}?`),
    ...(tail === undefined ? [] : [tail.fields]),
  ].join(' ');
  const fits = (given: Element) => {
    if (given.name === 'userId' || given.name === 'isActive') return true;
    const field = fields.find(({ wire }) => wire === given.name);
    return field === undefined ? (tail?.fits(given) ?? true) : fitsSchema(field, given);
  };
  return userCommand(
    `${stem}Modify${part}Request${version.version}`,
    pattern,
    (holder, { elements }) => change(row, fields, holder, elements),
    { ...sinceOf(version), misfit: (elements) => elements.find((given) => !fits(given)) },
  );
}

type ChangeField = ReturnType<typeof fieldsOf>[number] & { readonly wire: string };

function change(
  row: UserService,
  fields: readonly ChangeField[],
  holder: Holder,
  elements: readonly Element[],
): Answer {
  const { service, settle } = row;
  if (!servicesOf(holder).has(service)) return notAssigned();
  const given = fields.flatMap((field) => {
    const found = elements.find(({ name }) => name === field.wire);
    return found === undefined ? [] : [{ field, found }];
  });
  const settings: Record<string, Setting> = { ...holder.settings[service] };
  for (const { field, found } of given) {
    const value = changed(field, found, settings[field.name]);
    const complaint = value === undefined ? undefined : useComplaint(field.form, value);
    if (complaint !== undefined)
      return refuse(undefined, `Invalid ${field.wire}${complaint.path}: ${complaint.message}`);
    if (value === undefined) delete settings[field.name];
    else settings[field.name] = field.isOne ? [value] : value;
  }
  const settled = settle?.(holder, settings, elements) ?? settings;
  if (isRefusal(settled)) return settled;
  const isActive = activeIn(elements) ?? holder.active.includes(service);
  const touched = new Set(
    [...elements, ...given.map(({ field }) => field)].map(({ name }) => name),
  );
  const refusal = missing(row, { ...settled, isActive }, touched);
  if (refusal !== undefined) return refusal;
  const others = holder.active.filter((name) => name !== service);
  changeHolder(holder, {
    settings: { ...holder.settings, [service]: settled },
    active: isActive ? [...others, service] : others,
  });
  return success;
}

/** The value after a change: nil takes it away; of an object each part is set or taken away by itself. */
function changed(
  { form }: SettingField,
  found: Element,
  before: Setting | undefined,
): Setting | undefined {
  if (found.nil) return undefined;
  const value = valueIn(form, found) as Setting;
  if (form.is !== 'object') return value;
  const gone = new Set(found.children.filter(({ nil }) => nil).map(({ name }) => name));
  const whole = { ...(before as Settings | undefined), ...(value as Settings) };
  const left = Object.entries(whole).filter(([name]) => !gone.has(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

const isRefusal = (settled: Settings | Refusal): settled is Refusal => settled.kind === 'refusal';

function activeIn(elements: readonly Element[]): boolean | undefined {
  const text = textOf(elements, 'isActive');
  return text === undefined ? undefined : text === 'true' || text === '1';
}

/** What is switched on and lacks the number or address it needs; only for what the request is about. */
function missing(
  { service, needs = [] }: UserService,
  settings: Settings,
  touched: ReadonlySet<string>,
): Refusal | undefined {
  const lacking = needs.find(
    (need) =>
      settings[need.when] === need.is &&
      settings[need.needs] === undefined &&
      (touched.has(need.when) || touched.has(need.needs)),
  );
  return lacking === undefined
    ? undefined
    : refuse(
        undefined,
        `${service}: ${lacking.needs} is required when ${lacking.when} is ${lacking.is}.`,
      );
}

const first: readonly Version[] = [{ version: '' }];

/** Reading and setting of user services. */
export const userServiceCommands: readonly CommandRow[] = services.flatMap((row) => [
  ...(row.reads ?? first).map((version) => readCommand(row, version)),
  ...(row.changes ?? first).map((version) => changeCommand(row, version)),
]);
