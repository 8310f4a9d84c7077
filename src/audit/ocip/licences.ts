// What the group is authorised for and what is consumed: packs, group services, user services. Zeros are kept.
import type { OciCommand, Table } from '../../ocip/index.js';
import { checkedLicences } from '../licence-rows.js';
import type { Amount, GroupKey, Licence, Licences, Part, Problem } from '../model.js';
import { type Asker, problemOf } from './asker.js';
import { amountOf, columnOf, flagOf, missing, wordsOf } from './cells.js';

const command = 'GroupServiceGetAuthorizationListRequest';

interface Kind {
  readonly field: keyof Licences;
  readonly table: string;
  readonly words: string;
  readonly name: string;
  readonly quantity: string;
}

const kinds: readonly Kind[] = [
  {
    field: 'servicePacks',
    table: 'servicePacksAuthorizationTable',
    words: 'service pack',
    name: 'Service Pack Name',
    quantity: 'Allocated',
  },
  {
    field: 'groupServices',
    table: 'groupServicesAuthorizationTable',
    words: 'group service',
    name: 'Service Name',
    quantity: 'Quantity',
  },
  {
    field: 'userServices',
    table: 'userServicesAuthorizationTable',
    words: 'user service',
    name: 'Service Name',
    quantity: 'Quantity',
  },
];

export async function readLicences(asker: Asker, key: GroupKey): Promise<Part<Licences>> {
  const got = await asker.ask(command, { ...key });
  const evidence = asker.evidence();
  if (got.kind !== 'reply') {
    const scope = got.kind === 'refused' && got.refusal.kind === 'notPermitted';
    return { status: scope ? 'outOfScope' : 'unknown', ...evidence, problems: [problemOf(got)] };
  }
  const incomplete = kinds.flatMap((kind) => incompleteness(got.reply, kind));
  if (incomplete.length > 0) return { status: 'unknown', ...evidence, problems: incomplete };
  const problems: Problem[] = [];
  const read = (kind: Kind) =>
    licencesOf(got.reply.tables.get(kind.table) as Table, kind, problems);
  const value: Licences = {
    servicePacks: read(kinds[0]!),
    groupServices: read(kinds[1]!),
    userServices: read(kinds[2]!),
  };
  if (problems.length === 0) return { status: 'known', ...evidence, value, notes: [] };
  return { status: 'partial', ...evidence, value, problems, notes: [] };
}

/** Without its table, or the columns of name and usage, the part says nothing. */
function incompleteness(reply: OciCommand, { table, name }: Kind): Problem[] {
  const found = reply.tables.get(table);
  if (found === undefined) return [missing(command, `table ${table}`)];
  return [name, 'Usage']
    .filter((heading) => columnOf(found.headings, heading) < 0)
    .map((heading) => missing(command, `column "${heading}" in ${table}`));
}

function licencesOf({ headings, rows }: Table, kind: Kind, problems: Problem[]): Licence[] {
  const doubt = (message: string) => problems.push({ command, code: 'TABLE_UNREADABLE', message });
  for (const heading of ['Authorized', kind.quantity])
    if (columnOf(headings, heading) < 0) doubt(`the ${kind.words}s have no column "${heading}"`);
  return checkedLicences(rows.map(rowReader(headings, kind)), kind.words, doubt);
}

/** Makes a licence of a row's cells. Columns that only some tables have are looked for in all. */
function rowReader(headings: readonly string[], kind: Kind): (cells: readonly string[]) => Licence {
  const at = (heading: string) => columnOf(headings, heading);
  const name = at(kind.name);
  const amounts = [
    ['quantity', at(kind.quantity)],
    ['allowed', at('Allowed')],
    ['usage', at('Usage')],
    ['instanceCount', at('Instance Count')],
  ] as const;
  const flags = [
    ['licensed', at('Licensed')],
    ['userAssignable', at('User Assignable')],
    ['groupServiceAssignable', at('Group Service Assignable')],
  ] as const;
  const [authorized, assigned, limited, description] = [
    at('Authorized'),
    at('Assigned'),
    at('Limited'),
    at('Description'),
  ];
  return (cells) => {
    const asSent: Record<string, string> = {};
    const values: Record<string, Amount> = {};
    for (const [field, column] of amounts) {
      const amount = amountOf(cells[column]);
      if (field === 'instanceCount' && column < 0) continue;
      values[field] = amount;
      if (amount === 'unknown' && wordsOf(cells[column]) !== undefined)
        asSent[field] = (cells[column] as string).trim();
    }
    const words = description < 0 ? undefined : wordsOf(cells[description]);
    const optional = flags.filter(([, column]) => column >= 0);
    return {
      name: wordsOf(cells[name]) ?? '',
      authorized: flagOf(cells[authorized]),
      assigned: flagOf(cells[assigned]),
      limited: limitedOf(cells[limited]),
      ...(values as { quantity: Amount; allowed: Amount; usage: Amount }),
      ...Object.fromEntries(optional.map(([field, column]) => [field, flagOf(cells[column])])),
      ...(words === undefined ? {} : { description: words }),
      ...(Object.keys(asSent).length === 0 ? {} : { asSent }),
    };
  };
}

function limitedOf(cell: string | undefined): Licence['limited'] {
  const text = cell?.trim().toLowerCase();
  return text === 'limited' || text === 'unlimited' ? text : 'unknown';
}
