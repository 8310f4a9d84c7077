// What list requests have in common: filters, sort order, pages and the limit on the number of rows. Works on rows
// and headings, so that every list is filtered by what it shows.
import { formatDn, parseDnCell } from '../../numbers/index.js';
import { childNamed, type Element, textOf } from '../../ocip/index.js';
import { type Answer, data, type Row, refuse, table } from './answer.js';

/** Which column each `searchCriteria…` or `sortBy…` element is about, without those words. */
const columns: Readonly<Record<string, readonly string[]>> = {
  Dn: ['Phone Numbers', 'Phone Number'],
  DnActivated: ['Activated'],
  DnActivation: ['Activated', 'Phone Number Activated'],
  DnAvailability: ['Available'],
  DnAvailable: ['Available'],
  DnDepartment: ['Department'],
  DepartmentName: ['Department'],
  EmailAddress: ['Email Address'],
  Extension: ['Extension'],
  GroupId: ['Group Id'],
  GroupName: ['Group Name'],
  ResellerId: ['Reseller Id'],
  ServiceProvider: ['Organization Id', 'Service Provider Id'],
  ServiceProviderId: ['Service Provider Id', 'Organization Id'],
  ServiceProviderName: ['Service Provider Name'],
  UserDepartment: ['Department'],
  UserFirstName: ['First Name'],
  UserId: ['User Id'],
  UserInTrunkGroup: ['In Trunk Group'],
  ServiceType: ['Service Type'],
  UserLastName: ['Last Name', 'Name'],
  UserType: ['User Type'],
};

interface ListOptions {
  readonly type: string;
  readonly name: string;
  readonly headings: readonly string[];
  /** Paged commands give the first 2,000 rows when the request names no window. */
  readonly isPaged?: boolean;
}

/** A list answer: the rows that the request asks for. Limits on size refuse; they never cut. */
export function listAnswer(
  elements: readonly Element[],
  { type, name, headings, isPaged = false }: ListOptions,
  rows: readonly Row[],
): Answer {
  const found = sorted(elements, headings, filtered(elements, headings, rows));
  const limit = Number(textOf(elements, 'responseSizeLimit') ?? Number.POSITIVE_INFINITY);
  if (found.length > limit)
    return refuse(
      undefined,
      `The response has ${found.length} rows and exceeds the size limit of ${limit}.`,
    );
  return data(type, [table(name, headings, isPaged ? paged(elements, found) : found)]);
}

function columnOf(headings: readonly string[], subject: string): number {
  const names = columns[subject] ?? [];
  return headings.findIndex((heading) => names.includes(heading));
}

function filtered(
  elements: readonly Element[],
  headings: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const tests = elements.flatMap((element) => {
    const criterion = /^[sS]earchCriteria(Exact)?(?!ModeOr)(\w+)$/.exec(element.name);
    const at = criterion === null ? -1 : columnOf(headings, criterion[2]!);
    return at < 0 ? [] : [criterion![1] ? exact(element, at) : matching(element, at)];
  });
  if (tests.length === 0) return rows;
  return textOf(elements, 'searchCriteriaModeOr') === 'true'
    ? rows.filter((row) => tests.some((test) => test(row)))
    : rows.filter((row) => tests.every((test) => test(row)));
}

/** An exact criterion holds one value, at the end of its last branch: a flag, a type, the name of a department. */
function exact(element: Element, at: number): (row: Row) => boolean {
  let leaf = element;
  while (leaf.children.length > 0) leaf = leaf.children.at(-1)!;
  return (row) => row[at] === leaf.text;
}

function matching(element: Element, at: number): (row: Row) => boolean {
  const fold = textOf(element.children, 'isCaseInsensitive') !== 'false';
  const fit = (text: string) => (fold ? text.toLowerCase() : text);
  const value = fit(textOf(element.children, 'value') ?? '');
  const mode = textOf(element.children, 'mode');
  const fits = (cell: string) => {
    // Numbers are asked for in national form and shown as +CC-national.
    const bare = cell.replace(/^\+\d+-/, '');
    if (mode === 'Contains') return cell.includes(value);
    if (mode === 'Equal To') return cell === value || bare === value;
    return cell.startsWith(value) || bare.startsWith(value);
  };
  return (row) => {
    const cell = fit(row[at] ?? '');
    return cell.includes(' - ') ? fits(cell) || someOf(between(cell), fits) : fits(cell);
  };
}

function someOf<T>(values: Iterable<T>, fits: (value: T) => boolean): boolean {
  for (const value of values) if (fits(value)) return true;
  return false;
}

/** Most numbers of one range that are looked at. */
const mostOfRange = 1_000_000;

/** The numbers of a range; nothing for other cells. */
function* between(cell: string): Generator<string> {
  const parsed = parseDnCell(cell);
  if (parsed.kind !== 'range') return;
  const { prefix, width, first, last } = parsed.range;
  for (let value = first; value <= last && value < first + mostOfRange; value++)
    yield formatDn(prefix, width, value);
}

function sorted(
  elements: readonly Element[],
  headings: readonly string[],
  rows: readonly Row[],
): readonly Row[] {
  const keys = elements
    .filter((element) => element.name === 'sortOrder')
    .flatMap((order) => order.children)
    .map((key) => ({
      at: columnOf(headings, key.name.replace(/^sortBy/, '')),
      sign: textOf(key.children, 'isAscending') === 'false' ? -1 : 1,
      fold: textOf(key.children, 'isCaseSensitive') !== 'true',
    }))
    .filter(({ at }) => at >= 0);
  if (keys.length === 0) return rows;
  return [...rows].sort((a, b) => {
    for (const { at, sign, fold } of keys) {
      const [left, right] = [a[at] ?? '', b[at] ?? ''].map((cell) =>
        fold ? cell.toLowerCase() : cell,
      );
      if (left !== right) return left! < right! ? -sign : sign;
    }
    return 0;
  });
}

function paged(elements: readonly Element[], rows: readonly Row[]): readonly Row[] {
  const control = childNamed(elements, 'responsePagingControl')?.children ?? [];
  const start = Number(textOf(control, 'responseStartIndex') ?? 1);
  const size = Number(textOf(control, 'responsePageSize') ?? 2000);
  return rows.slice(start - 1, start - 1 + size);
}
