// Fields that several rows of the table of user services have.
import type { Scalar } from './user-service-fields.js';

export const active: Scalar = {
  name: 'active',
  wire: 'isActive',
  type: 'boolean',
  about: 'Whether the service is switched on.',
};
export const flag = (name: string, about: string): Scalar => ({ name, type: 'boolean', about });
export const address = (name: string, about: string): Scalar => ({
  name,
  type: 'text',
  longest: 80,
  nullable: true,
  about,
});
export const destination = (name: string, about: string): Scalar => ({
  name,
  type: 'text',
  longest: 161,
  nullable: true,
  about,
});
export const forwardTo = destination(
  'forwardToPhoneNumber',
  'Number or SIP address that takes the calls.',
);

export const standard = (name: string) =>
  [{ get: `User${name}GetRequest`, modify: `User${name}ModifyRequest` }] as const;
