// What a client asks with one document: its commands, whether they change anything, what they touch, and how a refusal of
// it must look. Pure.
import { Fault } from '../fault.js';
import {
  type Element,
  kindOfCommand,
  type OciCommand,
  type OciDocument,
  textOf,
} from '../ocip/index.js';
import { type Impact, sharedImpact } from '../records/index.js';

export interface AskedCommand {
  /** As it may be shown and kept in clear: a name, or `Unknown`. */
  readonly name: string;
  /** Whatever is not known to read is a change. */
  readonly kind: 'read' | 'session' | 'change';
  /** User id of a login, or of what is asked before one. Empty where there is none. */
  readonly tried?: string;
  readonly echo: string;
}

export interface AskedDocument {
  /** Undefined where the document has none. */
  readonly sessionId: string | undefined;
  readonly commands: readonly AskedCommand[];
  /** Names of the commands. */
  readonly names: readonly string[];
  /** The command that the record is called after: the first that changes something, else the first. */
  readonly chief: string;
  readonly changes: boolean;
  readonly impact: Impact;
  readonly charset: string;
  /** It answers a request of the server, and gets no answer. */
  readonly isReply: boolean;
}

const nameForm = /^[A-Z][A-Za-z0-9]{0,140}$/;
/** Only these; other commands about sessions make tokens or check passwords. */
const sessionForm = /^(?:AuthenticationRequest|LoginRequest[0-9A-Za-z]{0,20}|LogoutRequest)$/;
/** Sets whose first half is ASCII in every position, so that no two readers can see different markup. */
const charsetForm =
  /^(?:utf-?8|us-ascii|ascii|latin1|l1|iso[-_]?8859-\d{1,2}|windows-125\d|cp125\d)$/;
const replies: ReadonlySet<string> = new Set(['SuccessResponse', 'ErrorResponse']);

/** Throws `OCIP_MALFORMED` for a document that the switch and Muster might read differently, or that asks nothing. */
export function askedFrom(document: OciDocument): AskedDocument {
  const { commands, charset, charsetLied, sessionId } = document;
  if (commands.length === 0) throw malformed('the document holds no command');
  if (!charsetForm.test(charset))
    throw malformed('the document declares a character set that does not pass here');
  if (charsetLied) throw malformed('the document is not written in its character set');
  // Of two ids that differ in blanks nobody can tell whether they are one session there.
  if (sessionId !== undefined && (sessionId === '' || sessionId !== sessionId.trim()))
    throw malformed('its session id is blank, or has blanks around it');
  for (const { type, elements } of commands) {
    if (!nameForm.test(type)) throw malformed('a command has a type that is no name');
    if (sessionForm.test(type) && elements.filter(({ name }) => name === 'userId').length > 1)
      throw malformed(`${type} has two user ids`);
  }
  return askedOf(document);
}

/** The same of a document of the server, which nothing is refused of. */
export function toldFrom(document: OciDocument): AskedDocument {
  return { ...askedOf(document), changes: false };
}

/** The user id that is acted for behind this command, if it succeeds; undefined where it is no login. */
export function loginOf({ name, tried }: AskedCommand): string | undefined {
  return name === 'AuthenticationRequest' ? undefined : tried;
}

const malformed = (why: string) => new Fault('OCIP_MALFORMED', why);

function askedOf(document: OciDocument): AskedDocument {
  const isReply = document.commands.every(({ type }) => replies.has(type));
  const commands = document.commands.map(commandFrom);
  const change = commands.find(({ kind }) => kind === 'change');
  const chief = change ?? (commands[0] as AskedCommand);
  return {
    sessionId: document.sessionId?.trim(),
    commands,
    names: commands.map(({ name }) => name),
    chief: chief.name,
    changes: change !== undefined,
    impact: sharedImpact(document.commands.map(fieldsOf), instanceNames),
    charset: document.charset,
    isReply,
  };
}

function commandFrom({ type, echo = '', elements }: OciCommand): AskedCommand {
  // Only what the server says may have such a name.
  const name = nameForm.test(type) ? type : 'Unknown';
  if (sessionForm.test(type)) {
    const userId = textOf(elements, 'userId') ?? '';
    return { name, kind: 'session', echo, ...(type === 'LogoutRequest' ? {} : { tried: userId }) };
  }
  return { name, kind: kindOfCommand(type) === 'read' ? 'read' : 'change', echo };
}

const instanceNames = [
  'name',
  'scheduleName',
  'trunkGroupName',
  'deviceName',
  'departmentName',
  'servicePackName',
];
const wanted = new Set([
  'serviceProviderId',
  'enterpriseId',
  'groupId',
  'userId',
  'serviceUserId',
  ...instanceNames,
]);

/** The ids of a command: those on top first, then those in keys. */
function fieldsOf({ elements }: OciCommand): { readonly fields: Record<string, string> } {
  const fields: Record<string, string> = {};
  const look = (level: readonly Element[]): void => {
    for (const { name, nil, text, children } of level) {
      // Some lists of users spell it with a capital.
      const known = name === 'GroupId' ? 'groupId' : name;
      if (wanted.has(known) && nil !== true && children.length === 0) fields[known] ??= text.trim();
    }
    const deeper = level.flatMap(({ children }) => children);
    if (deeper.length > 0) look(deeper);
  };
  look(elements);
  return { fields };
}
