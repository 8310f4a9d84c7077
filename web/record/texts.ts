// All texts of a record by key, laid out when they are first needed and then kept. Pure but for that memory.
import type { ContentRemark } from '../../src/records/audit-record.js';
import { remarkOf, type Story } from './story.js';
import { type Laid, type Line, laidOut, rawLines, textOfLine, withRedactions } from './tokens.js';

/** `request`, `answer`, `extra`, and `south:3` for a message. */
export type TextKey = string;

export interface RecordText {
  readonly key: TextKey;
  readonly text: string;
  readonly remark: ContentRemark | undefined;
  /** Media type or format, as the record names it. */
  readonly named: string;
}

export interface Texts {
  readonly all: readonly RecordText[];
  get(key: TextKey): RecordText | undefined;
  /** As it is shown. */
  laid(key: TextKey, isRaw: boolean): Laid;
  /** The same, as plain lines, for the search. */
  lines(key: TextKey, isRaw: boolean): readonly string[];
}

/** The key of a message. */
export const southKey = (at: number): TextKey => `south:${at}`;

/** Place of the message that a key names; undefined for any other text. */
export function messageAt(key: TextKey): number | undefined {
  const [, at] = /^south:(\d+)$/.exec(key) ?? [];
  return at === undefined ? undefined : Number(at);
}

/** Whether the record says that no body was sent: APIO writes an empty object then. */
export const hasNoRequest = ({ record }: Story): boolean =>
  record.request_data === '{}' && record.request_payload === 'application/octet-stream';

/** The texts of a record. */
export function textsOf(story: Story): Texts {
  const { record, messages } = story;
  const one = (key: TextKey, of: string, text: string, named: string): RecordText => ({
    key,
    text,
    remark: remarkOf(story, of),
    named,
  });
  const all = [
    one(
      'request',
      'request_data',
      hasNoRequest(story) ? '' : record.request_data,
      record.request_payload,
    ),
    one('answer', 'answer_data', record.answer_data, record.answer_payload),
    ...messages.map(({ content, format }, at) =>
      one(southKey(at), `south_data[${at}]`, content, format),
    ),
    one('extra', 'extra_data', record.extra_data ?? '', 'application/json'),
  ];
  const byKey = new Map(all.map((text) => [text.key, text]));
  const laid = new Map<string, Laid>();
  const lines = new Map<string, readonly string[]>();
  const layOut = (key: TextKey, isRaw: boolean): Laid => {
    const text = byKey.get(key);
    return text === undefined ? nothing : laidText(text, isRaw);
  };
  const kept =
    <Value>(from: Map<string, Value>, make: (key: TextKey, isRaw: boolean) => Value) =>
    (key: TextKey, isRaw: boolean): Value => {
      const name = `${key} ${isRaw}`;
      const value = from.get(name) ?? make(key, isRaw);
      from.set(name, value);
      return value;
    };
  const laidOnce = kept(laid, layOut);
  return {
    all,
    get: (key) => byKey.get(key),
    laid: laidOnce,
    lines: kept(lines, (key, isRaw) => laidOnce(key, isRaw).lines.map(textOfLine)),
  };
}

const nothing: Laid = { form: 'text', state: 'asIs', lines: [] };

function laidText({ text, remark, named }: RecordText, isRaw: boolean): Laid {
  if (text === '') return nothing;
  const isCoded = remark?.encoding === 'base64';
  const laid: Laid =
    isRaw || isCoded
      ? { form: 'text', state: 'asIs', lines: rawLines(text) }
      : laidOut(text, named);
  // Only where something was taken out: the same words may have been typed by anybody.
  const lines: readonly Line[] =
    (remark?.redactions ?? 0) > 0 ? withRedactions(laid.lines) : laid.lines;
  return { ...laid, lines };
}
