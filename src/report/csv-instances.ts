// The rows of the csv files of service instances: one per instance, and one per service of an instance.
import {
  type Absence,
  type Instances,
  instanceLists,
  type ServiceInstance,
} from '../audit/index.js';
import { type CsvSheet, phone } from './csv-rows.js';
import type { CsvRow } from './csv-text.js';

const kindOf = {
  autoAttendants: 'autoAttendant',
  callCenters: 'callCenter',
  huntGroups: 'huntGroup',
} as const satisfies Record<(typeof instanceLists)[number], string>;

export const instanceSheet: CsvSheet<Instances> = {
  head: [
    'kind',
    'serviceUserId',
    'name',
    'phoneNumber',
    'extension',
    'department',
    'isActive',
    'type',
    'policy',
    'zerosDoubtful',
  ],
  *rows(instances, state) {
    yield* listRows(instances, instanceSheet.head.length, (kind, instance) => {
      const { serviceUserId, name, department, isActive, type, policy } = instance;
      const reached = [phone(instance.phoneNumber), phone(instance.extension)];
      const said = [name, ...reached, department, isActive, type, policy];
      return [[state, kind, serviceUserId, ...said, instance.zerosDoubtful?.join('; ')]];
    });
  },
};

export const instanceServiceSheet: CsvSheet<Instances> = {
  head: ['instanceKind', 'serviceUserId', 'kind', 'name', 'isActive'],
  *rows(instances, state) {
    yield* listRows(instances, instanceServiceSheet.head.length, (of, instance) => {
      const { serviceUserId, services } = instance;
      if (services === 'unknown') {
        return [['unknown', of, serviceUserId, undefined, undefined, undefined]];
      }
      return services.map(({ kind, name, isActive }) => [
        state,
        of,
        serviceUserId,
        kind,
        name,
        isActive,
      ]);
    });
  },
};

/** A list that is not there is one row with the reason as its state. */
function* listRows(
  instances: Instances,
  columns: number,
  rowsOf: (kind: string, instance: ServiceInstance) => readonly CsvRow[],
): Generator<CsvRow> {
  for (const name of instanceLists) {
    const list: readonly ServiceInstance[] | Absence = instances[name];
    if (typeof list === 'string') {
      yield [list, kindOf[name], ...Array.from({ length: columns - 1 }, () => undefined)];
    } else {
      for (const instance of list) yield* rowsOf(kindOf[name], instance);
    }
  }
}
