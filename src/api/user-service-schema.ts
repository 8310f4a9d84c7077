// JSON Schemas of a user service, from its row: what is told, and what a change takes. Pure.
import type { Schema } from './route.js';
import {
  type Field,
  type Scalar,
  settable,
  told,
  type UserService,
} from './user-service-fields.js';
import { isFields } from './user-service-state.js';

/** How the service is set. */
export function stateSchema(service: UserService): Schema {
  const fields = told(service);
  return {
    type: 'object',
    properties: propertiesOf(fields, toldSchema),
    required: fields.filter(({ optional }) => !optional).map(({ name }) => name),
  };
}

/** How it is set after a change; only what was sent when it could not be read back. */
export function changedSchema(service: UserService): Schema {
  return {
    type: 'object',
    properties: {
      ...propertiesOf(told(service), toldSchema),
      ...readBackProperties,
    },
  };
}

/** Members of an answer to a change that was made, and could not be read back. */
export const readBackProperties = {
  readBack: {
    const: false,
    description:
      'Only there when the change was made but could not be read back: the other members are what was sent.',
  },
  readBackProblem: { type: 'string', description: 'Why it could not be read back.' },
} as const satisfies Schema;

/** A change: any of the settable fields, at least one. */
export function changeSchema(service: UserService): Schema {
  const refused = service.fields.filter(({ readOnly }) => readOnly);
  return {
    type: 'object',
    properties: {
      ...propertiesOf(settable(service), takenSchema),
      ...propertiesOf(refused, () => ({
        not: {},
        readOnly: true,
        description: 'It is told and cannot be changed here.',
      })),
    },
    additionalProperties: false,
    minProperties: 1,
  };
}

const propertiesOf = (
  fields: readonly Field[],
  schemaOf: (field: Field) => Schema,
): Readonly<Record<string, Schema>> =>
  Object.fromEntries(fields.map((field) => [field.name, schemaOf(field)]));

function toldSchema(field: Field): Schema {
  if (field.type === 'list') return listSchema(field, toldSchema, {});
  const { about } = field;
  const type = field.type === 'enum' || field.type === 'text' ? 'string' : field.type;
  // A newer release may tell more values than these.
  const values = field.type === 'enum' ? ` Known are: ${field.values.join(', ')}.` : '';
  return {
    type: field.nullable || field.mayBeNone ? [type, 'null'] : type,
    description: `${about}${values}`,
  };
}

function takenSchema(field: Field): Schema {
  if (field.type === 'list') return listSchema(field, takenSchema, { maxItems: field.most });
  const or = <T>(type: T) => (field.nullable ? [type, 'null'] : type);
  const description = field.nullable ? `${field.about} Null takes it away.` : field.about;
  const common = { ...(field.writeOnly ? { writeOnly: true } : {}), description };
  switch (field.type) {
    case 'boolean':
      return { type: or('boolean'), ...common };
    case 'integer':
      return field.not === undefined
        ? { type: or('integer'), minimum: field.min, maximum: field.max, ...common }
        : { type: or('integer'), enum: [...valuesOf(field)], ...common };
    case 'enum':
      return {
        type: or('string'),
        enum: field.nullable ? [...field.values, null] : field.values,
        ...common,
      };
    case 'text':
      return {
        type: or('string'),
        minLength: field.shortest ?? 1,
        maxLength: field.longest,
        ...common,
      };
  }
}

function* valuesOf({ min, max, not }: Scalar & { readonly type: 'integer' }): Generator<number> {
  for (let value = min; value <= max; value++) if (value !== not) yield value;
}

function listSchema(
  field: Field & { readonly type: 'list' },
  schemaOf: (field: Field) => Schema,
  limits: Schema,
): Schema {
  const { entries, about } = field;
  const isChange = 'maxItems' in limits;
  const items = isFields(entries)
    ? {
        type: 'object',
        properties: propertiesOf(entries, schemaOf),
        ...(isChange
          ? {
              required: entries.filter(({ nullable }) => !nullable).map(({ name }) => name),
              additionalProperties: false,
              minProperties: 1,
            }
          : {}),
      }
    : { type: 'string', ...(isChange ? { minLength: 1, maxLength: entries.longest } : {}) };
  const description = isChange ? `${about} The list is replaced as a whole.` : about;
  return { type: 'array', items, ...limits, description };
}
