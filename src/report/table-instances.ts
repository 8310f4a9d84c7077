// The service instances section of the table format: auto attendants, call centers, hunt groups and their services.
import type {
  Absence,
  AssignedService,
  Instances,
  instanceLists,
  ServiceInstance,
} from '../audit/index.js';
import { type Cell, grid, type Page, paragraph } from './grid.js';

type ListName = (typeof instanceLists)[number];

const titles = {
  autoAttendants: 'Auto attendants',
  callCenters: 'Call centers',
  huntGroups: 'Hunt groups',
} as const satisfies Record<ListName, string>;

export function instancesLines(page: Page, instances: Instances): string[] {
  return (Object.keys(titles) as ListName[]).flatMap((name, at) => [
    ...(at === 0 ? [] : ['']),
    ...listLines(page, titles[name], instances[name]),
  ]);
}

function listLines(page: Page, title: string, list: readonly ServiceInstance[] | Absence) {
  if (typeof list === 'string') return absenceLines(page, title, list);
  if (list.length === 0) return paragraph(page, `${title}: none`, 2);
  return [
    ...paragraph(page, `${title} (${list.length})`, 2, 'heading'),
    ...grid(
      page,
      [{ head: '', least: 16 }, { head: '' }],
      list.flatMap((instance) => [
        [instance.serviceUserId, aboutCell(instance)],
        ['', servicesCell(page, instance.services)],
      ]),
    ),
  ];
}

function absenceLines(page: Page, title: string, absence: Absence): string[] {
  switch (absence) {
    case 'unknown':
      return paragraph(page, `${title}: UNKNOWN, they could not be read, see PROBLEMS.`, 2, 'bad');
    case 'outOfScope':
      return paragraph(
        page,
        `${title}: OUT OF SCOPE, this login may not read them, see PROBLEMS.`,
        2,
        'bad',
      );
    case 'notApplicable':
      return paragraph(page, `${title}: not applicable, the group does not have the service.`, 2);
  }
}

/** Two lines for each instance: that many columns would not fit a terminal. */
function aboutCell(instance: ServiceInstance): Cell {
  const { name, phoneNumber, extension, type, policy, department, isActive } = instance;
  const texts = [
    name,
    phoneNumber,
    extension === undefined ? undefined : `ext. ${extension}`,
    type,
    policy,
    department,
    isActive === 'unknown' ? 'active or not: unknown' : isActive ? 'active' : 'NOT ACTIVE',
  ];
  const doubtful = instance.zerosDoubtful ?? [];
  const doubt = doubtful.length === 0 ? '' : '; came as plain figures, leading zeros may be lost';
  const text = texts.filter((part) => part !== undefined).join(', ') + doubt;
  return isActive === true && doubt === '' ? text : { text, style: 'warning' };
}

/** Lines of services for one instance before they are shortened. */
const serviceLines = 2;

function servicesCell(page: Page, services: ServiceInstance['services']): Cell {
  if (services === 'unknown') return { text: 'services unknown: could not be read', style: 'bad' };
  if (services.length === 0) return 'no services';
  const lines = page.all ? Number.POSITIVE_INFINITY : serviceLines;
  return { items: services.map(serviceText), count: services.length, lines };
}

function serviceText({ name, kind, isActive }: AssignedService): string {
  const remarks = [
    ...(kind === 'groupService' ? ['group service'] : []),
    ...(isActive === false ? ['off'] : isActive === 'unknown' ? ['on or off unknown'] : []),
  ];
  return remarks.length === 0 ? name : `${name} (${remarks.join(', ')})`;
}
