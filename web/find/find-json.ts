// What `GET /api/v1/find/` answers, and what follows from it for the page.

export interface FoundProblem {
  readonly code: string;
  readonly message: string;
  readonly todo?: string;
}

/** Items may be empty only where everything was looked at. */
export type Section<Item> =
  | {
      readonly status: 'known';
      readonly items: readonly Item[];
      readonly more: boolean;
      readonly gaps?: readonly FoundProblem[];
    }
  | { readonly status: 'unknown'; readonly items: readonly []; readonly problem: FoundProblem }
  | { readonly status: 'notApplicable'; readonly reason: string };

export interface FoundProvider {
  readonly tenantId: string;
  readonly name: string | null;
  readonly isEnterprise: boolean | null;
}
export interface FoundGroup {
  readonly tenantId: string;
  readonly groupId: string;
  readonly name: string | null;
}
export interface FoundUser {
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly lastName: string | null;
  readonly firstName: string | null;
  readonly phoneNumber: string | null;
  readonly extension: string | null;
  readonly department: string | null;
  /** `User` for people, else what serves the group under this id: `Hunt Group`. Null: not told. */
  readonly type?: string | null;
}
export interface FoundNumber {
  readonly number: string;
  readonly tenantId: string | null;
  readonly groupId: string | null;
  readonly isAssigned: boolean | null;
  readonly isActivated: boolean | null;
  readonly holder: {
    readonly userId: string;
    readonly name: string | null;
    readonly type: string | null;
  } | null;
}
export interface Found {
  readonly query: string;
  readonly serviceProviders: Section<FoundProvider>;
  readonly groups: Section<FoundGroup>;
  readonly users: Section<FoundUser>;
  readonly numbers: Section<FoundNumber>;
}

/** As the server will see it; undefined when it is too short to be asked. */
export function askedFor(typed: string): string | undefined {
  const query = typed.trim().replace(/\s+/g, ' ');
  return query.length < 2 ? undefined : query.slice(0, 80);
}

/** How many were found in all, and whether everything that applies could be looked at. */
export function countOf({ serviceProviders, groups, users, numbers }: Found): {
  readonly count: number;
  readonly isWhole: boolean;
} {
  const sections = [serviceProviders, groups, users, numbers];
  const known = sections.flatMap((one) => (one.status === 'known' ? [one] : []));
  return {
    count: known.reduce((sum, { items }) => sum + items.length, 0),
    isWhole:
      sections.every(({ status }) => status !== 'unknown') &&
      known.every(({ gaps = [] }) => gaps.length === 0),
  };
}

/** Those whose name or id holds what was typed, whatever its case. */
export function fitting<Item>(
  items: readonly Item[],
  typed: string,
  textsOf: (item: Item) => readonly (string | null)[],
): readonly Item[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === '') return items;
  return items.filter((item) =>
    textsOf(item).some((text) => text?.toLocaleLowerCase().includes(wanted) === true),
  );
}
