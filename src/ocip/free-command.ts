// Commands by their name alone, for those that the table does not have: what kind they are, and how their fields are
// written in the order in which they are given. Nothing is known of the reply.
import { Fault } from '../fault.js';
import { type CommandKind, commandNamed } from './command.js';
import { type Command, escapeText, type FieldValue, type FieldValues } from './encode.js';

/** A command ready for the wire. */
export interface AskedCommand {
  readonly shape: {
    readonly name: string;
    readonly kind: CommandKind;
    /** Type of the reply when it is no ErrorResponse; undefined when any will do. */
    readonly reply: string | undefined;
  };
  readonly xml: string;
}

const nameForm = /^[A-Z][A-Za-z0-9]{2,120}Request[0-9A-Za-z]{0,20}$/;
const sessionForm = /^(?:External)?Authentication|^Log(?:in|out)|^(?:Un)?Register/;
/** Words in a name that does something, whatever else it does. */
const doing = new Set(
  'Activate Add Apply Assign Cancel Clear Close Copy Create Deactivate Delete Disable Disconnect Enable End Execute Export Generate Import Initiate Install Lock Merge Modify Move Open Purge Put Rebuild Reboot Rebind Release Remove Rename Replace Reset Resend Restart Restore Resync Revoke Rotate Run Save Send Set Start Stop Swap Switch Sync Synchronize Trigger Unassign Unblock Unlock Unset Update Upgrade Upload Validate'.split(
    ' ',
  ),
);

/**
 * What kind a command is. A known one is what the table says; another is a read only if its name says so: `Get` is in it,
 * and no word for anything else. Undefined when the text is no name of a command.
 */
export function kindOfCommand(name: string): CommandKind | undefined {
  const known = commandNamed(name)?.kind;
  if (known !== undefined) return known;
  if (!nameForm.test(name)) return undefined;
  if (sessionForm.test(name)) return 'session';
  const end = name.lastIndexOf('Request');
  const words = (text: string): readonly string[] => text.match(/[A-Z][a-z]*/g) ?? [];
  const before = words(name.slice(0, end));
  const all = [...before, ...words(name.slice(end + 'Request'.length))];
  const isRead = before.includes('Get') && !all.some((word) => doing.has(word));
  return isRead ? 'read' : 'change';
}

/**
 * The `command` element of a request that need not be known: fields in the order of their keys, objects as elements, lists as
 * repeated ones, null as nil, numbers and booleans as text. Faults: `COMMAND_UNKNOWN` for what is no name,
 * `COMMAND_INVALID` for what XML cannot carry, naming the field.
 */
export function encodeFreeCommand({ command, fields = {} }: Command): AskedCommand {
  const kind = kindOfCommand(command);
  if (kind === undefined)
    throw new Fault(
      'COMMAND_UNKNOWN',
      `${command.slice(0, 140)} is not the name of an OCI-P command`,
    );
  if (fields['@type'] !== undefined)
    throw invalid(`${command} takes no @type; elements inside it may`);
  const inside = elementsOf(fields, command, 1);
  const open = `<command xsi:type="${command}" xmlns=""`;
  return {
    shape: { name: command, kind, reply: undefined },
    xml: inside === '' ? `${open}/>` : `${open}>${inside}</command>`,
  };
}

/** Deeper than any command there is. */
const deepest = 20;

function elementsOf(fields: FieldValues, where: string, depth: number): string {
  if (depth > deepest) throw invalid(`${where.slice(0, 200)} is nested too deeply`);
  return Object.entries(fields)
    .filter(([name, value]) => name !== '@type' && value !== undefined)
    .map(([name, value]) => {
      // No colon: a prefix would take the element into another namespace.
      if (!/^[A-Za-z][\w.-]{0,99}$/.test(name))
        throw invalid(`${name.slice(0, 100)} in ${where} is not the name of an element`);
      return repeated(name, value, `${where}.${name}`, depth);
    })
    .join('');
}

function repeated(name: string, value: FieldValue, path: string, depth: number): string {
  if (!Array.isArray(value)) return element(name, value, path, depth);
  return value
    .map((one: FieldValue, at) => {
      if (Array.isArray(one)) throw invalid(`${path}[${at}] is a list in a list`);
      return element(name, one, `${path}[${at}]`, depth);
    })
    .join('');
}

function element(name: string, value: FieldValue, path: string, depth: number): string {
  if (value === null || value === undefined) return `<${name} xsi:nil="true"/>`;
  if (typeof value !== 'object') return `<${name}>${textOf(value, path)}</${name}>`;
  const { '@type': type, ...values } = value as FieldValues;
  if (type !== undefined && !(typeof type === 'string' && /^[A-Za-z][\w.-]{0,99}$/.test(type)))
    throw invalid(`${path}.@type is not the name of a type`);
  const typed = type === undefined ? '' : ` xsi:type="${type}"`;
  return `<${name}${typed}>${elementsOf(values, path, depth + 1)}</${name}>`;
}

function textOf(value: string | number | boolean, path: string): string {
  const text = String(value);
  if (typeof value === 'number' && !/^-?\d+(?:\.\d+)?$/.test(text))
    throw invalid(`${path} is a number that cannot be written out; give it as text`);
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u.test(text))
    throw invalid(`${path} holds a character that XML cannot carry`);
  if (text === '') throw invalid(`${path} is empty; leave it out, or give null to clear it`);
  return escapeText(text);
}

function invalid(message: string): Fault {
  return new Fault('COMMAND_INVALID', message);
}
