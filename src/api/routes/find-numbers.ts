// Looking for telephone numbers: of people, of services such as hunt groups, and free ones, as far as BroadWorks lets a level
// search for them. What cannot be searched is said.
import { formatDn, parseDnCell } from '../../numbers/index.js';
import { type OciCommand, textOf } from '../../ocip/index.js';
import { type Caller, holds } from '../caller.js';
import { nameOf, type PeopleLooks, type Person } from './find-people.js';
import { type Asking, containing, firstPage, type Look, mapped, type Row } from './find-section.js';
import { serviceRows } from './find-services.js';
import type { SoughtNumber } from './find-text.js';

export interface FoundNumber {
  readonly number: string;
  readonly tenantId: string | null;
  /** Null: given to no group. */
  readonly groupId: string | null;
  /** Null: not told. */
  readonly isAssigned: boolean | null;
  readonly isActivated: boolean | null;
  readonly holder: {
    readonly userId: string;
    readonly name: string | null;
    readonly type: string | null;
  } | null;
}

/** Looks for numbers of the caller's scope, but for an end user. Everything that is asked at once is asked in this turn. */
export async function lookForNumbers(
  asking: Asking,
  caller: Caller,
  number: SoughtNumber,
  people: PeopleLooks,
): Promise<readonly Look<FoundNumber>[]> {
  const { scope } = caller;
  if (scope.kind === 'group') return [await inGroup(asking, scope, number)];
  const ofPeople = people.byNumber.map(async (look) =>
    mapped(await look, (one) => heldBy(one, number)),
  );
  // People are all that the scope of a department holds.
  if (scope.kind === 'department') return Promise.all(ofPeople);
  const askedAlone = mayAskSystem(caller) ? number.whole : [];
  const [found, services, whole] = await Promise.all([
    Promise.all(ofPeople),
    Promise.all(number.parts.map((part) => ofServices(asking, caller, number, part))),
    Promise.all(askedAlone.map((dn) => wholeNumber(asking, caller, dn))),
  ]);
  const listed = [...found, ...services];
  const held = listed.flatMap((look) => (look.kind === 'found' ? look.items : []));
  const spelled = whole.map((look) => spelledOut(asking, look, held, number));
  const looks = [...listed, ...(await Promise.all(spelled))];
  return merged([...looks, ...(await freeOnes(asking, caller, number, looks))]);
}

const nothing: Look<never> = { kind: 'found', items: [], isCut: false };

/** BroadWorks tells about single numbers at system level; whoever has no account of its own asks with the server's. */
const mayAskSystem = ({ scope, via }: Caller) => scope.kind !== 'tenant' || via !== 'session';

/** The number of somebody who was found. */
export function heldBy({ user, isActivated }: Person, wanted: SoughtNumber): FoundNumber[] {
  const { phoneNumber: number, tenantId, groupId, userId } = user;
  if (number === null || !wanted.fits(number)) return [];
  const holder = { userId, name: nameOf(user) || null, type: 'User' };
  return [{ number, tenantId, groupId, isAssigned: true, isActivated, holder }];
}

/** Hunt groups, auto attendants and the like. */
async function ofServices(
  asking: Asking,
  { scope }: Caller,
  wanted: SoughtNumber,
  part: string,
): Promise<Look<FoundNumber>> {
  const look = await serviceRows(asking, scope, { searchCriteriaDn: containing(part) });
  return mapped(look, ({ type, tenantId, groupId, userId, lastName: name, phoneNumber: number }) =>
    number === null || !wanted.fits(number)
      ? []
      : [
          {
            number,
            tenantId,
            groupId,
            isAssigned: true,
            isActivated: null,
            holder: { userId, name, type },
          },
        ],
  );
}

