// Shapes of what sign-in answers, for the description and for clients that check.
import { levels } from '../caller.js';
import type { Schema } from '../route.js';

/** What is answered to whoever signed in. */
export const profileSchema: Schema = {
  type: 'object',
  required: ['ids', 'profile'],
  properties: {
    ids: {
      type: 'object',
      description: 'What the account is of; a member is there when it applies.',
      properties: {
        tenant_id: { type: 'string' },
        group_id: { type: 'string' },
        user_id: { type: 'string' },
      },
    },
    profile: {
      type: 'object',
      required: ['user_level', 'is_first_login', 'login_type'],
      properties: {
        user_level: { type: 'integer', enum: levels },
        is_first_login: { type: 'boolean', description: 'Always false: BroadWorks does not tell.' },
        login_type: { type: 'string', description: 'As BroadWorks spells it.' },
        password_expires_days: { type: 'integer', description: 'Missing: it does not expire.' },
      },
    },
    bearer: { type: 'string', description: 'Only when it was asked for.' },
  },
};

/** What is answered to whoever asks who is signed in. */
export const whoSchema: Schema = {
  type: 'object',
  required: ['id', 'ids', 'profile'],
  properties: {
    id: { type: 'string', description: 'Login, or name of the token.' },
    ids: (profileSchema.properties as Readonly<Record<string, Schema>>).ids,
    profile: {
      type: 'object',
      required: ['user_level', 'is_first_login', 'via', 'may'],
      properties: {
        user_level: { type: 'integer', enum: levels },
        is_first_login: { type: 'boolean', description: 'Always false: BroadWorks does not tell.' },
        via: { type: 'string', enum: ['session', 'token', 'oidc'] },
        may: {
          type: 'object',
          description: 'What the role allows besides reading.',
          required: ['change', 'store'],
          properties: { change: { type: 'boolean' }, store: { type: 'boolean' } },
        },
      },
    },
    tenants: {
      type: 'array',
      items: { type: 'string' },
      description: 'Of resellers: the ids of their service providers.',
    },
  },
};
