// All secrets in one text of any kind: XML, JSON, forms, headers, prose, and each of them inside another.
import { type Finding, merged } from './findings.js';
import { scanJson } from './json.js';
import { findKnown, type Known } from './known.js';
import { holdsNothing, type Scan } from './scan.js';
import { scanBase64, scanText } from './text.js';
import { scanXml } from './xml.js';

/** In order, without overlap. Never throws; takes time in proportion to the length of the text. */
export function findIn(text: string, known: Known): Finding[] {
  const found: Finding[] = [];
  if (known.plain.length === 0 && holdsNothing(text)) return found;
  const budget = { left: text.length * 6 + 65_536 };
  const scan: Scan = { known, depth: 0, budget, found, where: () => '', readers };
  if (known.plain.length > 0) findKnown(text, known, true, found);
  scanAny(text, scan);
  return found.length === 0 ? found : merged(found);
}

function scanDecoded(text: string, scan: Scan): void {
  if (scan.known.plain.length > 0) {
    const found: Finding[] = [];
    findKnown(text, scan.known, false, found);
    const where = scan.where();
    for (const one of found) scan.found.push({ ...one, where: where || one.where });
  }
  scanAny(text, scan);
}

function scanAny(text: string, scan: Scan): void {
  let at = 0;
  while (at < 64 && text.charCodeAt(at) <= 32) at++;
  const first = text[at];
  if (first === '<') scanXml(text, scan);
  else if (first === '{' || first === '[' || first === '"') scanJson(text, scan);
  else scanText(text, scan);
}

const readers: Scan['readers'] = {
  decoded: scanDecoded,
  any: scanAny,
  xml: scanXml,
  json: scanJson,
  base64: scanBase64,
};