/** One number, whoever has it or nobody. None when BroadWorks does not know it. */
async function wholeNumber(
  asking: Asking,
  { scope }: Caller,
  dn: string,
): Promise<Look<FoundNumber>> {
  const look = await asking.reply('SystemDnGetUtilizationRequest14sp3', { phoneNumber: dn });
  if (look.kind === 'failed') return look.refused === 'notFound' ? nothing : look;
  return mapped(look, ({ elements }: OciCommand) => {
    const told = (name: string) => textOf(elements, name) || null;
    const [tenantId, groupId, userId] = [
      told('serviceProviderId'),
      told('groupId'),
      told('userId'),
    ];
    if (tenantId === null || !holds(scope, { tenantId, groupId: groupId ?? undefined })) return [];
    const type = typeOf(told('userType'));
    return [
      {
        number: dn,
        tenantId,
        groupId,
        isAssigned: userId !== null || told('isGroupCallingLineId') === 'true',
        isActivated: flag(told('isActivated')),
        holder: userId === null ? null : { userId, name: null, type },
      },
    ];
  });
}

/** A number that was asked about as it was typed, spelled as lists have it. */
async function spelledOut(
  asking: Asking,
  look: Look<FoundNumber>,
  held: readonly FoundNumber[],
  wanted: SoughtNumber,
): Promise<Look<FoundNumber>> {
  const one = look.kind === 'found' ? look.items[0] : undefined;
  if (one === undefined) return look;
  const same = held.find((it) => it.tenantId === one.tenantId && wanted.equals(it.number));
  if (same !== undefined) return mapped(look, () => [{ ...one, number: same.number }]);
  const { tenantId, groupId } = one;
  if (one.number.startsWith('+') || tenantId === null || groupId === null) return look;
  const inside = await inGroup(asking, { tenantId, groupId }, wanted);
  const listed = inside.kind === 'found' ? inside.items : [];
  const its = listed.find(({ number }) => wanted.equals(number));
  return its === undefined ? look : mapped(look, () => [joined(its, one)]);
}

const flag = (text: string | null) => (text === 'true' ? true : text === 'false' ? false : null);

/** People are called users, as in all other places. */
const typeOf = (type: string | null) => (type === 'Normal' ? 'User' : type);

/** Numbers that nobody has. They are asked for last: the list of a provider is long. */
async function freeOnes(
  asking: Asking,
  caller: Caller,
  wanted: SoughtNumber,
  looks: readonly Look<FoundNumber>[],
): Promise<readonly Look<FoundNumber>[]> {
  const found = looks.flatMap((look) => (look.kind === 'found' ? look.items : []));
  if (found.some(({ number }) => wanted.equals(number))) return [];
  const isLong = wanted.whole.length > 0;
  if (mayAskSystem(caller)) return wanted.isWhole ? [] : [notSearchable(isLong)];
  const { scope } = caller;
  if (!isLong || found.length > 0 || scope.kind !== 'tenant') return [notSearchable(isLong)];
  const look = await asking.rows(
    'ServiceProviderDnGetSummaryListRequest',
    { serviceProviderId: scope.tenantId },
    'dnSummaryTable',
    'Phone Numbers',
  );
  const numbers = mapped(look, (row) => {
    const canDelete = flag(row('Can Delete'));
    return wholeIn(row('Phone Numbers'), wanted).map((number) => ({
      number,
      tenantId: scope.tenantId,
      groupId: row('Group Id') || null,
      isAssigned: canDelete === null ? null : !canDelete,
      isActivated: null,
      holder: null,
    }));
  });
  // It is the whole list, however long.
  return [numbers.kind === 'found' ? { ...numbers, isCut: false } : numbers];
}

const notSearchable = (isLong: boolean): Look<never> => ({
  kind: 'failed',
  problem: {
    code: 'NOT_SEARCHABLE',
    message: 'BroadWorks cannot search numbers that nobody has by a part of them',
    todo: isLong
      ? 'No number is just these digits; if there are more of them, type all.'
      : 'Type the whole number, at least 7 digits.',
  },
});

