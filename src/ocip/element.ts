// What a document holds once read: commands, elements, tables. Plain data and the ways to look into it.

/** One element that is not a table. */
export interface Element {
  readonly name: string;
  /** Local part of `xsi:type`, where the schema type is abstract. */
  readonly type?: string;
  /** `xsi:nil="true"`: the value is to be cleared. */
  readonly nil?: boolean;
  /** Character data, untrimmed; empty for elements with children. */
  readonly text: string;
  readonly children: readonly Element[];
}

/** An OCITable. Cells are text as sent; a row may be shorter or longer than the headings. */
export interface Table {
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One command of a document: a request, a reply, or an ErrorResponse. */
export interface OciCommand {
  /** Local part of `xsi:type`: `GroupGetResponse22V5`, `SuccessResponse`, `ErrorResponse`. */
  readonly type: string;
  readonly echo?: string;
  /** The attribute `type` of an ErrorResponse: `Error`, `Warning` or `Info`. */
  readonly severity?: string;
  readonly elements: readonly Element[];
  /** Tables that were collected. Those that went to a row sink are not here. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Tables of a name that an earlier one of the command has, in their order. */
  readonly moreTables?: readonly Table[];
}

export interface OciDocument {
  readonly sessionId?: string;
  readonly commands: readonly OciCommand[];
  readonly charset: string;
  /** The bytes did not fit the declared set and were read as windows-1252. */
  readonly charsetLied: boolean;
}

export function childNamed(elements: readonly Element[], name: string): Element | undefined {
  return elements.find((element) => element.name === name);
}

/** The text of the first element of that name, white space around it removed; undefined when there is none. */
export function textOf(elements: readonly Element[], name: string): string | undefined {
  const element = childNamed(elements, name);
  return element === undefined || element.nil ? undefined : element.text.trim();
}
