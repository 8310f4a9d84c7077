// The table of user services as Markdown, from their rows. Pure.
import { type Field, type UserService, wireOf } from './user-service-fields.js';
import { userServices } from './user-service-table.js';

/** The table of docs/api-services.md. */
export function userServicesTable(rows: readonly UserService[] = userServices): string {
  const sorted = [...rows].sort((a, b) => (a.leaf < b.leaf ? -1 : 1));
  return [
    '| Leaf | Service | Commands, newest first | Fields |',
    '|---|---|---|---|',
    ...sorted.map(
      ({ leaf, service, forms, fields }) =>
        `| \`${leaf}\` | ${service} | ${commandsOf(forms)} | ${fields.map(fieldText).join('<br>')} |`,
    ),
  ].join('\n');
}

const commandsOf = (forms: UserService['forms']): string =>
  [...new Set(forms.flatMap(({ get, modify }) => [get, modify]))]
    .map((command) => `\`${command}\``)
    .join('<br>');

function fieldText(field: Field): string {
  const marks = [
    kindOf(field),
    ...(field.nullable ? ['null clears'] : []),
    ...(field.mayBeNone ? ['may be null'] : []),
    ...(field.readOnly ? ['read only'] : []),
    ...(field.writeOnly ? ['never told'] : []),
    ...(field.optional ? ['not told by every release'] : []),
  ];
  const wire = wireOf(field);
  const element = wire === field.name ? '' : ` (\`${wire}\`)`;
  return `\`${field.name}\`${element}: ${marks.join(', ')}`;
}

function kindOf(field: Field): string {
  switch (field.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `${field.min} to ${field.max}${field.not === undefined ? '' : `, not ${field.not}`}`;
    case 'enum':
      return field.values.map((value) => `"${value}"`).join(' or ');
    case 'text':
      return `text of ${field.shortest ?? 1} to ${field.longest}`;
    case 'list': {
      const { entries, most } = field;
      const inside = 'longest' in entries ? 'texts' : entries.map(({ name }) => name).join(', ');
      return field.readOnly ? `list of ${inside}` : `list of up to ${most}: ${inside}`;
    }
  }
}
