// Writes reply documents the way captures of real servers look: attribute order, prefixes, line ends, ISO-8859-1
// bytes. Written apart from the client's writer on purpose, so that the two cannot share a mistake.
import type { Element, OciCommand } from '../../ocip/index.js';
import type { Answer, Content, Row, TableContent } from '../answers/answer.js';

/** One answer and the echo of its request. */
export interface Answered {
  readonly echo: string;
  readonly answer: Answer;
}

/** A document before it is written. */
export interface Reply {
  readonly sessionId: string | undefined;
  readonly answers: readonly Answered[];
}

/** How a document is spelt; faults change it. */
export interface Style {
  readonly declared: 'ISO-8859-1' | 'UTF-8';
  readonly sent: 'latin1' | 'utf8';
  readonly before: string;
  readonly lineEnd: string;
  /** Prefixes as an XML library would choose them, in place of those of real captures. */
  readonly isPrefixed: boolean;
}

export const plainStyle: Style = {
  declared: 'ISO-8859-1',
  sent: 'latin1',
  before: '',
  lineEnd: '\n',
  isPrefixed: false,
};

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The names and attributes that differ between spellings. */
interface Names {
  readonly open: string;
  readonly close: string;
  readonly xsi: string;
  readonly unqualified: string;
  readonly core: (type: string) => string;
}

/** What writing needs besides the content. */
interface Writing extends Pick<Names, 'xsi' | 'unqualified' | 'core'> {
  readonly written: WrittenTables | undefined;
}

const usual: Names = {
  open: `<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="${instance}">`,
  close: '</BroadsoftDocument>',
  xsi: 'xsi',
  unqualified: ' xmlns=""',
  core: (type) => `xsi:type="c:${type}" xmlns:c="C"`,
};

const prefixed: Names = {
  open: `<ns0:BroadsoftDocument xmlns:ns0="C" xmlns:i="${instance}" protocol="OCI">`,
  close: '</ns0:BroadsoftDocument>',
  xsi: 'i',
  unqualified: '',
  core: (type) => `i:type="ns0:${type}"`,
};

const namesOf = (style: Style) => (style.isPrefixed ? prefixed : usual);

/** The whole document as bytes, with declaration and line feed after the end. */
export function writeReply(
  reply: Reply,
  style: Style = plainStyle,
  written: WrittenTables = new WeakMap(),
): Buffer {
  const { xsi, unqualified, core } = namesOf(style);
  // What was written for ISO-8859-1 is no good for UTF-8, which only a fault asks for.
  const inLatin1 = style.sent === 'latin1';
  const safe = inLatin1 ? escapeLatin1 : escapeMarkup;
  const names = { xsi, unqualified, core, written: inLatin1 ? written : undefined };
  const commands = reply.answers.map(({ echo, answer }) => writeAnswer(answer, echo, names, safe));
  return documentBytes(reply.sessionId, commands.join(''), style);
}

/** The document by which a server ends a session of its own accord. */
export function writeLogout(
  sessionId: string | undefined,
  userId: string,
  style: Style = plainStyle,
): Buffer {
  const { xsi, unqualified } = namesOf(style);
  const inside = `<userId>${escapeLatin1(userId)}</userId><reason>Open Client Server Forced Logout</reason>`;
  const command = `<command ${xsi}:type="LogoutRequest"${unqualified}>${inside}</command>`;
  return documentBytes(sessionId, command, style);
}

function documentBytes(sessionId: string | undefined, commands: string, style: Style): Buffer {
  const { open, close, unqualified } = namesOf(style);
  const id =
    sessionId === undefined
      ? ''
      : `<sessionId${unqualified}>${escapeLatin1(sessionId)}</sessionId>`;
  const declaration = `<?xml version="1.0" encoding="${style.declared}"?>`;
  const text = `${style.before}${declaration}${style.lineEnd}${open}${id}${commands}${close}${style.lineEnd}`;
  return Buffer.from(text, style.sent);
}

type Escape = (text: string) => string;

/** Large tables as they were written last, by their rows; rows that did not change are not written again. */
export type WrittenTables = WeakMap<readonly Row[], string>;

/** Fewer rows are written faster than looked up and kept. */
const fewRows = 500;

