// One audit record as the page reads it: the texts inside are taken apart once, and whatever cannot be read is said to be so.
// Pure; throws nothing.
import type {
  AuditRecord,
  Claims,
  ContentRemark,
  SouthMessage,
} from '../../src/records/audit-record.js';

export type Outcome = 'open' | 'succeeded' | 'partial' | 'refused' | 'failed' | 'unknown';

/** What is known of the messages: `notRecorded` also where the caller may not see them. `lost`: with the process. `open`: not told before the end. */
export type South = 'messages' | 'none' | 'notRecorded' | 'erased' | 'lost' | 'open' | 'unreadable';

export interface Story {
  readonly record: AuditRecord;
  readonly outcome: Outcome;
  /** Who made the call; of a record that was handed over, who is said to have made it. */
  readonly authorId: string;
  /** When it began: likewise. */
  readonly requestTime: string;
  /** Undefined as long as there is no answer. */
  readonly durationMs: number | undefined;
  /** Seconds since 1970; undefined when the time cannot be read. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly south: South;
  readonly messages: readonly SouthMessage[];
  readonly remarks: readonly ContentRemark[];
  /** Of a record that was handed over by another portal. */
  readonly claimed: Claims | undefined;
  /** `extra_data` is there and is not what it should be. */
  readonly isExtraUnreadable: boolean;
}

/** Takes a record apart. */
export function storyOf(record: AuditRecord): Story {
  const extra = extraOf(record.extra_data);
  const { claimed } = extra;
  const outcome = outcomeOf(record, extra.outcome);
  // The record of one that was handed over says when it was taken, not when it happened.
  const requestTime = claimed?.request_time ?? record.request_time;
  const startedAt =
    claimed === undefined ? secondsOf(requestTime) : secondsOf(claimed.request_time);
  const endedAt =
    claimed === undefined ? secondsOf(record.answer_time) : secondsOf(claimed.answer_time);
  const messages = messagesOf(record.south_data);
  const said = extra.remarks.flatMap(({ of, state }) => (of === 'south_data' ? [state] : []));
  return {
    record,
    outcome,
    authorId: claimed?.author_id ?? record.author_id,
    requestTime,
    durationMs:
      startedAt === undefined || endedAt === undefined
        ? undefined
        : Math.max(0, (endedAt - startedAt) * 1000),
    startedAt,
    endedAt,
    south: southOf(record.south_data, messages, said, outcome === 'open'),
    messages: messages ?? [],
    remarks: extra.remarks,
    claimed,
    isExtraUnreadable: extra.isUnreadable,
  };
}

/** What is said of one text of the record: `request_data`, `answer_data`, `south_data[3]`, a member. */
export const remarkOf = ({ remarks }: Story, of: string): ContentRemark | undefined =>
  remarks.find((one) => one.of === of);

/** Names of the commands of a message whose content is not there; none when it is, or nothing is said. */
export function commandsAt(story: Story, at: number): readonly string[] {
  const commands: unknown = remarkOf(story, `south_data[${at}]`)?.commands;
  return Array.isArray(commands) && commands.every((one) => typeof one === 'string')
    ? commands
    : [];
}

/** `said`: in `extra_data`, where the status does not tell it. */
function outcomeOf({ status_code: status, answer_time }: AuditRecord, said: unknown): Outcome {
  if (said === 'unknown' || said === 'refused') return said;
  if (status === null && answer_time === '') return 'open';
  if (status === 207) return 'partial';
  if (status !== null && status >= 200 && status < 300) return 'succeeded';
  return status !== null && status >= 400 && status < 500 ? 'refused' : 'failed';
}

function southOf(
  text: string,
  messages: readonly SouthMessage[] | undefined,
  said: readonly ContentRemark['state'][],
  isOpen: boolean,
): South {
  if (messages === undefined && text !== '') return 'unreadable';
  if (messages !== undefined && messages.length > 0) return 'messages';
  if (said.includes('erased')) return 'erased';
  if (said.includes('lost')) return 'lost';
  if (isOpen) return 'open';
  return messages === undefined ? 'notRecorded' : 'none';
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined when the text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function extraOf(text: string | null) {
  const value = text === null ? {} : parsed(text);
  const extra = isObject(value) ? value : {};
  const remarks = Array.isArray(extra.notes)
    ? extra.notes.filter(
        (note) => isObject(note) && typeof note.of === 'string' && typeof note.state === 'string',
      )
    : [];
  return {
    isUnreadable: !isObject(value),
    outcome: extra.outcome,
    remarks: remarks as readonly ContentRemark[],
    claimed: isObject(extra.claimed) ? claimsIn(extra.claimed) : undefined,
  };
}

const claimable = [
  'author_id',
  'author_role',
  'request_time',
  'answer_time',
  'extra_data',
] as const;

const claimsIn = (told: Readonly<Record<string, unknown>>): Claims =>
  Object.fromEntries(
    claimable.flatMap((name) => (typeof told[name] === 'string' ? [[name, told[name]]] : [])),
  );

function messagesOf(text: string): readonly SouthMessage[] | undefined {
  const value = text === '' ? undefined : parsed(text);
  return Array.isArray(value) ? value.map(messageOf) : undefined;
}

const optional = ['vendorType', 'action', 'method', 'endpoint', 'status_code'] as const;

/** Every member a text, whatever came: a record of another portal may hold numbers, or nothing. */
function messageOf(value: unknown): SouthMessage {
  const from = isObject(value) ? value : {};
  const text = (name: string) => textOf(from[name]) ?? '';
  const more = optional.flatMap((name) => {
    const found = textOf(from[name]);
    return found === undefined ? [] : [[name, found] as const];
  });
  return {
    timestamp: text('timestamp'),
    id: text('id'),
    type: text('type'),
    protocol: text('protocol'),
    content: text('content'),
    format: text('format'),
    ...Object.fromEntries(more),
  };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** ISO 8601 with up to nine digits behind the second; seconds since 1970. */
export function secondsOf(iso = ''): number | undefined {
  const [, head, fraction = '', zone] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(iso) ?? [];
  const whole = Date.parse(`${head}${zone}`) / 1000;
  return Number.isNaN(whole) ? undefined : whole + Number(`0.${fraction || '0'}`);
}

/** Why it was refused or failed: the words of the answer, the switch's where it said any. Undefined when there are none. */
export function wordsOfAnswer({ record }: Story): { code: string; words: string } | undefined {
  const body = parsed(record.answer_data);
  if (!isObject(body)) return undefined;
  // As the proxy writes it.
  if (typeof body.code === 'string' && typeof body.message === 'string' && body.message !== '')
    return { code: body.code, words: body.message };
  if (!Array.isArray(body.errors)) return undefined;
  const [first] = body.errors as unknown[];
  if (!isObject(first)) return undefined;
  const details = isObject(first.details) ? first.details : {};
  const words = [details.reason, details.summary, first.message].find(
    (one) => typeof one === 'string' && one !== '',
  );
  if (typeof words !== 'string') return undefined;
  return { code: typeof first.message === 'string' ? first.message : '', words };
}
