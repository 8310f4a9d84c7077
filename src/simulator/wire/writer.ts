// Writes reply documents the way captures of real servers look: attribute order, prefixes, line ends, ISO-8859-1
// bytes. Written apart from the client's writer on purpose, so that the two cannot share a mistake.
import type { Element, OciCommand } from '../../ocip/index.js';
import type { Answer, Content, TableContent } from '../answers/answer.js';

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
export function writeReply(reply: Reply, style: Style = plainStyle): Buffer {
  const names = namesOf(style);
  const safe = style.sent === 'utf8' ? escapeMarkup : escapeLatin1;
  const commands = reply.answers.map(({ echo, answer }) =>
    writeAnswer(answer, echo, names, safe),
  );
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

function writeAnswer(answer: Answer, echo: string, names: Names, safe: Escape): string {
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

function writeContent(content: Content, names: Names, safe: Escape): string {
  const { name, type, text, children, table } = content;
  if (table !== undefined) return `<${name}>${writeTable(table, safe)}</${name}>`;
  const start = type === undefined ? name : `${name} ${names.xsi}:type="${type}"`;
  const inside =
    children === undefined
      ? safe(text ?? '')
      : children.map((child) => writeContent(child, names, safe)).join('');
  return inside === '' ? `<${start}/>` : `<${start}>${inside}</${name}>`;
}

function writeTable({ headings, rows }: TableContent, safe: Escape): string {
  const parts = headings.map((heading) => `<colHeading>${safe(heading)}</colHeading>`);
  for (const row of rows) {
    let cells = '';
    for (const cell of row) cells += cell === '' ? '<col/>' : `<col>${safe(cell)}</col>`;
    parts.push(`<row>${cells}</row>`);
  }
  return parts.join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** What XML cannot carry at all; a world file may hold it by mistake. */
const impossible = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const markup = /[&<>]/g;
const plainText = /^[^&<>\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0100-\uffff]*$/;
const beyondLatin1 = /[\x7f-\x9f]|[^\0-\xff]/gu;

/** Text for ISO-8859-1: what the set lacks becomes a numeric reference. */
function escapeLatin1(text: string): string {
  if (plainText.test(text)) return text;
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