function writeAnswer(answer: Answer, echo: string, names: Writing, safe: Escape): string {
  const { unqualified, core, xsi } = names;
  const said = `echo="${safe(echo).replaceAll('"', '&quot;')}"`;
  if (answer.kind === 'success')
    return `<command ${said} ${core('SuccessResponse')}${unqualified}/>`;
  if (answer.kind === 'data') {
    const inside = answer.content.map((one) => writeContent(one, names, safe)).join('');
    const start = `command ${said} ${xsi}:type="${answer.type}"${unqualified}`;
    return inside === '' ? `<${start}/>` : `<${start}>${inside}</command>`;
  }
  const summary = safe(answer.summary);
  const detail =
    answer.detail === undefined ? '' : `<detail>${writeDetail(answer.detail, safe)}</detail>`;
  return `<command type="Error" ${said} ${core('ErrorResponse')}${unqualified}><summary>${summary}</summary><summaryEnglish>${summary}</summaryEnglish>${detail}</command>`;
}

/** A detail that repeats a request is CDATA on real servers; CDATA knows no numeric references. */
function writeDetail(detail: string, safe: Escape): string {
  const fits = /^[\x20-\x7e\n\xa0-\xff]*$/.test(detail);
  if (!detail.includes('<') || !fits) return safe(detail);
  return `<![CDATA[${detail.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function writeContent(content: Content, names: Writing, safe: Escape): string {
  const { name, type, text, children, table } = content;
  if (table !== undefined) return `<${name}>${writeTable(table, safe, names.written)}</${name}>`;
  const start = type === undefined ? name : `${name} ${names.xsi}:type="${type}"`;
  const inside =
    children === undefined
      ? safe(text ?? '')
      : children.map((child) => writeContent(child, names, safe)).join('');
  return inside === '' ? `<${start}/>` : `<${start}>${inside}</${name}>`;
}

function writeTable(
  { headings, rows }: TableContent,
  safe: Escape,
  written: WrittenTables | undefined,
): string {
  const head = headings.map((heading) => `<colHeading>${safe(heading)}</colHeading>`).join('');
  const kept = written?.get(rows);
  if (kept !== undefined) return head + kept;
  const body = rows.map((row) => {
    const cells = row.every(isPlain) ? row : row.map(safe);
    // Joining makes one flat text; adding cell to cell would make a tree of them, far slower.
    return `<row><col>${cells.join('</col><col>')}</col></row>`.replaceAll('<col></col>', '<col/>');
  });
  const text = body.join('');
  if (rows.length >= fewRows) written?.set(rows, text);
  return head + text;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot carry at all; a world file may hold it by mistake. */
const impossible = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const markup = /[&<>]/g;
const beyondLatin1 = /[\x7f-\x9f]|[^\0-\xff]/gu;

/** Whether a text can go as it is; nearly all do, and a table has a million of them. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || (code > 0x7e && code < 0xa0) || code > 0xff) return false;
    if (code === 0x26 || code === 0x3c || code === 0x3e) return false;
  }
  return true;
}

/** Text for ISO-8859-1: what the set lacks becomes a numeric reference. */
function escapeLatin1(text: string): string {
  if (isPlain(text)) return text;
  return escapeMarkup(text).replace(beyondLatin1, (letter) => `&#${letter.codePointAt(0)};`);
}

function escapeMarkup(text: string): string {
  return text.replace(impossible, '?').replace(markup, (sign) => entities[sign] ?? sign);
}

/** A request as text again, for error details that repeat it. */
export function requestText(
  sessionId: string | undefined,
  commands: readonly OciCommand[],
): string {
  const body = commands.map(
    ({ type, elements }) =>
      `<command xsi:type="${escapeMarkup(type)}" xmlns="">${elements.map(elementText).join('')}</command>`,
  );
  const id =
    sessionId === undefined ? '' : `<sessionId xmlns="">${escapeMarkup(sessionId)}</sessionId>`;
  return `${usual.open}${id}${body.join('')}${usual.close}`;
}

function elementText({ name, nil, text, children }: Element): string {
  if (nil) return `<${name} xsi:nil="true"/>`;
  const inside = children.length > 0 ? children.map(elementText).join('') : escapeMarkup(text);
  return `<${name}>${inside}</${name}>`;
}
