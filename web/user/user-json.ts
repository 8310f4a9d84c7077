// What the API tells of a user, and how it is put into rows.

export type Profile = Readonly<Record<string, unknown>>;

export interface Assigned {
  readonly name: string;
  readonly assigned: boolean;
}

/** `assignementStatus` is spelled as in APIO. */
export interface Services {
  readonly assignementStatus: {
    readonly services: readonly Assigned[];
    readonly servicePacks: readonly Assigned[];
  };
}

/** Services whose settings the API reads, by the names BroadWorks gives them: the last part of their address. */
export const settingsOf: Readonly<Record<string, string>> = {
  'Anonymous Call Rejection': 'acr',
  'Automatic Callback': 'automatic_callback',
  'Barge-in Exempt': 'barge_in_exempt',
  'Call Forwarding Always': 'call_forwarding_always',
  'Call Forwarding Busy': 'call_forwarding_busy',
  'Call Forwarding No Answer': 'call_forwarding_no_answer',
  'Call Forwarding Not Reachable': 'call_forwarding_not_reachable',
  'Do Not Disturb': 'do_not_disturb',
  'Call Waiting': 'call_waiting',
  'Call Transfer': 'call_transfer',
  'Calling Line ID Delivery Blocking': 'calling_line_id_blocking',
  'Remote Office': 'remote_office',
  'Call Recording': 'call_recording',
  Authentication: 'authentication',
  'Simultaneous Ring Personal': 'simultaneous_ring',
  'Voice Messaging User': 'voice_messaging',
  'Alternate Numbers': 'alternate_numbers',
};

/** A value in one line: `{ count }` for lists and objects, `null` for none. */
export type Shown = string | boolean | null | { readonly count: number };

/** Members as name and value; what belongs to the answer and not to the object is left out. */
export function membersOf(
  object: Readonly<Record<string, unknown>>,
): readonly (readonly [string, Shown])[] {
  return Object.entries(object)
    .filter(([name]) => !name.startsWith('_'))
    .map(([name, value]) => [name, shownOf(value)]);
}

function shownOf(value: unknown): Shown {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return value;
  if (Array.isArray(value))
    return value.every((one) => typeof one === 'string')
      ? value.length === 0
        ? null
        : value.join(', ')
      : { count: value.length };
  if (typeof value === 'object') {
    const texts = Object.values(value).filter((one) => one !== null && one !== '');
    return texts.length === 0
      ? null
      : texts.every((one) => typeof one !== 'object')
        ? texts.join(', ')
        : { count: texts.length };
  }
  return String(value);
}
