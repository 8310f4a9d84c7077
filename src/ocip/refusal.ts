// What BroadWorks says when it says no: an ErrorResponse as a value. Its own words are kept.
import { childNamed, type OciCommand, textOf } from './element.js';
import { redactText } from './redact.js';

/** What a refusal means for whoever asked; grouped by behaviour, since Cisco's list of codes is not public. */
export type RefusalKind =
  | 'serviceNotAssigned'
  | 'notFound'
  | 'notPermitted'
  | 'login'
  | 'invalid'
  | 'sessionLost'
  | 'other';

export interface Refusal {
  /** BroadWorks' error number, when it gave one. */
  readonly code?: number;
  readonly severity: string;
  /** The English text, else the text in the language of the account. */
  readonly summary: string;
  /** May repeat the request; secrets are taken out. */
  readonly detail?: string;
  readonly kind: RefusalKind;
}

const kindOfCode: ReadonlyMap<number, RefusalKind> = new Map<number, RefusalKind>([
  [4410, 'serviceNotAssigned'],
  [4008, 'notFound'],
  [4501, 'notFound'],
  [4505, 'notFound'],
  [5404, 'notPermitted'],
  [4962, 'login'],
  [5202, 'login'],
  [6004, 'invalid'],
]);

/** Only for errors without a known number. The first that fits wins. */
const kindOfText: readonly (readonly [RegExp, RefusalKind])[] = [
  [
    /not logged ?in|(?:must|need to) (?:first )?log ?in|log ?in (?:is )?required|session (?:has |is )?(?:expired|timed out|invalid|not valid|lost)|invalid session/i,
    'sessionLost',
  ],
  [
    /validation error|(?:unknown|invalid|unsupported|unrecogni[sz]ed) (?:OCI )?(?:command|request|transaction type)|(?:command|request) (?:is )?not (?:supported|recogni[sz]ed|known)/i,
    'invalid',
  ],
  [/service .{0,60}not (?:been )?(?:assigned|authori[sz]ed)/i, 'serviceNotAssigned'],
  [
    /unauthori[sz]ed|not (?:authori[sz]ed|permitted|allowed) to|permission denied|insufficient privilege/i,
    'notPermitted',
  ],
  [/not found|does not exist/i, 'notFound'],
];

/** Reads an ErrorResponse; undefined for any other reply. Secrets known to the caller are taken out of its text. */
export function refusalOf(
  command: OciCommand,
  secrets: readonly string[] = [],
): Refusal | undefined {
  if (command.type !== 'ErrorResponse') return undefined;
  const said = (name: string) => {
    const text = textOf(command.elements, name);
    return text === undefined || text === '' ? undefined : redactText(text, secrets);
  };
  const summary =
    said('summaryEnglish') ?? said('summary') ?? said('detail') ?? 'no reason was given';
  const detail = said('detail');
  const number = /^\d+$/.exec(childNamed(command.elements, 'errorCode')?.text.trim() ?? '')?.[0];
  const inText = /\[Error (\d+)\]/.exec(summary)?.[1];
  const code = Number(number ?? inText ?? Number.NaN);
  return {
    ...(Number.isNaN(code) ? {} : { code }),
    severity: command.severity ?? 'Error',
    summary,
    ...(detail === undefined ? {} : { detail }),
    kind: refusalKindOf(code, summary),
  };
}

/** What kind of refusal an error number means; without a known one, its words. ODIN passes both on. */
export function refusalKindOf(code: number | undefined, words: string): RefusalKind {
  return (
    kindOfCode.get(code ?? Number.NaN) ??
    kindOfText.find(([pattern]) => pattern.test(words))?.[1] ??
    'other'
  );
}
