// What the list shows: records that were loaded page by page, and those that came by following, each once. Pure.

/** As `GET …/audit_records/summaries/` tells of one record. Ids are empty where the call touches none. */
export interface Summary {
  readonly internalId: string;
  readonly requestTime: string;
  /** Null as long as there is no answer; so is the status. */
  readonly durationMs: number | null;
  readonly endPointName: string;
  readonly method: string;
  readonly tenantId: string;
  readonly groupId: string;
  readonly userId: string;
  readonly instanceName: string;
  readonly authorId: string;
  readonly statusCode: number | null;
  /** `open`, `succeeded`, `partial`, `refused`, `failed`, `unknown`; empty when damaged. */
  readonly outcome: string;
  readonly changes: boolean | null;
  /** Whether another portal handed the record in; null: not known. */
  readonly handedOver?: boolean | null;
  /** Its place in every list; grows. */
  readonly position: number;
}

export interface SummaryPage {
  readonly records: readonly Summary[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** What following brought. */
export interface Followed {
  /** By id; what came later wins. */
  readonly records: ReadonlyMap<string, Summary>;
  /** Ids that the reader has not been shown, since that would move what is being read. */
  readonly unseen: ReadonlySet<string>;
  /** Of those that came when there were enough to hold: only the list read anew can show them. */
  readonly beyond: number;
}

export const nothingFollowed: Followed = { records: new Map(), unseen: new Set(), beyond: 0 };

/** Whoever reads further down for hours must not hold all that came meanwhile. */
export const mostFollowed = 2_000;

/** With what came. `isShown`: there is no harm in showing it at once. Else at most `most` are held, the rest is counted. */
export function withFollowed(
  { records, unseen, beyond }: Followed,
  came: readonly Summary[],
  known: ReadonlySet<string>,
  isShown: boolean,
  most = mostFollowed,
): Followed {
  const next = new Map(records);
  const held = new Set(unseen);
  let counted = beyond;
  for (const record of came) {
    const isNew = !next.has(record.internalId) && !known.has(record.internalId);
    if (isNew && !isShown && next.size >= most) {
      counted += 1;
      continue;
    }
    if (isNew && !isShown) held.add(record.internalId);
    next.set(record.internalId, record);
  }
  return { records: next, unseen: held, beyond: counted };
}

/** All that is held may be shown now. */
export const seen = (followed: Followed): Followed =>
  followed.unseen.size === 0 ? followed : { ...followed, unseen: new Set() };

/** Newest first, each once. What was followed is newer than what was loaded: it wins. */
export function merged(
  pages: readonly SummaryPage[],
  { records, unseen }: Followed,
): readonly Summary[] {
  const byId = new Map<string, Summary>();
  for (const page of pages) for (const one of page.records) byId.set(one.internalId, one);
  const isWhole = pages.at(-1)?.nextCursor === null;
  const lowest = pages.at(-1)?.records.at(-1)?.position ?? 0;
  for (const [id, one] of records) {
    // What stands further down comes when that is loaded; until then there would be a gap above it.
    const isBelow = !isWhole && one.position < lowest;
    if (byId.has(id) || !(unseen.has(id) || isBelow)) byId.set(id, one);
  }
  return [...byId.values()].sort((one, other) => other.position - one.position);
}

/** How many more there would be if all were shown. */
export const countUnseen = (pages: readonly SummaryPage[], followed: Followed): number =>
  followed.beyond +
  (followed.unseen.size === 0
    ? 0
    : merged(pages, seen(followed)).length - merged(pages, followed).length);

/** The newest place that was loaded; undefined when nothing was. */
export const firstSince = (pages: readonly SummaryPage[]): number | undefined =>
  pages[0]?.records[0]?.position;

/**
 * Where following begins: after `since`, or after what was loaded, but before all that was open when it was read: it may have
 * ended while nobody followed. Undefined when nothing was loaded.
 */
export function followFrom(
  pages: readonly SummaryPage[],
  followed: Followed,
  since: number | undefined,
): number | undefined {
  let from = since ?? firstSince(pages);
  for (const { outcome, position } of merged(pages, followed))
    if (from !== undefined && outcome === 'open') from = Math.min(from, position - 1);
  return from;
}