/** All numbers of a group, free ones too. */
async function inGroup(
  asking: Asking,
  { tenantId, groupId }: { readonly tenantId: string; readonly groupId: string },
  wanted: SoughtNumber,
): Promise<Look<FoundNumber>> {
  const look = await asking.rows(
    'GroupDnGetAssignmentPagedSortedListRequest',
    {
      serviceProviderId: tenantId,
      groupId,
      responsePagingControl: firstPage,
      searchCriteriaDn: wanted.parts.map(containing),
      ...(wanted.parts.length > 1 ? { searchCriteriaModeOr: true } : {}),
    },
    'dnTable',
    'Phone Numbers',
  );
  const { numbersIn, isCut } = picker(wanted);
  const numbers = mapped(look, (row) =>
    numbersIn(row('Phone Numbers')).map((number) => ({
      number,
      tenantId,
      groupId,
      ...holderIn(row),
      isActivated: flag(row('Activated')),
    })),
  );
  const [found = nothing] = merged([numbers]);
  return found.kind === 'found' && isCut() ? { ...found, isCut: true } : found;
}

function holderIn(row: Row): Pick<FoundNumber, 'holder' | 'isAssigned'> {
  const available = flag(row('Available'));
  const userId = row('User Id');
  // The caller number of a group has a row without a holder beside that of its holder.
  if (userId === '') return { holder: null, isAssigned: available === null ? null : !available };
  const type = typeOf(row('User Type') || null);
  const [lastName, firstName] = [row('Last Name'), row('First Name')];
  const name = (type === 'User' ? `${firstName} ${lastName}`.trim() : lastName) || null;
  return { holder: { userId, name, type }, isAssigned: true };
}

/** Most numbers of one range that are shown; nobody reads more. */
const mostOfRange = 200;
/** Most numbers of ranges that are compared for one look: so many take a few hundredths of a second. */
const mostCompared = 100_000;

/** Picks the numbers of cells that are meant: one, or some of a range. Tells when it did not compare all of them. */
function picker(wanted: SoughtNumber) {
  let left = mostCompared;
  return {
    isCut: () => left < 0,
    numbersIn(cell: string): readonly string[] {
      const parsed = parseDnCell(cell);
      if (parsed.kind !== 'range') return [];
      const { prefix, width, first, last } = parsed.range;
      const found: string[] = [];
      for (let value = first; value <= last && found.length <= mostOfRange; value++) {
        left -= 1;
        if (left < 0) break;
        const number = formatDn(prefix, width, value);
        if (wanted.fits(number)) found.push(number);
      }
      return found;
    },
  };
}

/** The whole number that is meant, where it lies in the range of the cell: without counting through the range. */
function wholeIn(cell: string, wanted: SoughtNumber): readonly string[] {
  const parsed = parseDnCell(cell);
  if (parsed.kind !== 'range') return [];
  const { prefix, width, first, last } = parsed.range;
  const numbers = wanted.whole.flatMap((whole) => {
    const own = whole.replace(/^\+\d+-/, '');
    const value = Number(own);
    return own.length === width && value >= first && value <= last
      ? [formatDn(prefix, width, value)]
      : [];
  });
  return [...new Set(numbers)].filter(wanted.equals);
}

/** Each number once, with all that any look told of it; troubles stay as they are. */
function merged(looks: readonly Look<FoundNumber>[]): readonly Look<FoundNumber>[] {
  const byNumber = new Map<string, FoundNumber>();
  for (const look of looks)
    for (const one of look.kind === 'found' ? look.items : []) {
      const before = byNumber.get(one.number);
      byNumber.set(one.number, before === undefined ? one : joined(before, one));
    }
  const isCut = looks.some((look) => look.kind === 'found' && look.isCut);
  return [
    { kind: 'found', items: [...byNumber.values()], isCut },
    ...looks.filter(({ kind }) => kind === 'failed'),
  ];
}

/** The same number as told twice. */
const joined = (a: FoundNumber, b: FoundNumber): FoundNumber => ({
  number: a.number,
  tenantId: a.tenantId ?? b.tenantId,
  groupId: a.groupId ?? b.groupId,
  isAssigned:
    a.isAssigned === true || b.isAssigned === true ? true : (a.isAssigned ?? b.isAssigned),
  isActivated: a.isActivated ?? b.isActivated,
  holder: a.holder ?? b.holder,
});
