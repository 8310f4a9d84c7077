// Requests as bytes: fields checked against the command's shape and written in wire order.
import { Fault } from '../fault.js';
import {
  type Choice,
  type CommandShape,
  commandNamed,
  type Field,
  type Sequence,
} from './command.js';

/** `null` clears a value (xsi:nil). A list holds one value per repetition. `@type` names a concrete type. */
export type FieldValue =
  | string
  | number
  | boolean
  | null
  | FieldValues
  | readonly FieldValue[]
  | undefined;
export interface FieldValues {
  readonly [name: string]: FieldValue;
}

/** A command by name with its fields, in any order. */
export interface Command {
  readonly command: string;
  readonly fields?: FieldValues;
}

/** Escapes text for elements and attributes; what is not ASCII becomes a numeric reference, so any charset holds it. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"\r]|[^\x00-\x7f]/gu, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '>') return '&gt;';
    if (character === '"') return '&quot;';
    return `&#${character.codePointAt(0)};`;
  });
}

/** One request document, ready for the wire: declared ISO-8859-1, in fact pure ASCII, with the line feed at its end. */
export function encodeDocument(sessionId: string, commands: readonly string[]): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">${escapeText(sessionId)}</sessionId>${commands.join('')}</BroadsoftDocument>\n`,
    'latin1',
  );
}

/** The `command` element of one request. Unknown, missing or wrong fields are faults that name the field. */
export function encodeCommand(command: Command): {
  readonly shape: CommandShape;
  readonly xml: string;
} {
  const shape = commandNamed(command.command);
  if (shape === undefined)
    throw new Fault('COMMAND_UNKNOWN', `${command.command} is not a command that Muster knows`);
  if (command.fields?.['@type'] !== undefined)
    throw invalid(`${command.command} takes no @type; elements inside it may`);
  const inside = encodeSequence(shape.fields, command.fields ?? {}, command.command);
  const open = `<command xsi:type="${shape.name}" xmlns=""`;
  return { shape, xml: inside === '' ? `${open}/>` : `${open}>${inside}</command>` };
}

function encodeSequence(sequence: Sequence, values: FieldValues, where: string): string {
  const known = new Set(namesIn(sequence));
  for (const name of Object.keys(values))
    if (name !== '@type' && !known.has(name) && values[name] !== undefined)
      throw invalid(`${where} has no element ${name}; it has ${[...known].join(', ') || 'none'}`);
  return encodeKnown(sequence, values, where);
}

function encodeKnown(sequence: Sequence, values: FieldValues, where: string): string {
  let xml = '';
  for (const item of sequence)
    xml +=
      'branches' in item ? encodeChoice(item, values, where) : encodeField(item, values, where);
  return xml;
}

function encodeChoice(choice: Choice, values: FieldValues, where: string): string {
  const given = choice.branches.filter((branch) =>
    namesIn(branch).some((name) => values[name] !== undefined),
  );
  if (given.length === 1) return encodeKnown(given[0]!, values, where);
  if (given.length === 0 && choice.optional) return '';
  const branches = choice.branches.map((branch) => namesIn(branch).join(' + ')).join(' | ');
  throw invalid(`${where} needs exactly one of ${branches}`);
}

function encodeField(field: Field, values: FieldValues, where: string): string {
  const value = values[field.name];
  const path = `${where}.${field.name}`;
  if (value === undefined || (Array.isArray(value) && value.length === 0)) {
    if (field.optional) return '';
    throw invalid(`${path} is missing`);
  }
  if (!Array.isArray(value)) return encodeValue(field, value as FieldValue, path);
  if (!field.list) throw invalid(`${path} takes one value, not a list`);
  return value.map((one: FieldValue, at) => encodeValue(field, one, `${path}[${at}]`)).join('');
}

function encodeValue(field: Field, value: FieldValue, path: string): string {
  const { name, holds } = field;
  if (value === null) {
    if (!field.nillable) throw invalid(`${path} cannot be cleared`);
    return `<${name} xsi:nil="true"/>`;
  }
  if (typeof holds !== 'string') {
    if (typeof value !== 'object' || Array.isArray(value))
      throw invalid(`${path} holds elements: give an object`);
    const values = value as FieldValues;
    const type = values['@type'];
    if (type !== undefined && !(typeof type === 'string' && /^[A-Za-z][\w.:-]*$/.test(type)))
      throw invalid(`${path}.@type is not the name of a type`);
    const typed = type === undefined ? '' : ` xsi:type="${type}"`;
    return `<${name}${typed}>${encodeSequence(holds, values, path)}</${name}>`;
  }
  return `<${name}>${encodeText(holds, value, path)}</${name}>`;
}

function encodeText(holds: 'text' | 'number' | 'boolean', value: FieldValue, path: string): string {
  if (holds === 'boolean') {
    if (typeof value === 'boolean') return String(value);
    throw invalid(`${path} takes true or false`);
  }
  if (holds === 'number') {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
    throw invalid(`${path} takes a whole number`);
  }
  if (typeof value !== 'string') throw invalid(`${path} takes text`);
  // Tabs and line ends are legal in XML; the others cannot be written at all.
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/u.test(value))
    throw invalid(`${path} holds a character that XML cannot carry`);
  if (value === '') throw invalid(`${path} is empty; leave it out, or give null to clear it`);
  return escapeText(value);
}

function namesIn(sequence: Sequence): string[] {
  return sequence.flatMap((item) =>
    'branches' in item ? item.branches.flatMap((branch) => namesIn(branch)) : [item.name],
  );
}

function invalid(message: string): Fault {
  return new Fault('COMMAND_INVALID', message);
}
