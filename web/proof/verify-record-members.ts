// What proven entries say of each member of their audit record, and of each message; docs/audit-records.md tells where it
// stands. Of what the file does not hold an honest record shows what it shows of what was erased: nothing, and it says so.
import { base64Of } from '../../src/ledger/format/base64.js';
import type { Opening } from '../../src/ledger/format/layout.js';
import type { ProvenEntry } from '../../src/ledger/verify/proof-file-rules.js';

/** `missing`: erased, or withheld from the file. `notKept`: by policy. `cut`: only the start was kept. */
export interface ProvenMember {
  /** As the record must show it, whatever the reason. */
  readonly value: string | number | null;
  readonly why?: 'missing' | 'notKept' | 'cut';
}

export interface ProvenMessage {
  /** All that is said of it but its content. */
  readonly said: Readonly<Record<string, unknown>>;
  readonly content: ProvenMember;
}

export interface ProvenRecord {
  /** All but `south_data`. */
  readonly members: ReadonlyMap<string, ProvenMember>;
  readonly messages: {
    readonly list: readonly ProvenMessage[];
    /** They were to be recorded. */
    readonly isThere: boolean;
    /** Not all messages are in the file. */
    readonly isMissing: boolean;
  };
}

interface PartHead {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly hash: string;
  readonly kept?: number;
}

interface Part {
  readonly head: PartHead;
  readonly opening: Opening;
}

interface Entry {
  readonly record: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
  readonly subjects: readonly { readonly kind: string; readonly opening: Opening }[];
  readonly parts: readonly Part[];
}

/** What is noted of a content in `extra_data`. */
type Remark = Readonly<Record<string, unknown>>;

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
const missing: ProvenMember = { value: '', why: 'missing' };

/** What the entries prove, all of which must have been proven. */
export function provenRecord(proven: readonly ProvenEntry[]): ProvenRecord {
  const entries = proven.map(entryOf);
  const facts: Entry['facts'] = Object.assign({}, ...entries.map((entry) => entry.facts));
  const remarks: Remark[] = [];
  const text = (name: string): ProvenMember => ({
    value: typeof facts[name] === 'string' ? facts[name] : '',
  });
  const subject = (kind: string, of: string) => subjectOf(entries, kind, of, remarks);
  const body = (name: 'request' | 'answer', none: string): ProvenMember => {
    const part = entries.flatMap(({ parts }) => parts).find(({ head }) => head.name === name);
    if (part === undefined) return { value: none };
    const redactions = Number(facts[`${name}Redactions`] ?? 0);
    return contentOf(part, `${name}_data`, remarks, redactions === 0 ? {} : { redactions });
  };
  const members = new Map<string, ProvenMember>([
    ['internal_id', { value: entries[0]?.record ?? '' }],
    ['end_point_name', text('endPointName')],
    ['end_point_full_url', subject('url', 'end_point_full_url')],
    ['http_method', text('method')],
    ['impacted_tenant_id', subject('tenant', 'impacted_tenant_id')],
    ['impacted_group_id', subject('group', 'impacted_group_id')],
    ['impacted_user_id', subject('user', 'impacted_user_id')],
    ['impacted_specific_id', subject('instance', 'impacted_specific_id')],
    ['author_id', subject('author', 'author_id')],
    ['author_role', text('role')],
    ['request_time', text('requestTime')],
    ['request_data', body('request', '{}')],
    ['request_payload', { value: text('requestType').value || 'application/octet-stream' }],
    ['status_code', { value: typeof facts.status === 'number' ? facts.status : null }],
    ['answer_time', text('answerTime')],
    ['answer_data', body('answer', '')],
    ['answer_payload', text('answerType')],
  ]);
  const messages = messagesOf(entries, facts, remarks);
  const contents = [...members.values(), ...messages.list.map(({ content }) => content)];
  const isWhole = !messages.isMissing && !contents.some(({ why }) => why === 'missing');
  members.set('extra_data', extraOf(entries, facts, remarks, isWhole));
  return { members, messages };
}

function entryOf({ header, openings }: ProvenEntry): Entry {
  const { record, facts, subjects, parts } = JSON.parse(header) as {
    readonly record: string;
    readonly facts: Entry['facts'];
    readonly subjects: readonly { readonly kind: string }[];
    readonly parts: readonly PartHead[];
  };
  return {
    record,
    facts,
    subjects: subjects.map(({ kind }, at) => ({ kind, opening: openings[at]! })),
    parts: parts.map((head, at) => ({ head, opening: openings[subjects.length + at]! })),
  };
}

/** Later entries win. Where one of them is not in the file, nobody knows whether what is left is what stood last. */
function subjectOf(
  entries: readonly Entry[],
  kind: string,
  of: string,
  remarks: Remark[],
): ProvenMember {
  const all = entries.flatMap(({ subjects }) =>
    subjects.filter((one) => one.kind === kind).slice(-1),
  );
  const kept = all.flatMap(({ opening }) => (opening.state === 'kept' ? [opening.bytes] : []));
  if (all.length > 0 && kept.length === 0) remarks.push({ of, state: 'erased' });
  const last = kept.at(-1);
  const value = last === undefined ? '' : lenient.decode(last);
  return all.at(-1)?.opening.state === 'erased' ? { value, why: 'missing' } : { value };
}

