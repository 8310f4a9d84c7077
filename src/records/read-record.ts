// Puts the entries of a record together again, to the record that is shown. What was cut, not kept or erased is said.
import { isUtf8 } from 'node:buffer';
import { Fault } from '../fault.js';
import type { Facts, StoreReader } from '../ledger/index.js';
import type {
  AuditRecord,
  Claims,
  ContentRemark,
  ExtraData,
  SouthMessage,
} from './audit-record.js';
import { type OpenedEntry, type OpenedPart, openEntry } from './read-entries.js';
import type { MessageNote } from './south-log.js';
import { claimsIn } from './told.js';

/** Form of a record's id; whatever else is asked for is simply not there. */
const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{1,12}\.\d{1,30}$/;

/** Whether a text has the form of a record's id: `uuid-seconds.fraction`. */
export const isRecordId = (text: string): boolean => idForm.test(text);

/** Reads a record; undefined when there is none. Throws `LEDGER_INVALID` when it is not as it was entered. */
export async function readRecord(
  reader: StoreReader,
  id: string,
): Promise<AuditRecord | undefined> {
  if (!idForm.test(id)) return undefined;
  const entries = (await reader.entriesOf(id)).map((entry) => openEntry(entry));
  return entries.length === 0 ? undefined : recordOf(id, entries);
}

function recordOf(id: string, entries: readonly OpenedEntry[]): AuditRecord {
  const facts: Facts = Object.assign({}, ...entries.map(({ header }) => header.facts));
  const text = (name: string) => (typeof facts[name] === 'string' ? (facts[name] as string) : '');
  const remarks: ContentRemark[] = [];
  const subject = (kind: string, of: string) => {
    const values = entries.flatMap(({ subjects }) =>
      subjects.has(kind) ? [subjects.get(kind)] : [],
    );
    if (values.length > 0 && values.every((value) => value === undefined))
      remarks.push({ of, state: 'erased' });
    return values.findLast((value) => value !== undefined) ?? '';
  };
  const parts = entries.flatMap((entry) => entry.parts);
  const body = (name: 'request' | 'answer') => {
    const part = parts.find(({ head }) => head.name === name);
    if (part === undefined) return undefined;
    const redactions = Number(facts[`${name}Redactions`] ?? 0);
    return contentOf(part, `${name}_data`, remarks, redactions === 0 ? {} : { redactions });
  };
  const record = {
    internal_id: id,
    end_point_name: text('endPointName'),
    end_point_full_url: subject('url', 'end_point_full_url'),
    http_method: text('method'),
    impacted_tenant_id: subject('tenant', 'impacted_tenant_id'),
    impacted_group_id: subject('group', 'impacted_group_id'),
    impacted_user_id: subject('user', 'impacted_user_id'),
    impacted_specific_id: subject('instance', 'impacted_specific_id'),
    author_id: subject('author', 'author_id'),
    author_role: text('role'),
    request_time: text('requestTime'),
    // As APIO writes it when there is no body.
    request_data: body('request') ?? '{}',
    request_payload: text('requestType') || 'application/octet-stream',
    status_code: typeof facts.status === 'number' ? facts.status : null,
    answer_time: text('answerTime'),
    answer_data: body('answer') ?? '',
    answer_payload: text('answerType'),
  };
  const south_data = southData(entries, facts, remarks);
  const claimed = claimsIn(entries, remarks)?.claims;
  return { ...record, extra_data: extraData(facts, claimed, remarks), south_data };
}

function extraData(
  facts: Facts,
  claimed: Claims | undefined,
  remarks: readonly ContentRemark[],
): string | null {
  const extra: ExtraData = {
    ...outcomeBeside(facts),
    ...(claimed === undefined ? {} : { claimed }),
    ...(remarks.length === 0 ? {} : { notes: remarks }),
  };
  return Object.keys(extra).length === 0 ? null : JSON.stringify(extra);
}

/** What the status does not tell: an outcome that is not known, and a refusal inside a success. */
function outcomeBeside({ outcome, status }: Facts): Pick<ExtraData, 'outcome'> {
  if (outcome === 'unknown') return { outcome };
  const isPlain = typeof status === 'number' && status >= 400 && status < 500;
  return outcome === 'refused' && !isPlain ? { outcome } : {};
}

