// Directory numbers of a group, as ODIN tells them: in ranges of one state, and one by one with their holders.
import { formatDn, formatDnRange, parseDn } from '../../numbers/index.js';
import {
  coalesced,
  countryCodeOf,
  derived,
  isIn,
  type NumberRun,
  nationalPrefixOf,
  numberRuns,
  ownNumber,
} from '../world/queries.js';
import type { GroupState, Holder } from '../world/state.js';
import { type JsonObject, ok, orNull } from './answer.js';
import { aboutGroup, type CallRow } from './call.js';

const rangesRequest = 'GroupDnGetSummaryListRequest';
const detailsRequest = 'GroupDnGetAssignmentListRequest18';

const first = (run: NumberRun) => formatDn(run.prefix, run.width, run.first);
const last = (run: NumberRun) => formatDn(run.prefix, run.width, run.last);

/** Neighbours are one range when they are alike in being held and in being switched on. */
function ranges(group: GroupState): readonly JsonObject[] {
  const isHeld = (run: NumberRun) => run.holder !== undefined;
  const alike = (a: NumberRun, b: NumberRun) =>
    isHeld(a) === isHeld(b) && a.activated === b.activated;
  return coalesced(numberRuns(group), alike).map((run) => ({
    assigned: isHeld(run),
    activated: run.activated,
    min: first(run),
    max: run.first === run.last ? null : last(run),
    list: Array.from({ length: run.last - run.first + 1 }, (_, at) =>
      formatDn(run.prefix, run.width, run.first + at),
    ),
  }));
}

const groupCaller = 'Group Calling Line ID';

function detail(group: GroupState, run: NumberRun, lastName: string | undefined): JsonObject {
  const { holder } = run;
  const code = countryCodeOf(group.provider, `${run.prefix}0`);
  return {
    phoneNumbers: formatDnRange(run),
    department: orNull(run.department),
    activated: run.activated,
    userId: orNull(holder?.userId),
    lastName: orNull(lastName ?? holder?.lastName),
    firstName: orNull(holder?.firstName),
    extension: orNull(holder?.extension),
    emailAddress: orNull(holder?.emailAddress),
    userType: orNull(userTypeOf(holder)),
    countryCode: Number(code),
    nationalPrefix: orNull(nationalPrefixOf(code)),
    min: first(run),
    max: run.first === run.last ? '' : last(run),
  };
}

function userTypeOf(holder: Holder | undefined): string | undefined {
  return holder === undefined ? undefined : (holder.instance?.kind ?? 'Normal');
}

/** The caller number of the group has a row of its own, in front of the row of its holder. */
function details(group: GroupState): readonly JsonObject[] {
  const caller = parseDn(
    ownNumber(group, group.profile.get('callingLineIdPhoneNumber') ?? '') ?? '',
  );
  const alike = (a: NumberRun, b: NumberRun) =>
    a.holder === undefined &&
    b.holder === undefined &&
    a.activated === b.activated &&
    a.department === b.department;
  return coalesced(numberRuns(group), alike).flatMap((run) => {
    if (caller === undefined || !isIn(caller, run)) return [detail(group, run, undefined)];
    const own = { ...run, first: caller.first, last: caller.first };
    const before = { ...run, last: caller.first - 1 };
    const after = { ...run, first: caller.first + 1 };
    return [
      ...(before.first <= before.last ? [detail(group, before, undefined)] : []),
      detail(group, { ...own, holder: undefined }, groupCaller),
      detail(group, own, undefined),
      ...(after.first <= after.last ? [detail(group, after, undefined)] : []),
    ];
  });
}

const withIds = (group: GroupState, dns: readonly JsonObject[]) =>
  ok({ serviceProviderId: group.provider.serviceProviderId, groupId: group.groupId, dns });

/** `/groups/dns`, `/groups/dns/details`. */
export const numberCalls: readonly CallRow[] = [
  {
    path: '/groups/dns',
    command: rangesRequest,
    run: aboutGroup(rangesRequest, (group) =>
      withIds(
        group,
        derived(group, 'odin ranges', () => ranges(group)),
      ),
    ),
  },
  {
    path: '/groups/dns/details',
    command: detailsRequest,
    run: aboutGroup(detailsRequest, (group) =>
      withIds(
        group,
        derived(group, 'odin details', () => details(group)),
      ),
    ),
  },
];