function messagesOf(
  entries: readonly Entry[],
  facts: Entry['facts'],
  remarks: Remark[],
): ProvenRecord['messages'] {
  const list: ProvenMessage[] = [];
  let [isThere, isMissing] = [facts.south === 1, false];
  for (const { parts } of entries) {
    const notes = parts.find(({ head }) => head.name === 'south');
    if (notes === undefined) continue;
    isThere = true;
    const said = notesIn(notes.opening);
    if (said === undefined) {
      isMissing = true;
      remarks.push({ of: 'south_data', state: 'erased' });
    }
    for (const note of said ?? []) list.push(messageOf(note, parts, list.length, remarks));
  }
  if (facts.outcome === 'unknown' && typeof facts.messages !== 'number')
    remarks.push({ of: 'south_data', state: 'lost' });
  // An entry on the way may have been left out of the file; the last one counts the messages of all.
  const isShort = typeof facts.messages === 'number' && facts.messages !== list.length;
  return { list, isThere, isMissing: isMissing || isShort };
}

function notesIn(opening: Opening): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (opening.state !== 'kept') return undefined;
  try {
    const notes: unknown = JSON.parse(lenient.decode(opening.bytes));
    const isNote = (note: unknown) => typeof note === 'object' && note !== null;
    return Array.isArray(notes) && notes.every(isNote)
      ? (notes as Readonly<Record<string, unknown>>[])
      : undefined;
  } catch {
    return undefined;
  }
}

const always = ['timestamp', 'id', 'type', 'protocol', 'format'];
/** Of OCI-P and XSI these are not shown. */
const ofRest = ['vendorType', 'action', 'method', 'endpoint', 'status_code'];

function messageOf(
  note: Readonly<Record<string, unknown>>,
  parts: readonly Part[],
  at: number,
  remarks: Remark[],
): ProvenMessage {
  const isRest = note.protocol !== 'BS-OCI' && note.protocol !== 'BS-XSI';
  const names = [...always, ...(isRest ? ofRest : [])].filter((name) => note[name] !== undefined);
  const said = Object.fromEntries(names.map((name) => [name, note[name]]));
  // The last one of that name.
  const part = parts.findLast(({ head }) => note.part !== undefined && head.name === note.part);
  if (part === undefined) return { said, content: { value: '' } };
  const { redactions, covers, commands } = note;
  const isWhole = part.opening.state === 'kept' && part.head.kept === undefined;
  const isNamed = !isWhole && Array.isArray(commands) && commands.length > 0;
  const noted = {
    ...(redactions !== undefined && { redactions }),
    ...(covers !== undefined && { covers }),
    ...(isNamed && { commands }),
  };
  return { said, content: contentOf(part, `south_data[${at}]`, remarks, noted) };
}

function contentOf(
  { head, opening }: Part,
  of: string,
  remarks: Remark[],
  noted: Remark,
): ProvenMember {
  const facts = { length: head.length, commitment: head.hash, ...noted };
  if (opening.state === 'erased') {
    remarks.push({ of, state: 'erased', ...facts });
    return missing;
  }
  if (opening.state === 'notKept') {
    remarks.push({ of, state: 'notKept', ...facts });
    return { value: '', why: 'notKept' };
  }
  const text = textIn(opening.bytes, head.type);
  const coded = text === undefined ? { encoding: 'base64' } : {};
  const isCut = head.kept !== undefined;
  if (isCut) remarks.push({ of, state: 'cut', ...facts, kept: head.kept, ...coded });
  else if (text === undefined || noted.redactions !== undefined)
    remarks.push({ of, state: 'kept', ...facts, ...coded });
  return { value: text ?? base64Of(opening.bytes), ...(isCut && { why: 'cut' }) };
}

/** Undefined when the bytes are no text. */
function textIn(bytes: Uint8Array, type: string): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    if (!/xml|json|text|charset|form/i.test(type)) return undefined;
  }
  const head = latin1(bytes.subarray(0, 200));
  const said =
    /encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})/.exec(head) ??
    /charset="?([\w.:-]{1,40})/i.exec(type);
  try {
    return new TextDecoder(said?.[1] ?? 'latin1').decode(bytes);
  } catch {
    return latin1(bytes);
  }
}

const latin1 = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

function extraOf(
  entries: readonly Entry[],
  facts: Entry['facts'],
  remarks: readonly Remark[],
  isWhole: boolean,
): ProvenMember {
  const part = entries.flatMap(({ parts }) => parts).find(({ head }) => head.name === 'claims');
  const claimed = part === undefined ? undefined : claimsIn(part.opening);
  const isGone = part !== undefined && claimed === undefined;
  const notes = isGone ? [...remarks, { of: 'claimed', state: 'erased' }] : remarks;
  const extra = {
    ...outcomeBeside(facts),
    ...(claimed !== undefined && { claimed }),
    ...(notes.length > 0 && { notes }),
  };
  const value = Object.keys(extra).length === 0 ? null : JSON.stringify(extra);
  return isWhole && !isGone ? { value } : { value, why: 'missing' };
}

/** What the status does not tell. */
function outcomeBeside({ outcome, status }: Entry['facts']) {
  if (outcome === 'unknown') return { outcome };
  const isPlain = typeof status === 'number' && status >= 400 && status < 500;
  return outcome === 'refused' && !isPlain ? { outcome } : {};
}

function claimsIn(opening: Opening): unknown {
  if (opening.state !== 'kept') return undefined;
  try {
    return (JSON.parse(lenient.decode(opening.bytes)) as { readonly claims?: unknown }).claims;
  } catch {
    return undefined;
  }
}
