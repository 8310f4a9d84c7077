// The messages to network elements of a record that another portal hands over: JSON text as the seed has it, or the list
// itself. Strict about what a message is; keeps words it does not know.
import type { SouthMessage } from '../records/index.js';

/** More than this find no room in one entry of the ledger. */
export const mostMessages = 250;

const types = ['request', 'answer', 'error'];
const protocols = ['BS-OCI', 'BS-XSI', 'BS-ODIN', 'TR', 'CR', 'PV'];
const printable = /^[^\x00-\x1f\x7f]*$/;

/** Form of each member; all are texts, and these are all there are. */
const members: Readonly<Record<string, { readonly form: RegExp; readonly most: number }>> = {
  timestamp: { form: /^\d{1,12}(?:\.\d{1,30})?$/, most: 50 },
  id: { form: /^[\x21-\x7e]+$/, most: 200 },
  type: { form: /^(?:request|answer|error)$/, most: 10 },
  protocol: { form: /^[\w-]+$/, most: 40 },
  content: { form: /^/, most: Number.POSITIVE_INFINITY },
  format: { form: /^(?:xml|json)$/i, most: 10 },
  vendorType: { form: printable, most: 60 },
  action: { form: printable, most: 60 },
  method: { form: /^[A-Za-z]*$/, most: 20 },
  endpoint: { form: printable, most: 4096 },
  status_code: { form: /^\d{0,3}$/, most: 3 },
};
const required = ['timestamp', 'id', 'type', 'protocol', 'content', 'format'];

/** The messages; undefined when none were recorded (an empty text, or nothing). A `wrong` says what does not fit. */
export function messagesIn(
  value: unknown,
): { readonly messages: readonly SouthMessage[] | undefined } | { readonly wrong: string } {
  if (value === undefined || value === null || value === '') return { messages: undefined };
  const list = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(list))
    return { wrong: 'south_data must be a list of messages, or such a list as JSON text' };
  if (list.length > mostMessages)
    return { wrong: `south_data has ${list.length} messages; at most ${mostMessages} are taken` };
  for (const [at, message] of list.entries()) {
    const why = wrongIn(message);
    if (why !== undefined) return { wrong: `south_data[${at}]: ${why}` };
  }
  return { messages: (list as SouthMessage[]).map(inOurWords) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wrongIn(message: unknown): string | undefined {
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return 'a message must be an object';
  for (const [name, value] of Object.entries(message)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member === undefined)
      return `there is no member ${name.slice(0, 60)}; known are ${Object.keys(members).join(', ')}`;
    if (typeof value !== 'string') return `${name} must be a text`;
    if (value.length > member.most || !member.form.test(value) || !value.isWellFormed())
      return name === 'type'
        ? `type must be one of ${types.join(', ')}`
        : `${name} has no such form`;
  }
  const missing = required.find((name) => !Object.hasOwn(message, name));
  return missing === undefined ? undefined : `${missing} is missing`;
}

/** The seed's words in its spelling, whatever the case; others as they are. */
function inOurWords(message: SouthMessage): SouthMessage {
  const protocol = protocols.find((one) => one === message.protocol.toUpperCase());
  return {
    ...message,
    protocol: protocol ?? message.protocol,
    format: message.format.toLowerCase(),
  };
}
