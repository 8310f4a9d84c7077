// What a row of the table of user services is made of: its fields, and where BroadWorks puts each of them. Types only.

/** What every field has. */
interface Named {
  /** In JSON. */
  readonly name: string;
  /** The element of OCI-P, or the heading in a table; the name unless said. */
  readonly wire?: string;
  readonly about: string;
  /** Told, never taken. */
  readonly readOnly?: true;
  /** Taken, never told: a secret. */
  readonly writeOnly?: true;
  /** There may be none: null when there is none, and null takes it away. */
  readonly nullable?: true;
  /** There may be none, shown as null, but what is there cannot be taken away. */
  readonly mayBeNone?: true;
  /** Not every release or mode tells it: then it is left out of the answer. */
  readonly optional?: true;
}

/** A field of one value. */
export type Scalar = Named &
  (
    | { readonly type: 'boolean' }
    | {
        readonly type: 'integer';
        readonly min: number;
        readonly max: number;
        readonly not?: number;
      }
    | { readonly type: 'text'; readonly longest: number; readonly shortest?: number }
    | { readonly type: 'enum'; readonly values: readonly string[] }
  );

/** A list; a change replaces all of it. `wire` is the element of a change, and of a reply unless `place` says another. */
export type List = Named & {
  readonly type: 'list';
  readonly most: number;
  /** Fields of each entry; or each entry is one text. */
  readonly entries: readonly Scalar[] | { readonly longest: number };
  readonly place: Place;
};

/** How BroadWorks writes a list. */
export type Place =
  /** `<told/><told/>` in a reply; `<wire><entry/><entry/></wire>`, or nil for none, in a change. */
  | { readonly kind: 'wrapped'; readonly entry: string; readonly told: 'inside' | 'bare' }
  /** Elements of their own, numbered with two digits from 01. One that has none of `by` holds no entry. */
  | { readonly kind: 'numbered'; readonly by: readonly string[] }
  /** A table of the reply; never changed. */
  | { readonly kind: 'table' };

export type Field = Scalar | List;

/** A pair of commands of one age. */
export interface Form {
  readonly get: string;
  readonly modify: string;
  /** Lists of which this form takes one entry, as plain text: names of fields. */
  readonly single?: readonly string[];
}

/** A resource of XSI-Actions. */
export interface XsiForm {
  /** Last part of its path, and root of its document. */
  readonly resource: string;
  /** Elements by the names of fields, where they have other names. */
  readonly names?: Readonly<Record<string, string>>;
}

/** One user service. */
export interface UserService {
  /** Last part of the path, and of the name of the end point. */
  readonly leaf: string;
  /** As BroadWorks spells it. */
  readonly service: string;
  /** Newest first. */
  readonly forms: readonly [Form, ...Form[]];
  readonly fields: readonly Field[];
  /** Where XSI has it; its elements there in the order of the fields. */
  readonly xsi?: XsiForm;
  /** Of a change, for the description. */
  readonly example: Readonly<Record<string, unknown>>;
}

export const isList = (field: Field): field is List => field.type === 'list';
export const wireOf = ({ name, wire }: Field): string => wire ?? name;
/** What a change may set. */
export const settable = ({ fields }: UserService): readonly Field[] =>
  fields.filter(({ readOnly }) => !readOnly);
/** What a reply tells. */
export const told = ({ fields }: UserService): readonly Field[] =>
  fields.filter(({ writeOnly }) => !writeOnly);
