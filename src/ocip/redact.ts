// Takes secrets out of text and bytes, before anybody prints, hashes or keeps them. Pure; never throws.
import { isUtf8 } from 'node:buffer';
import { findIn } from './redaction/find.js';
import { type Finding, fromXml, redacted, without } from './redaction/findings.js';
import { type Known, knownOf } from './redaction/known.js';
import { isSpared, mayNameSecret, verdictOf } from './redaction/names.js';

export { redacted } from './redaction/findings.js';

/** What was, or would be, taken out; never the secret itself. */
export interface Redaction {
  readonly rule: string;
  /** Path of elements or keys; else the character it begins at. */
  readonly where: string;
  /** Length in characters. */
  readonly length: number;
}

/** Blanks everything secret in a text of any kind, and every literal secret that is known. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  return without(text, findIn(text, known(secrets)));
}

const nothingKnown: Known = knownOf([]);
let lastSecrets: readonly string[] = [];
let lastKnown = nothingKnown;

/** The same few secrets come with every message; their spellings are worked out once. */
function known(secrets: readonly string[]): Known {
  if (secrets.length === 0) return nothingKnown;
  const isSame =
    secrets.length === lastSecrets.length && secrets.every((one, at) => one === lastSecrets[at]);
  if (!isSame) {
    lastSecrets = [...secrets];
    lastKnown = knownOf(secrets);
  }
  return lastKnown;
}

/** What `redactText` would take out, in order. */
export function explainText(text: string, secrets: readonly string[] = []): Redaction[] {
  return findIn(text, known(secrets)).map(told);
}

/** Shorter ones stand in too many innocent places. */
const shortestTold = 4;

/** The secrets that an OCI-P request holds, as its values were before they were escaped: a refusal may repeat them. */
export function secretsIn(xml: string): string[] {
  if (!mayNameSecret.test(xml)) return [];
  return findIn(xml, known([]))
    .map(({ start, end }) => fromXml(xml.slice(start, end)).text)
    .filter((text) => text.length >= shortestTold);
}

const told = ({ rule, where, start, end }: Finding): Redaction => ({
  rule,
  where,
  length: end - start,
});

export interface RedactedBytes {
  /** The same object when there was nothing to take out. */
  readonly bytes: Uint8Array;
  readonly redactions: readonly Redaction[];
}

/**
 * Blanks everything secret in a message of any kind; what is left keeps its bytes, whatever its character set. A text
 * becomes UTF-8.
 */
export function redactBytes(
  content: Uint8Array | string,
  secrets: readonly string[] = [],
): RedactedBytes {
  const text =
    typeof content === 'string'
      ? { text: content, encoding: 'utf8' as const }
      : textOfBytes(content);
  const findings = findIn(text.text, known(secrets));
  if (findings.length === 0) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    return { bytes, redactions: [] };
  }
  return {
    bytes: Buffer.from(without(text.text, findings), text.encoding),
    redactions: findings.map(told),
  };
}

/** Text to look at: one character for one byte where it is no Unicode, so that it can be written back. */
function textOfBytes(bytes: Uint8Array): { text: string; encoding: 'utf8' | 'utf16le' | 'latin1' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const encoding =
    buffer[0] === 0xff && buffer[1] === 0xfe && buffer.length % 2 === 0
      ? 'utf16le'
      : isUtf8(buffer)
        ? 'utf8'
        : 'latin1';
  return { text: buffer.toString(encoding), encoding };
}

/** Path and query of a call. Also what follows a part of the path that is named after a secret. */
export function redactUrl(url: string, secrets: readonly string[] = []): string {
  const [path = '', ...rest] = redactText(url, secrets).split(/(?=[?#])/);
  // Most paths name no secret at all.
  if (!mayNameSecret.test(path)) return [path, ...rest].join('');
  const parts = path.split('/');
  const clean = parts.map((part, at) => {
    const before = parts[at - 1];
    const verdict = before === undefined ? undefined : verdictOf(before);
    // `/auth/token/password` names two things; `/passcode/rules` speaks about one.
    const spared =
      verdict === undefined || isSpared(verdict, part) || verdictOf(part) || spokenOf.test(part);
    return spared ? part : redacted;
  });
  return [clean.join('/'), ...rest].join('');
}

const spokenOf =
  /^(?:rules?|polic(?:y|ies)|settings?|expired|reset|change|check|refresh|renew|revoke|generate|info|status|current|\[redacted\])$/i;

/** Values of headers whose name says secret, and secrets in all others. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  secrets: readonly string[] = [],
): Record<string, string | readonly string[]> {
  const clean: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const verdict = verdictOf(name);
    const one = (text: string) =>
      verdict === undefined || isSpared(verdict, text) ? redactText(text, secrets) : redacted;
    clean[name] = typeof value === 'string' ? one(value) : value.map(one);
  }
  return clean;
}
