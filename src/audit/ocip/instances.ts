// Auto attendants, call centers and hunt groups, and the services that each of them has.
import { type Element, textOf } from '../../ocip/index.js';
import { instancesPart } from '../instances-part.js';
import {
  type Absence,
  type AssignedService,
  type GroupKey,
  type Instances,
  instanceLists,
  type Part,
  type Problem,
  type ServiceInstance,
} from '../model.js';
import { type Asker, type Got, problemOf } from './asker.js';
import { columnOf, flagOf, missing, wordsOf } from './cells.js';

type ListName = (typeof instanceLists)[number];
type Row = Omit<ServiceInstance, 'services'>;

interface Kind {
  readonly command: string;
  readonly table: string;
  readonly words: string;
}

const kinds: Readonly<Record<ListName, Kind>> = {
  autoAttendants: {
    command: 'GroupAutoAttendantGetInstanceListRequest',
    table: 'autoAttendantTable',
    words: 'auto attendants',
  },
  callCenters: {
    command: 'GroupCallCenterGetInstanceListRequest',
    table: 'callCenterTable',
    words: 'call centers',
  },
  huntGroups: {
    command: 'GroupHuntGroupGetInstanceListRequest',
    table: 'huntGroupTable',
    words: 'hunt groups',
  },
};

const servicesCommand = 'UserAssignedServicesGetListRequest';

export async function readInstances(asker: Asker, key: GroupKey): Promise<Part<Instances>> {
  const problems: Problem[] = [];
  const answers = await Promise.all(
    instanceLists.map((list) => asker.ask(kinds[list].command, { ...key })),
  );
  const lists = await Promise.all(
    answers.map((got, at) => readList(asker, got, kinds[instanceLists[at]!], problems)),
  );
  return instancesPart(lists, asker.evidence(), problems, reasonOf(answers[0]!));
}

const reasonOf = (got: Got) => (got.kind === 'refused' ? got.refusal.summary : '');

async function readList(
  asker: Asker,
  got: Got,
  kind: Kind,
  problems: Problem[],
): Promise<readonly ServiceInstance[] | Absence> {
  const rows = rowsOf(got, kind, problems);
  if (typeof rows === 'string') return rows;
  const instances = rows.map(async (row) => ({
    ...row,
    services: await readServices(asker, row.serviceUserId, problems),
  }));
  const inOrder = (await Promise.all(instances)).sort((a, b) =>
    order(a.serviceUserId, b.serviceUserId),
  );
  return inOrder;
}

function rowsOf(got: Got, kind: Kind, problems: Problem[]): readonly Row[] | Absence {
  if (got.kind !== 'reply') {
    const refusal = got.kind === 'refused' ? got.refusal.kind : 'other';
    if (refusal === 'serviceNotAssigned') return 'notApplicable';
    problems.push(problemOf(got));
    return refusal === 'notPermitted' ? 'outOfScope' : 'unknown';
  }
  const table = got.reply.tables.get(kind.table);
  if (table === undefined) {
    problems.push(missing(got.command, `table ${kind.table}`));
    return 'unknown';
  }
  const { headings } = table;
  if (columnOf(headings, 'Service User Id') < 0) {
    problems.push(missing(got.command, `column "Service User Id" in ${kind.table}`));
    return 'unknown';
  }
  const read = rowReader(headings);
  const rows = table.rows.map(read).filter((row) => row !== undefined);
  const odd = table.rows.length - rows.length;
  if (odd > 0) {
    const message = `${odd} of the ${kind.words} ${odd === 1 ? 'has' : 'have'} no service user id`;
    problems.push({ command: got.command, code: 'TABLE_UNREADABLE', message });
  }
  return rows;
}

const columns = [
  ['name', 'Name'],
  ['phoneNumber', 'Phone Number'],
  ['extension', 'Extension'],
  ['department', 'Department'],
  ['type', 'Type'],
  ['policy', 'Policy'],
] as const;

/** Makes an instance of a row's cells; of a row without a service user id, nothing. */
function rowReader(headings: readonly string[]): (cells: readonly string[]) => Row | undefined {
  const id = columnOf(headings, 'Service User Id');
  const active = columnOf(headings, 'Is Active');
  const places = columns.map(([field, heading]) => [field, columnOf(headings, heading)] as const);
  return (cells) => {
    const serviceUserId = wordsOf(cells[id]);
    if (serviceUserId === undefined) return undefined;
    const said = places
      .map(([field, column]) => [field, wordsOf(cells[column])] as const)
      .filter(([, words]) => words !== undefined);
    return { serviceUserId, ...Object.fromEntries(said), isActive: flagOf(cells[active]) };
  };
}

async function readServices(
  asker: Asker,
  userId: string,
  problems: Problem[],
): Promise<readonly AssignedService[] | 'unknown'> {
  const got = await asker.ask(servicesCommand, { userId });
  const doubt = (problem: Problem) =>
    problems.push({ ...problem, message: `${userId}: ${problem.message}` });
  if (got.kind !== 'reply') {
    doubt(problemOf(got));
    return 'unknown';
  }
  const services = got.reply.elements.flatMap((entry) => {
    const kind = entryKinds[entry.name];
    return kind === undefined ? [] : [serviceOf(entry, kind)];
  });
  const named = services.filter(({ name }) => name !== '');
  const odd = services.length - named.length;
  if (odd > 0)
    doubt({
      command: got.command,
      code: 'ELEMENT_UNREADABLE',
      message: `${odd} of the services ${odd === 1 ? 'has' : 'have'} no name`,
    });
  return named.sort((a, b) => order(a.kind, b.kind) || order(a.name, b.name));
}

const entryKinds: Readonly<Record<string, AssignedService['kind']>> = {
  groupServiceEntry: 'groupService',
  userServiceEntry: 'userService',
};

function serviceOf({ children }: Element, kind: AssignedService['kind']): AssignedService {
  const isActive = textOf(children, 'isActive');
  return {
    name: textOf(children, 'serviceName') ?? '',
    kind,
    ...(isActive === undefined ? {} : { isActive: flagOf(isActive) }),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