function southData(
  entries: readonly OpenedEntry[],
  facts: Facts,
  remarks: ContentRemark[],
): string {
  const messages: SouthMessage[] = [];
  let isThere = facts.south === 1;
  for (const { parts } of entries) {
    const list = parts.find(({ head }) => head.name === 'south');
    if (list === undefined) continue;
    isThere = true;
    if (list.opening.state !== 'kept') {
      remarks.push({ of: 'south_data', state: 'erased' });
      continue;
    }
    const notes = notesIn(Buffer.from(list.opening.bytes).toString('utf8'));
    const contents = new Map(parts.map((part) => [part.head.name, part]));
    for (const note of notes) messages.push(messageOf(note, contents, messages.length, remarks));
  }
  // Those of an orderly end are counted. A process that died took with it what had not been entered yet.
  if (facts.outcome === 'unknown' && typeof facts.messages !== 'number')
    remarks.push({ of: 'south_data', state: 'lost' });
  return isThere ? JSON.stringify(messages) : '';
}

function notesIn(text: string): MessageNote[] {
  try {
    const notes = JSON.parse(text) as MessageNote[];
    if (notes.every((note) => typeof note.id === 'string')) return notes;
  } catch {
    // Not passed on as the cause: its message quotes the text.
  }
  throw new Fault('LEDGER_INVALID', 'what a record says of its messages cannot be read');
}

function messageOf(
  note: MessageNote,
  contents: ReadonlyMap<string, OpenedPart>,
  at: number,
  remarks: ContentRemark[],
): SouthMessage {
  const part = note.part === undefined ? undefined : contents.get(note.part);
  const { redactions, covers, commands } = note;
  // What was asked is in the content, as long as that is there.
  const isWhole = part?.opening.state === 'kept' && part.head.kept === undefined;
  const said = {
    ...(redactions === undefined ? {} : { redactions }),
    ...(covers === undefined ? {} : { covers }),
    ...(isWhole || !commands?.length ? {} : { commands }),
  };
  const content = part === undefined ? '' : contentOf(part, `south_data[${at}]`, remarks, said);
  const { timestamp, id, type, protocol, format, vendorType, action, method, endpoint } = note;
  const { status_code } = note;
  // Of OCI-P and XSI the seed gives these members to no message.
  const isRest = protocol !== 'BS-OCI' && protocol !== 'BS-XSI';
  return {
    timestamp,
    id,
    type,
    protocol,
    content,
    format,
    ...(isRest && vendorType !== undefined ? { vendorType } : {}),
    ...(isRest && action !== undefined ? { action } : {}),
    ...(isRest && method !== undefined ? { method } : {}),
    ...(isRest && endpoint !== undefined ? { endpoint } : {}),
    ...(isRest && status_code !== undefined ? { status_code } : {}),
  };
}

/** The content of a part as text; notes what is not there as it was. */
function contentOf(
  { head, opening }: OpenedPart,
  of: string,
  remarks: ContentRemark[],
  said: Partial<ContentRemark>,
): string {
  const facts = { length: head.length, commitment: head.hash, ...said };
  if (opening.state !== 'kept') {
    remarks.push({ of, state: opening.state, ...facts });
    return '';
  }
  const bytes = Buffer.from(opening.bytes);
  const text = textOf(bytes, head.type);
  const coded = text === undefined ? ({ encoding: 'base64' } as const) : {};
  const isCut = head.kept !== undefined;
  if (isCut) remarks.push({ of, state: 'cut', ...facts, kept: head.kept as number, ...coded });
  else if (text === undefined || said.redactions !== undefined)
    remarks.push({ of, state: 'kept', ...facts, ...coded });
  return text ?? bytes.toString('base64');
}

/** Undefined when the bytes are no text. */
function textOf(bytes: Buffer, type: string): string | undefined {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (!/xml|json|text|charset|form/i.test(type)) return undefined;
  const head = bytes.toString('latin1', 0, 200);
  const said =
    /encoding\s{0,5}=\s{0,5}["']([\w.:-]{1,40})/.exec(head) ??
    /charset="?([\w.:-]{1,40})/i.exec(type);
  try {
    return new TextDecoder(said?.[1] ?? 'latin1').decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
