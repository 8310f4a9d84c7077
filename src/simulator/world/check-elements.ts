// The shape of what a world file says about the other network elements.
import { type Check, integer, listOf, shape, text, worldInvalid } from './check.js';

const word = text(200);

/** A name of Basic and Digest ends at the first colon. */
const username: Check = (value, path, source) => {
  text(161)(value, path, source);
  if ((value as string).includes(':'))
    throw worldInvalid(source, path, 'write a name without a colon');
};

/** What stands in a header as it is. */
const token: Check = (value, path, source) => {
  word(value, path, source);
  if (!/^[\x21-\x7e]+$/.test(value as string))
    throw worldInvalid(source, path, 'write letters, digits and signs without spaces');
};

const mac: Check = (value, path, source) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{12}$/i.test(value))
    throw worldInvalid(source, path, 'write twelve hexadecimal digits, such as 0004f2abcdef');
};

const nameAndPassword = { username, password: word };
const client = { clientId: token, clientSecret: word };
const key = shape({ keyId: token, secret: word }, {});

/** Keys by element; which there are is told in `element-keys.ts`. */
export const elementKeys = shape(
  {},
  {
    xmlrpc: shape(nameAndPassword, {}),
    sraps: key,
    ztp: shape({ apiKey: token }, {}),
    gdms: shape({ ...nameAndPassword, ...client }, {}),
    rps: key,
    dubber: shape({ ...nameAndPassword, ...client }, {}),
    polycom: shape({ userId: word, password: word }, {}),
    lens: shape(client, {}),
    cisco: shape(client, {}),
    mutare: shape(nameAndPassword, { token }),
    digest: shape(nameAndPassword, {}),
    tokenSeconds: integer(1),
    takenMacs: listOf(mac),
  },
);
