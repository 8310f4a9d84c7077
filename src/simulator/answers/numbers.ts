// Directory numbers of a group in every list BroadWorks has for them. Neighbours that look alike are one row.
import { formatDn, formatDnRange, parseDn } from '../../numbers/index.js';
import {
  coalesced,
  countryCodeOf,
  derived,
  isIn,
  type NumberRun,
  nationalNumber,
  nationalPrefixOf,
  numberRuns,
  ownNumber,
} from '../world/queries.js';
import type { GroupState, Holder } from '../world/state.js';
import { data, element, type Row } from './answer.js';
import { type CommandRow, groupCommand, rawRows } from './command.js';
import { listAnswer } from './list.js';

const target = 'serviceProviderId groupId';
const people = 'searchCriteriaUserFirstName* searchCriteriaUserLastName*';

const assignmentHeadings = [
  'Phone Numbers',
  'Department',
  'Activated',
  'User Id',
  'Last Name',
  'First Name',
  'Extension',
  'Email Address',
  'User Type',
  'Country Code',
  'National Prefix',
];
const pagedHeadings = [
  'Phone Numbers',
  'Department',
  'Department Type',
  'Parent Department',
  'Parent Department Type',
  'Activated',
  'Available',
  'User Id',
  'Last Name',
  'First Name',
  'Extension',
  'Email Address',
  'User Type',
  'Country Code',
  'National Prefix',
];

/** A number, or a range nobody holds; `isGroupCaller` marks the second row of the group's caller number. */
interface Line {
  readonly run: NumberRun;
  readonly isGroupCaller: boolean;
}

/** The group's caller number has a row of its own before the row of its holder. */
function lines(group: GroupState): readonly Line[] {
  return derived(group, 'number lines', () => {
    const callerText = group.profile.get('callingLineIdPhoneNumber');
    const caller = parseDn(ownNumber(group, callerText ?? '') ?? '');
    return coalesced(numberRuns(group), looksLike).flatMap((run) =>
      caller !== undefined && isIn(caller, run)
        ? linesWithCaller(run, caller.first)
        : [{ run, isGroupCaller: false }],
    );
  });
}

const looksLike = (a: NumberRun, b: NumberRun) =>
  a.holder === undefined &&
  b.holder === undefined &&
  a.activated === b.activated &&
  a.department === b.department;

function linesWithCaller(run: NumberRun, caller: number): readonly Line[] {
  const own = { ...run, first: caller, last: caller };
  const pieces = [
    { run: { ...run, last: caller - 1 }, isGroupCaller: false },
    { run: { ...own, holder: undefined }, isGroupCaller: true },
    { run: own, isGroupCaller: false },
    { run: { ...run, first: caller + 1 }, isGroupCaller: false },
  ];
  return pieces.filter((piece) => piece.run.first <= piece.run.last);
}

const names = ({ run: { holder }, isGroupCaller }: Line) => ({
  lastName: isGroupCaller ? 'Group Calling Line ID' : (holder?.lastName ?? ''),
  firstName: holder?.firstName ?? '',
  userType: holder === undefined ? '' : (holder.instance?.kind ?? 'Normal'),
});

/** The last cells of every row: who holds the number, and how it is dialled. */
function holderCells(group: GroupState, line: Line): Row {
  const { holder, prefix } = line.run;
  const { lastName, firstName, userType } = names(line);
  const code = countryCodeOf(group.provider, `${prefix}0`);
  return [
    holder?.userId ?? '',
    lastName,
    firstName,
    holder?.extension ?? '',
    holder?.emailAddress ?? '',
    userType,
    code,
    nationalPrefixOf(code),
  ];
}

const assignmentRow = (group: GroupState, line: Line): Row => [
  formatDnRange(line.run),
  line.run.department ?? '',
  String(line.run.activated),
  ...holderCells(group, line),
];

function pagedRow(group: GroupState, line: Line): Row {
  const { run, isGroupCaller } = line;
  return [
    formatDnRange(run),
    run.department ?? '',
    run.department === undefined ? '' : 'Group',
    '',
    '',
    String(run.activated),
    String(run.holder === undefined && !isGroupCaller),
    ...holderCells(group, line),
  ];
}

/** The old list names the owner in one column. */
const owner = (holder: Holder | undefined): string => {
  if (holder === undefined) return '';
  return holder.instance === undefined ? `${holder.lastName},${holder.firstName}` : holder.lastName;
};

