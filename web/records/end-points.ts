// What an end point is called by people. Names that are not known are shown as they are: a record may come from any portal.
import { endPointWords, recordsStrings as s } from '../strings.js';

const prefix = 'svc_v1:';

/** Words for `svc_v1:apio.tenant.group.user.acr`; `kind` where the words are a name of the switch's or the settings'. */
export function endPointText(name: string): { readonly words: string; readonly kind?: string } {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  if (Object.hasOwn(endPointWords, bare)) return { words: endPointWords[bare]! };
  const [, room, rest] = /^muster\.(oci|south)\.(.+)$/.exec(bare) ?? [];
  if (rest !== undefined) return { words: rest, kind: room === 'oci' ? s.command : s.element };
  return { words: bare };
}

/** The end point that somebody typed: by its words, by the name of a command, or as it is. */
export function nameOfEndPoint(typed: string): string {
  const same = (words: string) => words.toLowerCase() === typed.toLowerCase();
  const known = Object.keys(endPointWords).find((name) => same(endPointWords[name]!));
  if (known !== undefined) return prefix + known;
  if (/^[A-Z][A-Za-z0-9]*Request[0-9A-Za-z]*$/.test(typed)) return `${prefix}muster.oci.${typed}`;
  return /^(?:apio|muster)\./.test(typed) ? prefix + typed : typed;
}
