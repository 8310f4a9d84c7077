// What a request must look like so that no other reader can see other commands, another session or another login in it
// than ours does. Holds no text; the reader asks it at every element.
import { Fault } from '../fault.js';
import type { OciCommand } from './element.js';
import type { Attribute } from './xml-attributes.js';

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
/** Names that a reader that does not count depth would take for the top of a document. */
const onTop: ReadonlySet<string> = new Set(['BroadsoftDocument', 'sessionId', 'command']);
/** Their user ids say who is going to act. */
const loginForm = /^(?:Authentication|Login)/;

/** See the file's first lines. For one document; its methods throw `OCIP_MALFORMED`. */
export class StrictForm {
  #hasSession = false;
  #isInSession = false;

  /** An element begins; the root is at depth 1. */
  open(depth: number, name: string, uri: string, attributes: readonly Attribute[]): void {
    if (depth === 1) {
      if (uri !== 'C') throw ambiguous('its root is not in the namespace C');
      return;
    }
    if (uri !== '') throw ambiguous(`<${name.slice(0, 40)}> is in a namespace`);
    if (depth === 2) this.#top(name, attributes);
    else if (this.#isInSession) throw ambiguous('its sessionId holds elements');
    else if (onTop.has(name)) throw ambiguous(`a <${name}> is inside a command`);
  }

  #top(name: string, attributes: readonly Attribute[]): void {
    this.#isInSession = name === 'sessionId';
    if (name === 'sessionId') {
      if (this.#hasSession) throw ambiguous('it has more than one sessionId');
      if (attributes.length > 0) throw ambiguous('its sessionId has attributes');
      this.#hasSession = true;
    } else if (name !== 'command')
      throw ambiguous(`<${name.slice(0, 40)}> is neither its sessionId nor a command`);
    else if (!this.#hasSession) throw ambiguous('it does not begin with a sessionId');
    else if (attributes.some((one) => one.uri !== '' && !(one.uri === xsi && one.name === 'type')))
      throw ambiguous('a command has attributes of other namespaces');
  }

  /** A command is complete. */
  command({ type, elements, tables }: OciCommand): void {
    if (!loginForm.test(type.slice(type.indexOf(':') + 1).trim())) return;
    const users = elements.filter(({ name }) => name === 'userId');
    if (tables.size > 0 || users.length > 1 || users.some(({ children }) => children.length > 0))
      throw ambiguous('a login names its user in an odd way, or more than one');
  }
}

const ambiguous = (why: string) =>
  new Fault('OCIP_MALFORMED', `the document can be read in more than one way: ${why}`);
