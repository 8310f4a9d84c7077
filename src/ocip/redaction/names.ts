// Which names say that their value is a secret. Wide on purpose: a name too many costs a value, one too few a password.
// What only speaks about a secret (its length, its rules, whether there is one) stays when its value looks like that.

/** Of a name that is secret: by which rule, and which values are spared all the same. */
export interface NameVerdict {
  readonly rule: string;
  readonly spares: 'nothing' | 'flags' | 'figures';
}

/** Parts of a word that are never innocent. */
const inWord =
  /password|passwd|passwort|passcode|passphrase|secret(?!ar(?:y|ies|iat))|credential|apikey|j?sessionid|phpsessid|privatekey|accesstoken|authtoken/;
/** Whole words. */
const words = new Set(
  'pin pins pwd psw otp totp token tokens nonce bearer jwt signature hmac cookie cookies passkey psk puk ha1'.split(
    ' ',
  ),
);
/** Words side by side. */
const together =
  /\b(?:(?:api|access|private|shared|preshared|encryption|signing|session|auth|security|master|subscription|account) keys?|pass (?:codes?|words?|phrases?|keys?)|pin codes?|session (?:id|ids|cookie)|authori[sz]ation codes?|activation codes?|verification codes?|one time codes?|digest response|ca signature)\b/;
/** Whole names. */
const whole = new Set([
  'auth',
  'authorization',
  'authorisation',
  'proxy authorization',
  'conference id',
  'pass',
  'private',
  'session',
  'sid',
  'sig',
  'sign',
]);

/** Last words of names that say something about a secret in words: the kind, the rules. */
const inWords = new Set(
  'type types mode algorithm rule rules policy policies status level encoding format scheme name url uri endpoint field label description'.split(
    ' ',
  ),
);
/** Last words of names whose value is a figure, a date or yes and no. */
const inFigures = new Set(
  'days hours minutes seconds milliseconds ms time timeout date at expires expiry expiration expired expire exp age length size count attempts max min limit digits letters characters index version number required enabled disabled allowed set changed supported hashed validity lifetime ttl complexity authentication retrieval service reset expires_in in'.split(
    ' ',
  ),
);
/** First words of names whose value is yes or no, or a small figure. */
const askers = new Set(
  'is has have use uses allow allows disallow require requires force enforce enable disable expire expires prompt generate alter can may must should needs number max min'.split(
    ' ',
  ),
);
/** Elements of OCI-P that hold a user name next to the password, which has a name of its own. */
const containers = new Set(['access device credentials', 'exchange credentials']);

/** Whatever holds a secret name holds one of these. */
export const mayNameSecret =
  /pass|secret|credential|key|session|sid|token|pin|pwd|psw|otp|nonce|bearer|jwt|sig|hmac|cookie|psk|puk|ha1|auth|conference|private|code|digest/i;

const flags = /^(?:true|false|yes|no|on|off|none|never|null|\d{1,3})?$/i;
const figures =
  /^(?:true|false|yes|no|on|off|none|never|null|[-+]?\d{1,16}(?:\.\d{1,9})?|\d{4}-\d\d-\d\d(?:[T ][\d:.]{5,18}(?:Z|[-+]\d\d:?\d\d)?)?)?$/i;

const longest = 128;
const remembered = new Map<string, NameVerdict | null>();

/** Judges a name in any spelling: `sipPassword`, `sip_password`, `X-Api-Key`, `Activation Code`. */
export function verdictOf(name: string): NameVerdict | undefined {
  const short = name.length > longest ? name.slice(-longest) : name;
  const before = remembered.get(short);
  if (before !== undefined) return before ?? undefined;
  const verdict = judged(short);
  if (remembered.size >= 4096) remembered.clear();
  remembered.set(short, verdict ?? null);
  return verdict;
}

function judged(name: string): NameVerdict | undefined {
  if (!mayNameSecret.test(name)) return undefined;
  const spelled = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase();
  const parts = spelled.split(/[^\p{L}\d]+/u).filter((part) => part !== '');
  const phrase = parts.join(' ');
  const found =
    inWord.exec(phrase)?.[0] ??
    parts.find((part) => words.has(part)) ??
    together.exec(phrase)?.[0] ??
    (whole.has(phrase) || parts.at(-1) === 'pass' ? phrase : undefined);
  if (found === undefined || containers.has(phrase)) return undefined;
  const last = parts.at(-1) as string;
  if (inWords.has(last)) return undefined;
  const spares = inFigures.has(last)
    ? 'figures'
    : askers.has(parts[0] as string) || phrase === 'private'
      ? 'flags'
      : 'nothing';
  return { rule: `name:${found}`, spares };
}

/** Whether the value of a secret name may stay: nothing to hide, or no secret by its looks. */
export function isSpared(verdict: NameVerdict, value: string): boolean {
  if (value === '') return true;
  if (verdict.spares === 'nothing' || value.length > 40) return false;
  return (verdict.spares === 'flags' ? flags : figures).test(value.trim());
}

/** `code` means many things; in commands about these it opens calls that are barred or must be paid. */
export const commandsWithCodes = /AuthorizationCode|CommunicationBarringUserControl/;
export const codeVerdict: NameVerdict = { rule: 'ocip:code', spares: 'nothing' };
