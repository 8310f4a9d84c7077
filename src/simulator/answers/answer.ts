// What one command is answered with, before it is written: success, data or a refusal. Knows no XML.

/** One element of a data answer: a text, elements inside, or a table. */
export interface Content {
  readonly name: string;
  /** Local name for `xsi:type`, where the element is of an abstract type. */
  readonly type?: string;
  readonly text?: string;
  readonly children?: readonly Content[];
  readonly table?: TableContent;
}

export interface TableContent {
  readonly headings: readonly string[];
  readonly rows: readonly Row[];
}

export type Row = readonly string[];

export interface Refusal {
  readonly kind: 'refusal';
  readonly summary: string;
  readonly detail?: string;
}

export type Answer =
  | { readonly kind: 'success' }
  | { readonly kind: 'data'; readonly type: string; readonly content: readonly Content[] }
  | Refusal;

export const success: Answer = { kind: 'success' };

export function data(type: string, content: readonly (Content | undefined)[]): Answer {
  return { kind: 'data', type, content: content.filter((one) => one !== undefined) };
}

/** A refusal as BroadWorks words it; the number stands in the text, as on real systems. */
export function refuse(code: number | undefined, text: string, detail?: string): Refusal {
  const summary = code === undefined ? text : `[Error ${code}] ${text}`;
  return { kind: 'refusal', summary, ...(detail === undefined ? {} : { detail }) };
}

export function element(name: string, text: string | number | boolean): Content {
  return { name, text: String(text) };
}

/** An element that is left out when there is nothing to say. */
export function optional(name: string, text: string | number | undefined): Content | undefined {
  return text === undefined ? undefined : element(name, text);
}

export function table(name: string, headings: readonly string[], rows: readonly Row[]): Content {
  return { name, table: { headings, rows } };
}

/** `Unlimited` or digits, as cells spell a quantity. */
export function quantityCell(quantity: number | 'unlimited'): string {
  return quantity === 'unlimited' ? 'Unlimited' : String(quantity);
}

/** The choice element that stands for "unlimited or a number". */
export function unbounded(name: string, quantity: number | 'unlimited'): Content {
  const inside =
    quantity === 'unlimited' ? element('unlimited', true) : element('quantity', quantity);
  return { name, children: [inside] };
}
