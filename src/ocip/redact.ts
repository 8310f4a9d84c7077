// Takes secrets out of text that may repeat a request, before anybody prints or keeps it.

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** Element names whose content is secret. Wide on purpose: a name too many costs nothing. */
const secretName =
  '[A-Za-z0-9_.-]*(?:[Pp]ass(?:word|code|phrase)|[Pp]ass[Cc]ode|[Ss]ecret|[Tt]oken|[Nn]once|[Pp]in|PIN|[Aa]uthorization[Cc]ode|[Aa]ctivationCode|[Ss]ecurityPin|[Cc]redential|[Ss]ignature)[A-Za-z0-9_.-]*';
/** Not the empty element `<password xsi:nil="true"/>`, which has nothing to hide. */
const inXml = new RegExp(
  `(<(?:[\\w.-]+:)?${secretName}(?:\\s(?:[^<>]*[^<>/])?)?>)(?:[^<]|<!\\[CDATA\\[[^]*?(?:\\]\\]>|$))*`,
  'g',
);
const inEscapedXml = new RegExp(
  `(&lt;(?:[\\w.-]+:)?${secretName}(?:\\s(?:(?!/?&gt;)[^])*)?&gt;)(?:(?!&lt;)[^]|&lt;!\\[CDATA\\[[^]*?(?:\\]\\]&gt;|$))*`,
  'g',
);

/** Blanks the content of secret elements, plain or escaped, and every literal secret that is known. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text.replace(inXml, `$1${redacted}`).replace(inEscapedXml, `$1${redacted}`);
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, redacted);
  return clean;
}
