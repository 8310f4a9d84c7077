// What the faults of ODIN do: to the JSON of an answer, or in its place. Pure; which faults are on is not known here.
import { type Json, type JsonObject, type OdinAnswer, passedOn, refused } from './answer.js';

/** The effects a fault may have on an ODIN call; most have one. */
export interface OdinEffect {
  /** Said before anybody looks at the token, as by a gateway in front. */
  readonly gateway?: (value: string | undefined) => OdinAnswer;
  /** Said in place of the answer; undefined where the fault does not mean this call. */
  readonly instead?: (call: AfflictedCall, value: string | undefined) => OdinAnswer | undefined;
  /** The token counts as expired this once. */
  readonly expires?: true;
  readonly body?: (body: Json) => Json;
}

interface AfflictedCall {
  readonly path: string;
  /** The OCI request behind the call. */
  readonly command: string;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of a body after `change`, from the leaves up. */
function everywhere(body: Json, change: (value: Json) => Json): Json {
  if (Array.isArray(body)) return change(body.map((item: Json) => everywhere(item, change)));
  if (!isObject(body)) return change(body);
  const fields = Object.entries(body).map(([name, value]) => [name, everywhere(value, change)]);
  return change(Object.fromEntries(fields) as JsonObject);
}

/** More digits than a JSON number keeps stay a text. */
const mostDigits = 15;

/** Texts of digits arrive as numbers, which have lost their zeros in front; numbers arrive as texts. */
export function looselyTyped(body: Json): Json {
  return everywhere(body, (value) => {
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string' || !/^\d+$/.test(value) || value.length > mostDigits)
      return value;
    return Number(value);
  });
}

/** `true` and `false` arrive as texts. */
export function withTextBooleans(body: Json): Json {
  return everywhere(body, (value) => (typeof value === 'boolean' ? String(value) : value));
}

/** A list of one arrives as that one. */
export function withLoneObjects(body: Json): Json {
  return everywhere(body, (value) =>
    Array.isArray(value) && value.length === 1 ? (value[0] as Json) : value,
  );
}

/** What is not there arrives as the word None. */
export function withNoneTexts(body: Json): Json {
  return everywhere(body, (value) => (value === null || value === '' ? 'None' : value));
}

/** The fields of these names are left out, wherever they stand. */
function without(names: readonly string[]): (body: Json) => Json {
  return (body) =>
    everywhere(body, (value) =>
      isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
        : value,
    );
}

/** Ranges of numbers arrive with their ends alone. */
export const withoutLists = without(['list']);

/** Whatever an older release may leave out is left out. */
export const withoutOptionalFields = without([
  'accessDevice',
  'address',
  'alias',
  'contact',
  'countryCode',
  'department',
  'description',
  'emailAddress',
  'groupServiceAssignable',
  'instanceCount',
  'licensed',
  'locationDialingCode',
  'maxAvailableNumberOfBurstingBTLUs',
  'nationalPrefix',
  'numberOfBurstingBTLUs',
  'resellerId',
  'tags',
  'timeZoneDisplayName',
  'userAssignable',
  'version',
  'video',
]);

/** Every object has fields that nobody has heard of. */
export function withExtraFields(body: Json): Json {
  return everywhere(body, (value) =>
    isObject(value)
      ? { ...value, futureFlag: true, futureText: 'new', futureObject: { items: [1, null, 'x'] } }
      : value,
  );
}

export function tooManyRequests(value: string | undefined): OdinAnswer {
  const seconds = Number(value);
  const wait = value !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : 1;
  return { ...refused(429, 'Too Many Attempts.'), headers: { 'Retry-After': String(wait) } };
}

export function gatewayPage(): OdinAnswer {
  const page =
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
  return { status: 502, body: null, page };
}

/** Older portals do not know the path. */
export function noDetails({ path }: AfflictedCall): OdinAnswer | undefined {
  return path === '/groups/dns/details' ? notFound() : undefined;
}

/** What an unknown path is answered with. */
export function notFound(): OdinAnswer {
  return refused(404, 'Not Found');
}

export function internalError(): OdinAnswer {
  return { status: 500, body: { error: 'Server Error' } };
}

export function permissionDenied({ command }: AfflictedCall): OdinAnswer {
  return passedOn(403, 5404, 'Unauthorized transaction.', command);
}

export function commandFailed({ command }: AfflictedCall, value: string | undefined): OdinAnswer {
  return passedOn(400, Number(value) || 4003, 'The command failed.', command);
}
