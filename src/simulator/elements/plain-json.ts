// Elements about which little or nothing is public, as plain lists over JSON: mailboxes behind Basic or a bearer
// token, phones behind a client's token, phones behind Digest.
import { basicChallenge, basicIn, isSame } from './basic.js';
import { type Collection, collectionAnswer } from './collection.js';
import { digestComplaint } from './digest.js';
import {
  type ElementCall,
  type ElementReply,
  isTaken,
  json,
  macIn,
  type NetworkElement,
  type Site,
  stepsOf,
} from './element.js';
import { badToken, bearerIn, tokenAnswer } from './oauth.js';

const refuse = (status: number, message: string) => json(status, { message });

/** A list at `/NAME` and its things at `/NAME/ID`. */
function listAt(
  name: string,
  call: ElementCall,
  site: Site,
  rules: Pick<Collection, 'idName' | 'idOf' | 'complaint'>,
  owner: string,
): ElementReply {
  const [kind, id, ...more] = stepsOf(call.path) ?? [];
  if (kind !== name || more.length > 0) return refuse(404, 'Not found');
  return collectionAnswer(call, id, {
    ...rules,
    things: site.shelf(`${owner} ${name}`),
    wrapped: (things) => ({ items: things }),
    refuse,
  });
}

/** Phones are known by their hardware address, and may be somebody else's. */
const phones = (site: Site): Pick<Collection, 'idName' | 'idOf' | 'complaint'> => ({
  idName: 'mac',
  idOf: (sent) => macIn(sent.mac),
  complaint: (_, mac) =>
    isTaken(site, mac) ? refuse(409, 'The device is owned by another account') : undefined,
});

/** Mutare: `/mutare/mailboxes`. */
export const mutare: NetworkElement = {
  name: 'mutare',
  root: '/mutare',
  isThere: (keys) => keys.mutare !== undefined,
  admit: (call, { keys: { mutare: keys } }) => {
    const shown = basicIn(call);
    const isKnown =
      isSame(shown?.username, keys?.username) && isSame(shown?.password, keys?.password);
    return isKnown || isSame(bearerIn(call), keys?.token)
      ? { who: keys?.username ?? '' }
      : basicChallenge('Mailboxes');
  },
  answer: (call, site) => listAt('mailboxes', call, site, { idName: 'id' }, 'mutare'),
};

const isCiscoSignIn = ({ path }: ElementCall) => path === '/access_token';

/** Cisco: `/cisco/v1/devices`. */
export const cisco: NetworkElement = {
  name: 'cisco',
  root: '/cisco/v1',
  isThere: (keys) => keys.cisco !== undefined,
  isSignIn: isCiscoSignIn,
  admit: (call, { tokens, keys }) =>
    tokens.isGood('cisco', bearerIn(call)) ? { who: keys.cisco?.clientId ?? '' } : badToken(),
  answer: (call, site) => {
    const keys = site.keys.cisco;
    if (isCiscoSignIn(call) && keys !== undefined)
      return tokenAnswer(site.tokens, call, { ...keys, owner: 'cisco' });
    return listAt('devices', call, site, phones(site), 'cisco');
  },
};

/** Of nobody in particular: `/digest/devices`. */
export const digest: NetworkElement = {
  name: 'digest',
  root: '/digest',
  isThere: (keys) => keys.digest !== undefined,
  admit: (call, site) => {
    const keys = site.keys.digest ?? { username: '', password: '' };
    return digestComplaint(call, site, keys) ?? { who: keys.username };
  },
  answer: (call, site) => listAt('devices', call, site, phones(site), 'digest'),
};
