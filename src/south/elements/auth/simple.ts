// Credentials that are the same in every request: none, Basic, a key in a header, attributes of an XML body.
import { Fault } from '../../../fault.js';
import type { AuthSettings } from '../element.js';
import { type AuthStrategy, withHeaders } from './strategy.js';

type Of<Kind extends AuthSettings['kind']> = Extract<AuthSettings, { kind: Kind }>;

/** Nothing is added. */
export const noAuth = (): AuthStrategy => ({ secrets: () => [], sign: (request) => request });

/** RFC 7617, in UTF-8. */
export function basicAuth({
  username,
  password,
}: Pick<Of<'basic'>, 'username' | 'password'>): AuthStrategy {
  const coded = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
  return {
    secrets: () => [password, coded],
    sign: (request) => withHeaders(request, { authorization: `Basic ${coded}` }),
  };
}

/** A fixed header, such as `API-KEY`. */
export function headerKeyAuth({ header, key, prefix = '' }: Of<'header-key'>): AuthStrategy {
  return {
    secrets: () => [key],
    sign: (request) => withHeaders(request, { [header.toLowerCase()]: prefix + key }),
  };
}

/** User and password as attributes of the root element. Throws USAGE_INVALID for a body that has none, or has them already. */
export function bodyAuth(settings: Of<'body-credentials'>): AuthStrategy {
  const { username, password, userAttribute = 'userid', passwordAttribute = 'password' } = settings;
  const added = ` ${userAttribute}="${escaped(username)}" ${passwordAttribute}="${escaped(password)}"`;
  const taken = new RegExp(`[\\s"'](?:${userAttribute}|${passwordAttribute})\\s*=`);
  return {
    // The user belongs to what must not be kept here, as the maker's own documents say.
    secrets: () => [password, username, escaped(password), escaped(username)],
    sign: (request) => {
      const text = request.body?.toString('latin1') ?? '';
      const end = rootNameEnd(text);
      if (end === undefined)
        throw new Fault(
          'USAGE_INVALID',
          'credentials go into the body of this element, which must be XML without a document type',
        );
      const tag = text.slice(end, text.indexOf('>', end));
      if (taken.test(tag))
        throw new Fault(
          'USAGE_INVALID',
          `the body has ${userAttribute} or ${passwordAttribute} already; they are added here`,
        );
      return {
        ...request,
        body: Buffer.from(text.slice(0, end) + added + text.slice(end), 'latin1'),
      };
    },
  };
}

/** Where the name of the root element ends; undefined when this is no XML that we would send. */
function rootNameEnd(text: string): number | undefined {
  let at = text.startsWith('ï»¿') ? 3 : 0;
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++;
    const ending = text.startsWith('<?', at)
      ? '?>'
      : text.startsWith('<!--', at)
        ? '-->'
        : undefined;
    if (ending === undefined) break;
    const end = text.indexOf(ending, at);
    if (end < 0) return undefined;
    at = end + ending.length;
  }
  const name = /<[A-Za-z_][\w.:-]{0,200}(?=[\s/>])/y;
  name.lastIndex = at;
  return name.test(text) && text.indexOf('>', at) > 0 ? name.lastIndex : undefined;
}

/** Only ASCII is left, whatever the body's character set. */
function escaped(value: string): string {
  return [...value]
    .map((sign) =>
      /[\x20-\x7e]/.test(sign) && !/[&<>"']/.test(sign) ? sign : `&#${sign.codePointAt(0)};`,
    )
    .join('');
}
