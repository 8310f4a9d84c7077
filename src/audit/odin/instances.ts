// Auto attendants, call centers and hunt groups, over ODIN, and the services that each of them has.
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
import { listedTwice, missing, type OdinAsker, oddRows, problemOf } from './asker.js';
import { type Fields, fieldsOf, flagOf, namedOnce, optionalText, rowsOf, textOf } from './loose.js';

type List = (typeof instanceLists)[number];

const paths: Readonly<Record<List, string>> = {
  autoAttendants: '/groups/auto-attendants',
  callCenters: '/groups/call-centers',
  huntGroups: '/groups/hunt-groups',
};

export async function readInstances(asker: OdinAsker, key: GroupKey): Promise<Part<Instances>> {
  const problems: Problem[] = [];
  const lists = await Promise.all(
    instanceLists.map((list) => readList(asker, key, paths[list], problems)),
  );
  return instancesPart(lists, asker.evidence(), problems, 'none of the services is assigned');
}

async function readList(
  asker: OdinAsker,
  key: GroupKey,
  path: string,
  problems: Problem[],
): Promise<readonly ServiceInstance[] | Absence> {
  const got = await asker.ask(path, { ...key });
  if (got.kind !== 'reply') {
    const kind = got.kind === 'refused' ? got.refusal.kind : 'other';
    if (kind === 'serviceNotAssigned') return 'notApplicable';
    problems.push(problemOf(got));
    return kind === 'notPermitted' ? 'outOfScope' : 'unknown';
  }
  const found = rowsOf(got.body);
  if (found === undefined) {
    problems.push(missing(got.command, 'list'));
    return 'unknown';
  }
  const { named, twice, nameless } = namedOnce(found.rows, 'serviceUserId');
  problems.push(
    ...oddRows(got.command, 'service instances', found.odd + nameless),
    ...listedTwice(got.command, 'service instances', twice),
  );
  const instances = await Promise.all(
    [...named].map(([id, row]) => instanceOf(asker, id, row, problems)),
  );
  return instances.sort((a, b) => order(a.serviceUserId, b.serviceUserId));
}

const texts = ['name', 'phoneNumber', 'extension', 'department', 'type', 'policy'] as const;

async function instanceOf(
  asker: OdinAsker,
  serviceUserId: string,
  row: Fields,
  problems: Problem[],
): Promise<ServiceInstance> {
  const said: Partial<Record<(typeof texts)[number], string>> = {};
  for (const name of texts) {
    const text = optionalText(row[name]);
    if (text !== undefined) said[name] = text;
  }
  const numeric = texts.filter((name) => typeof row[name] === 'number');
  const services = await readServices(asker, serviceUserId, problems);
  return {
    serviceUserId,
    ...said,
    isActive: flagOf(row.isActive),
    services,
    ...(numeric.length === 0 ? {} : { zerosDoubtful: numeric }),
  };
}

async function readServices(
  asker: OdinAsker,
  userId: string,
  problems: Problem[],
): Promise<readonly AssignedService[] | 'unknown'> {
  const got = await asker.ask('/users/services/assigned', { userId });
  const doubt = (problem: Problem): 'unknown' => {
    problems.push({ ...problem, message: `${userId}: ${problem.message}` });
    return 'unknown';
  };
  if (got.kind !== 'reply') return doubt(problemOf(got));
  const body = fieldsOf(got.body) ?? {};
  const group = rowsOf(body.groupServices);
  const user = rowsOf(body.userServices);
  // Either may be left out when it is empty; without both the answer says nothing.
  if (group === undefined && user === undefined)
    return doubt(missing(got.command, 'userServices and groupServices'));
  const odd = (group?.odd ?? 0) + (user?.odd ?? 0);
  const services = [
    ...(group?.rows ?? []).map((row) => serviceOf(row, 'groupService')),
    ...(user?.rows ?? []).map((row) => serviceOf(row, 'userService')),
  ];
  const named = services.filter(({ name }) => name !== '');
  for (const problem of oddRows(got.command, 'services', odd + services.length - named.length))
    doubt(problem);
  return named.sort((a, b) => order(a.kind, b.kind) || order(a.name, b.name));
}

function serviceOf(row: Fields, kind: AssignedService['kind']): AssignedService {
  const { isActive } = row;
  const name = textOf(row.serviceName) ?? '';
  return {
    name,
    kind,
    ...(isActive === undefined || isActive === null ? {} : { isActive: flagOf(isActive) }),
  };
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
