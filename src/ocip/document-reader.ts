// From XML events to an OCI-P document: commands, elements, tables. Large tables go row by row to a sink.
import { Fault } from '../fault.js';
import type { Element, OciCommand, OciDocument, Table } from './element.js';
import { StrictForm } from './strict-form.js';
import { type RowSink, TableReader } from './table-reader.js';
import { type Attribute, type XmlHandler, XmlReader } from './xml-reader.js';

/**
 * Says who takes the rows of a table; undefined to have it collected. Called once per table, when its headings are
 * complete, also when it has no rows. `command` counts from 0 within the document.
 */
export type RowSinkFor = (
  command: number,
  type: string,
  table: string,
  headings: readonly string[],
) => RowSink | undefined;

export type { RowSink } from './table-reader.js';

export interface ReaderOptions {
  readonly rowSinkFor?: RowSinkFor;
  /** Whether anything in a command of this type is wanted; of others nothing is kept but type and attributes. */
  readonly wants?: (type: string) => boolean;
  /** Most characters kept in memory for one document: text, and something for each element, row and cell. */
  readonly maxKept?: number;
  /** Refuses what another reader might take for something else: for requests of somebody else, before they go on. */
  readonly strict?: boolean;
}

const defaultMaxKept = 64 * 1024 * 1024;
/** What an element takes besides its text. */
const elementCost = 64;
/** Takes the rows that nobody wants. */
const noRows: RowSink = { row: () => undefined };
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

interface OpenElement {
  readonly name: string;
  readonly type?: string;
  readonly nil?: boolean;
  text: string;
  readonly children: Element[];
}

interface OpenCommand {
  readonly type: string;
  readonly echo?: string;
  readonly severity?: string;
  readonly elements: Element[];
  readonly tables: Map<string, Table>;
  moreTables?: Table[];
}

/** Builds one document from text. The end is where its root element closes. */
export class DocumentReader implements XmlHandler {
  readonly #xml: XmlReader;
  readonly #strict: StrictForm | undefined;
  readonly #options: ReaderOptions;
  readonly #commands: OciCommand[] = [];
  /** Open elements below the command. */
  readonly #open: OpenElement[] = [];
  #depth = 0;
  #sessionId: string | undefined;
  #headerText = '';
  #command: OpenCommand | undefined;
  #isWanted = true;
  #table: TableReader | undefined;
  #kept = 0;

  constructor(options: ReaderOptions = {}) {
    this.#options = options;
    this.#strict = options.strict ? new StrictForm() : undefined;
    this.#xml = new XmlReader(this, options.strict);
  }

  get done(): boolean {
    return this.#xml.done;
  }

  write(text: string): void {
    this.#xml.write(text);
  }

