// What the licence tables show: marks in words, bars, order, and which rows are folded. Pure; knows nothing of the page.
import type { Amount, Licence, Licences } from '../../src/audit/model.js';

export type LicenceKind = keyof Licences;
export const licenceKinds = ['servicePacks', 'groupServices', 'userServices'] as const;

/** What stands out about a row; the worst first, and that is how they sort. The table format has the same. */
export const marks = [
  'exceeded',
  'notAuthorizedButUsed',
  'exhausted',
  'notAuthorizedUsageUnknown',
  'authorizationUnknown',
  'unused',
  'authorizedForNone',
  'none',
  'notAuthorized',
] as const;
export type Mark = (typeof marks)[number];

export function markOf({ authorized, usage, quantity }: Licence): Mark {
  if (authorized === 'unknown') return 'authorizationUnknown';
  if (!authorized && isUntold(usage)) return 'notAuthorizedUsageUnknown';
  if (!authorized) return usage === 0 ? 'notAuthorized' : 'notAuthorizedButUsed';
  if (usage === 0) return quantity === 0 ? 'authorizedForNone' : 'unused';
  if (typeof usage !== 'number' || typeof quantity !== 'number' || usage < quantity) return 'none';
  return usage === quantity ? 'exhausted' : 'exceeded';
}

const isUntold = (amount: Amount) => amount === 'unknown' || amount === 'notOnThisRelease';

/** How many more are used than are authorised; 0 unless the mark is `exceeded`. */
export const excessOf = ({ usage, quantity }: Licence): number =>
  typeof usage === 'number' && typeof quantity === 'number' ? Math.max(0, usage - quantity) : 0;

/** Neither authorised nor used, and read without doubt: folded unless somebody asks. */
export const isIdle = ({ usage, authorized, asSent }: Licence): boolean =>
  usage === 0 && authorized === false && asSent === undefined;

/** The figure of a ceiling; undefined for the `Unlimited` that BroadWorks writes where nothing is authorised at all. */
export const ceilingOf = (licence: Licence, amount: Amount): Amount | undefined =>
  licence.authorized === false && amount === 'unlimited' ? undefined : amount;

/** A bar of usage against authorised. Only `share` has a length; every other kind looks different from an empty one. */
export type Bar =
  | { readonly kind: 'share'; readonly share: number; readonly isFull: boolean }
  | { readonly kind: 'over' }
  | { readonly kind: 'unlimited' | 'unknown' | 'notOnThisRelease' | 'unauthorizedUse' | 'nothing' };

export function barOf(licence: Licence): Bar {
  const { authorized, usage, quantity } = licence;
  if (authorized === false && !isUntold(usage))
    return { kind: usage === 0 ? 'nothing' : 'unauthorizedUse' };
  if (usage === 'notOnThisRelease' || quantity === 'notOnThisRelease')
    return { kind: 'notOnThisRelease' };
  if (typeof usage !== 'number') return { kind: 'unknown' };
  // Rows that are not authorised say unlimited, too: without the flag the word means nothing.
  if (quantity === 'unlimited') return { kind: authorized === true ? 'unlimited' : 'unknown' };
  if (quantity === 'unknown') return { kind: 'unknown' };
  if (usage > quantity) return { kind: 'over' };
  const share = quantity === 0 ? 0 : usage / quantity;
  return { kind: 'share', share, isFull: usage === quantity && usage > 0 };
}

export const sortKeys = ['name', 'usage', 'quantity', 'share', 'allowed', 'mark'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

/** The next order when a heading is pressed: up, down, and back to that of the switch. */
export function nextSort(now: Sort | undefined, key: SortKey): Sort | undefined {
  // Of names one wants A first; of figures the largest.
  const first = key !== 'name' && key !== 'mark';
  if (now?.key !== key) return { key, isDescending: first };
  return now.isDescending === first ? { key, isDescending: !first } : undefined;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * Rows in order; without `sort` those in use first, then what is authorised, then the rest, each in the order of the
 * switch. What cannot be compared (unknown, not on this release, no ceiling) stays last whichever way it is sorted.
 */
export function sorted<Row extends { readonly licence: Licence }>(
  rows: readonly Row[],
  sort: Sort | undefined,
  isUnusedFirst: boolean,
): readonly Row[] {
  const before = (a: Row, b: Row) => compare(a.licence, b.licence, sort);
  if (!isUnusedFirst) return rows.toSorted(before);
  const rank = ({ licence }: Row) => (markOf(licence) === 'unused' ? 0 : 1);
  return rows.toSorted((a, b) => rank(a) - rank(b) || before(a, b));
}

function compare(a: Licence, b: Licence, sort: Sort | undefined): number {
  if (sort === undefined) return rankOf(a) - rankOf(b);
  const sign = sort.isDescending ? -1 : 1;
  if (sort.key === 'name') return sign * collator.compare(a.name, b.name);
  const [one, other] = [weightOf(a, sort.key), weightOf(b, sort.key)];
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one === other ? 0 : sign * (one < other ? -1 : 1);
}

/** Rows with usage first, then what the group is authorised for, then the rest. */
function rankOf({ usage, authorized }: Licence): 0 | 1 | 2 {
  if (usage !== 0) return 0;
  return authorized === false ? 2 : 1;
}

function weightOf(licence: Licence, key: Exclude<SortKey, 'name'>): number | undefined {
  switch (key) {
    case 'usage':
      return weight(licence.usage);
    case 'mark':
      return marks.indexOf(markOf(licence));
    case 'share':
      return shareOf(licence);
    default: {
      const amount = ceilingOf(licence, licence[key]);
      return amount === undefined ? undefined : weight(amount);
    }
  }
}

/** Unlimited is more than any number. */
const weight = (amount: Amount): number | undefined =>
  typeof amount === 'number' ? amount : amount === 'unlimited' ? Infinity : undefined;

/** Of something unlimited no share can be used up: it stands below the emptiest. */
function shareOf(licence: Licence): number | undefined {
  const bar = barOf(licence);
  if (bar.kind === 'share') return bar.share;
  if (bar.kind === 'unlimited') return -1;
  if (bar.kind === 'over') {
    const { usage, quantity } = licence;
    return quantity === 0 ? Number.MAX_VALUE : Number(usage) / Number(quantity);
  }
  return bar.kind === 'unauthorizedUse' ? Infinity : undefined;
}
