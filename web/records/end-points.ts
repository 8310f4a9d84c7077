// What an end point is called by people. Names that are not known are shown as they are: a record may come from any portal.
import { callWords, endPointWords, recordsStrings as s } from '../strings.js';

const prefix = 'svc_v1:';

export interface EndPointText {
  readonly words: string;
  /** Where the words are a name of the switch's or the settings'. */
  readonly kind?: string;
  /** Whether the words tell of the method, too. */
  readonly hasMethod?: boolean;
}

/** Words for `svc_v1:apio.tenant.group.user.acr`, called with this method. */
export function endPointText(name: string, method = ''): EndPointText {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const call = `${method} ${bare}`;
  if (Object.hasOwn(callWords, call)) return { words: callWords[call]!, hasMethod: true };
  if (Object.hasOwn(endPointWords, bare)) return { words: endPointWords[bare]! };
  const [, room, rest] = /^muster\.(oci|south)\.(.+)$/.exec(bare) ?? [];
  if (rest !== undefined) return { words: rest, kind: room === 'oci' ? s.command : s.element };
  return { words: bare };
}

/** The end point that somebody typed: by its words, by the name of a command, or as it is. Undefined for anything else. */
export function nameOfEndPoint(typed: string): string | undefined {
  const same = (words: string) => words.toLowerCase() === typed.toLowerCase();
  const known = Object.keys(endPointWords).find((name) => same(endPointWords[name]!));
  if (known !== undefined) return prefix + known;
  if (/^[A-Z][A-Za-z0-9]*Request[0-9A-Za-z]*$/.test(typed)) return `${prefix}muster.oci.${typed}`;
  if (/^(?:apio|muster)\./.test(typed)) return prefix + typed;
  return typed.startsWith(prefix) ? typed : undefined;
}