/** Every row of one list, kept until the group changes. */
function rowsFor(
  group: GroupState,
  command: string,
  row: (group: GroupState, line: Line) => Row,
): readonly Row[] {
  return derived(group, command, () => [
    ...lines(group).map((line) => row(group, line)),
    ...rawRows(group, command, 'dnTable'),
  ]);
}

/** A list with one flag per number: neighbours with the same flag are one row. */
function flagRows(
  group: GroupState,
  command: string,
  flag: (run: NumberRun) => boolean,
): readonly Row[] {
  return derived(group, command, () => [
    ...coalesced(numberRuns(group), (a, b) => flag(a) === flag(b)).map((run) => [
      formatDnRange(run),
      String(flag(run)),
    ]),
    ...rawRows(group, command, 'dnTable'),
  ]);
}

/** National numbers one by one, as lists without a table have them. */
function plainNumbers(runs: readonly NumberRun[]) {
  return runs.flatMap((run) =>
    Array.from({ length: run.last - run.first + 1 }, (_, at) =>
      element('phoneNumber', nationalNumber(formatDn(run.prefix, run.width, run.first + at))),
    ),
  );
}

/** Numbers of a group: who has them, in use or not, switched on or not. */
export const numberCommands: readonly CommandRow[] = [
  groupCommand(
    'GroupDnGetAssignmentListRequest',
    `${target} responseSizeLimit? searchCriteriaDn* ${people} searchCriteriaExactDnDepartment? searchCriteriaExactDnActivation?`,
    (group, { elements }) => {
      const headings = ['Phone Numbers', 'Assigned To', 'Department', 'Activated'];
      const type = 'GroupDnGetAssignmentListResponse';
      const rows = rowsFor(
        group,
        'GroupDnGetAssignmentListRequest',
        (_, { run, isGroupCaller }) => [
          formatDnRange(run),
          isGroupCaller ? 'Group Calling Line ID' : owner(run.holder),
          run.department ?? '',
          String(run.activated),
        ],
      );
      return listAnswer(elements, { type, name: 'dnTable', headings }, rows);
    },
  ),
  groupCommand(
    'GroupDnGetAssignmentListRequest18',
    `${target} responseSizeLimit? searchCriteriaDn* ${people} searchCriteriaExactDnDepartment? searchCriteriaExactDnActivation? searchCriteriaUserId* searchCriteriaExtension*`,
    (group, { elements }) => {
      const type = 'GroupDnGetAssignmentListResponse18';
      const rows = rowsFor(group, 'GroupDnGetAssignmentListRequest18', assignmentRow);
      return listAnswer(elements, { type, name: 'dnTable', headings: assignmentHeadings }, rows);
    },
  ),
  groupCommand(
    'GroupDnGetAssignmentPagedSortedListRequest',
    `${target} responsePagingControl? sortOrder* searchCriteriaDn* searchCriteriaDepartmentName* searchCriteriaExactDnActivation? searchCriteriaExactDnAvailability? searchCriteriaUserId* ${people} searchCriteriaExactUserType* searchCriteriaExtension* searchCriteriaEmailAddress* searchCriteriaModeOr?`,
    (group, { elements }) => {
      const type = 'GroupDnGetAssignmentPagedSortedListResponse';
      const rows = rowsFor(group, 'GroupDnGetAssignmentPagedSortedListRequest', pagedRow);
      const options = { type, name: 'dnTable', headings: pagedHeadings, isPaged: true };
      return listAnswer(elements, options, rows);
    },
  ),
  groupCommand('GroupDnGetSummaryListRequest', target, (group, { elements }) => {
    const type = 'GroupDnGetSummaryListResponse';
    const headings = ['Phone Numbers', 'Assigned'];
    const rows = flagRows(group, 'GroupDnGetSummaryListRequest', (run) => run.holder !== undefined);
    return listAnswer(elements, { type, name: 'dnTable', headings }, rows);
  }),
  groupCommand('GroupDnGetActivationListRequest', target, (group, { elements }) => {
    const type = 'GroupDnGetActivationListResponse';
    const headings = ['Phone Numbers', 'Activated'];
    const rows = flagRows(group, 'GroupDnGetActivationListRequest', (run) => run.activated);
    return listAnswer(elements, { type, name: 'dnTable', headings }, rows);
  }),
  groupCommand('GroupDnGetListRequest', target, (group) =>
    data('GroupDnGetListResponse', plainNumbers(numberRuns(group))),
  ),
  groupCommand('GroupDnGetAvailableListRequest', target, (group) =>
    data(
      'GroupDnGetAvailableListResponse',
      plainNumbers(numberRuns(group).filter((run) => run.holder === undefined)),
    ),
  ),
];