  /** The document, once `done`. */
  finish(charset: string, charsetLied: boolean): OciDocument {
    this.#xml.end();
    const sessionId = this.#sessionId === undefined ? {} : { sessionId: this.#sessionId };
    return { ...sessionId, commands: this.#commands, charset, charsetLied };
  }

  open(name: string, uri: string, attributes: readonly Attribute[]): void {
    this.#depth++;
    this.#strict?.open(this.#depth, name, uri, attributes);
    if (this.#table !== undefined) this.#table.open(name);
    else if (this.#depth === 1) {
      if (name !== 'BroadsoftDocument') throw notOci(`its root is <${name.slice(0, 40)}>`);
    } else if (this.#depth === 2) {
      this.#headerText = '';
      if (name === 'command') {
        this.#command = openCommand(attributes);
        this.#isWanted = this.#options.wants?.(this.#command.type) ?? true;
      }
    } else if (this.#command !== undefined) {
      const above = this.#open.at(-1);
      const inTable = above !== undefined && (name === 'colHeading' || name === 'row');
      if (inTable) this.#openTable(above).open(name);
      else {
        this.#keep(elementCost);
        this.#open.push({ name, ...attributesOf(attributes), text: '', children: [] });
      }
    }
  }

  text(text: string): void {
    if (this.#table !== undefined) {
      this.#table.text(text);
      return;
    }
    const element = this.#open.at(-1);
    if (element !== undefined && !this.#isWanted) return;
    this.#keep(text.length);
    if (element !== undefined) element.text += text;
    else if (this.#depth === 2 && this.#command === undefined) this.#headerText += text;
    else if (this.#depth < 3 && /[^ \t\r\n]/.test(text))
      throw notOci('there is text between its elements');
  }

  leaf(name: string, text: string): void {
    if (this.#table?.leaf(name, text)) return;
    this.open(name, '', []);
    if (text !== '') this.text(text);
    this.close(name);
  }

  close(name: string): void {
    const depth = this.#depth--;
    if (this.#table !== undefined) {
      if (depth > this.#table.depth) this.#table.close(name);
      else this.#closeTable();
    } else if (depth > 2) this.#closeElement();
    else if (depth === 2 && this.#command !== undefined) {
      this.#strict?.command(this.#command);
      this.#commands.push(this.#command);
      this.#command = undefined;
      this.#isWanted = true;
    } else if (depth === 2 && name === 'sessionId') this.#sessionId = this.#headerText;
  }

  #closeElement(): void {
    const element = this.#open.pop();
    if (element === undefined || !this.#isWanted) return;
    if (element.children.length > 0) element.text = '';
    (this.#open.at(-1)?.children ?? this.#command?.elements)?.push(element);
  }

  /** The open element turns out to be a table. */
  #openTable(above: OpenElement): TableReader {
    const ownSink = this.#open.length === 1 ? this.#options.rowSinkFor : undefined;
    const sinkFor: RowSinkFor | undefined = this.#isWanted ? ownSink : () => noRows;
    const { type } = this.#command as OpenCommand;
    const index = this.#commands.length;
    this.#table = new TableReader(
      above.name,
      this.#depth - 1,
      sinkFor && ((headings) => sinkFor(index, type, above.name, headings)),
      (length) => this.#keep(length),
    );
    return this.#table;
  }

  #closeTable(): void {
    const table = this.#table?.finish();
    this.#table = undefined;
    this.#open.pop();
    const command = this.#command;
    if (table === undefined || command === undefined || !this.#isWanted) return;
    if (!command.tables.has(table.name)) command.tables.set(table.name, table);
    else if (command.moreTables === undefined) command.moreTables = [table];
    else command.moreTables.push(table);
  }

  #keep(length: number): void {
    if (!this.#isWanted) return;
    this.#kept += length;
    if (this.#kept > (this.#options.maxKept ?? defaultMaxKept))
      throw new Fault('OCIP_TOO_LARGE', 'the document is larger than may be kept in memory');
  }
}

function openCommand(attributes: readonly Attribute[]): OpenCommand {
  const { type } = attributesOf(attributes);
  if (type === undefined) throw notOci('a command has no xsi:type');
  const plain = (name: string) =>
    attributes.find((attribute) => attribute.name === name && attribute.uri === '')?.value;
  const echo = plain('echo');
  const severity = plain('type');
  return {
    type,
    ...(echo === undefined ? {} : { echo }),
    ...(severity === undefined ? {} : { severity }),
    elements: [],
    tables: new Map(),
  };
}

function attributesOf(attributes: readonly Attribute[]): { type?: string; nil?: boolean } {
  if (attributes.length === 0) return {};
  const known = (name: string) =>
    attributes.find((attribute) => attribute.name === name && attribute.uri === xsi)?.value.trim();
  const type = known('type') || undefined;
  const nil = known('nil');
  return {
    ...(type === undefined ? {} : { type: type.slice(type.indexOf(':') + 1) }),
    ...(nil === 'true' || nil === '1' ? { nil: true } : {}),
  };
}

function notOci(why: string): Fault {
  return new Fault('OCIP_MALFORMED', `this is not an OCI-P document: ${why}`);
}
