// Reads one OCITable out of the events inside its element, row by row.
import { Fault } from '../fault.js';
import type { Table } from './element.js';

/** What a row and a cell take besides their text. */
const rowCost = 64;
const cellCost = 8;

/** Takes the rows of one table. `cells` is used again for the next row: copy what you keep. */
export interface RowSink {
  row(cells: readonly string[]): void;
}

/** Reads one table: its headings, then row after row. */
export class TableReader {
  readonly #headings: string[] = [];
  readonly #rows: string[][] = [];
  #cells: string[] = [];
  /** Open elements within the table: one in a heading or between cells, two in a cell, more inside a cell. */
  #level = 0;
  #isRow = false;
  #isCell = false;
  /** What the open row has added to what is kept; given back when a sink has taken it. */
  #rowKept = 0;
  /** How much of that has been told. */
  #rowTold = 0;
  #sink: RowSink | undefined;
  #asked = false;
  #text = '';

  constructor(
    readonly name: string,
    /** Depth of the table element itself. */
    readonly depth: number,
    readonly sinkFor: ((headings: readonly string[]) => RowSink | undefined) | undefined,
    readonly keep: (length: number) => void,
  ) {}

  open(name: string): void {
    this.#level++;
    if (this.#level === 1) this.#openPart(name);
    else if (this.#level === 2 && this.#isRow) {
      this.#isCell = name === 'col';
      this.#text = '';
    }
  }

  #openPart(name: string): void {
    this.#isRow = name === 'row';
    this.#rowKept = 0;
    this.#rowTold = 0;
    this.#text = '';
    if (this.#isRow) {
      this.#ask();
      this.#keepOfRow(rowCost);
      if (this.#sink !== undefined) this.#cells.length = 0;
      else this.#cells = [];
    } else if (name === 'colHeading' && this.#asked)
      throw new Fault(
        'OCIP_MALFORMED',
        'this is not an OCI-P document: a table has a heading after a row',
      );
  }

  /** Text inside a heading or a cell; between them there is only white space. */
  text(text: string): void {
    if (this.#level === 0 || (this.#isRow && !(this.#isCell && this.#level > 1))) return;
    this.#keepOfRow(text.length);
    this.#text += text;
  }

  /** The quick way for `<col>text</col>`; false when it is something else. */
  leaf(name: string, text: string): boolean {
    if (name !== 'col' || this.#level !== 1 || !this.#isRow) return false;
    this.#keepOfRow(text.length + cellCost);
    this.#cells.push(text);
    return true;
  }

  close(name: string): void {
    this.#level--;
    if (this.#level === 1) {
      if (this.#isRow && this.#isCell) this.#closeCell();
    } else if (this.#level === 0) {
      if (this.#isRow) this.#closeRow();
      else if (name === 'colHeading') {
        this.keep(cellCost);
        this.#headings.push(this.#text.trim());
      }
    }
  }

  #closeCell(): void {
    this.#keepOfRow(cellCost);
    this.#cells.push(this.#text);
    this.#isCell = false;
  }

  #closeRow(): void {
    if (this.#sink !== undefined) {
      this.#sink.row(this.#cells);
      if (this.#rowTold > 0) this.keep(-this.#rowTold);
    } else {
      this.#tell();
      this.#rows.push(this.#cells);
    }
    this.#rowKept = 0;
    this.#rowTold = 0;
    this.#isRow = false;
  }

  /** Told in pieces: asking for each cell would cost more than reading it. */
  #keepOfRow(length: number): void {
    this.#rowKept += length;
    if (this.#rowKept - this.#rowTold > 1024) this.#tell();
  }

  #tell(): void {
    this.keep(this.#rowKept - this.#rowTold);
    this.#rowTold = this.#rowKept;
  }

  /** The collected table; undefined when a sink has taken the rows. */
  finish(): Table | undefined {
    this.#ask();
    if (this.#sink !== undefined) return undefined;
    return { name: this.name, headings: this.#headings, rows: this.#rows };
  }

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#sink = this.sinkFor?.(this.#headings);
  }
}
