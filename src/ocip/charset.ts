// Bytes to text by each document's own declaration. The set may change from one document of a session to the next.
import { isAscii } from 'node:buffer';
import { Fault } from '../fault.js';

type Decode = (bytes: Buffer) => string;

/** How far into a document its declaration may reach. */
const maxDeclaration = 256;
const byteOrderMark = Buffer.of(0xef, 0xbb, 0xbf);
/** Bytes 80 to 9F of windows-1252. By hand: the TextDecoder of several Node releases leaves them as they are. */
const windows1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
const latin1 = new Set([
  'iso-8859-1',
  'iso8859-1',
  'iso_8859-1',
  'latin1',
  'l1',
  'us-ascii',
  'ascii',
]);

/** Decodes one document. Nothing comes out until its declaration is complete or known to be missing. */
export class CharsetDecoder {
  #head: Buffer | undefined = Buffer.alloc(0);
  /** A byte order mark has been taken off; another is text. */
  #wasMarked = false;
  #decode: Decode | undefined;
  #charset = 'utf-8';
  #lied = false;
  /** The beginning of a UTF-8 sequence that the last piece cut off. */
  #tail = Buffer.alloc(0);

  /** `given`: what the carrier says of the set, such as an HTTP header. It goes before the declaration. */
  constructor(given?: string) {
    if (given === undefined) return;
    this.#charset = given.trim().toLowerCase();
    this.#decode = this.#decoderFor(this.#charset);
  }

  /** The declared set, lower case; `utf-8` where none is declared, as XML says. */
  get charset(): string {
    return this.#charset;
  }

  /** The bytes did not fit the declared set, and windows-1252 was used instead. */
  get lied(): boolean {
    return this.#lied;
  }

  write(bytes: Buffer): string {
    if (this.#decode !== undefined) return this.#decode(bytes);
    let head = Buffer.concat([this.#head ?? Buffer.alloc(0), bytes]);
    if (!this.#wasMarked) {
      if (head.length < 3 && byteOrderMark.subarray(0, head.length).equals(head))
        return this.#wait(head);
      if (head.subarray(0, 3).equals(byteOrderMark)) {
        head = head.subarray(3);
        this.#wasMarked = true;
      }
    }
    const opening = head.subarray(0, 5).toString('latin1');
    if (opening.startsWith('\xff\xfe') || opening.startsWith('\xfe\xff')) throw unusable('utf-16');
    const hasDeclaration = opening === '<?xml';
    const end = hasDeclaration ? head.indexOf('?>') : 0;
    if (opening.length < 5 ? '<?xml'.startsWith(opening) : end < 0 && head.length < maxDeclaration)
      return this.#wait(head);
    // Whether such a declaration were honoured would hang on how the bytes happen to be cut.
    if (end < 0 || end + 2 > maxDeclaration)
      throw new Fault(
        'OCIP_MALFORMED',
        'the document is not well-formed: its XML declaration does not end',
      );
    this.#head = undefined;
    const label = /encoding\s*=\s*["']([^"']*)["']/.exec(head.toString('latin1', 0, end))?.[1];
    this.#charset = (label ?? 'utf-8').trim().toLowerCase();
    this.#decode = this.#decoderFor(this.#charset);
    return this.#decode(head);
  }

  #wait(head: Buffer): string {
    this.#head = head;
    return '';
  }

  #decoderFor(charset: string): Decode {
    // Not TextDecoder: the web's "iso-8859-1" is windows-1252.
    if (latin1.has(charset)) return (bytes) => bytes.toString('latin1');
    if (charset === 'utf-8' || charset === 'utf8') return (bytes) => this.#utf8(bytes);
    if (/^utf-?16|^utf-?32|^ucs/.test(charset)) throw unusable(charset);
    try {
      const decoder = new TextDecoder(charset);
      if (decoder.encoding === 'windows-1252') return fromWindows1252;
      if (decoder.encoding.startsWith('utf-16')) throw unusable(charset);
      return (bytes) => decoder.decode(bytes, { stream: true });
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      throw unusable(charset, cause);
    }
  }

  #utf8(bytes: Buffer): string {
    if (this.#lied) return fromWindows1252(bytes);
    if (this.#tail.length === 0 && isAscii(bytes)) return bytes.toString('latin1');
    const all = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes]);
    const end = all.length - cutSequence(all);
    this.#tail = Buffer.from(all.subarray(end));
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        all.subarray(0, end),
      );
    } catch {
      // Declared UTF-8, sent in a single-byte set: seen on real servers after the login answer.
      this.#lied = true;
      this.#tail = Buffer.alloc(0);
      return fromWindows1252(all);
    }
  }
}

function fromWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] as string);
}

function unusable(charset: string, cause?: unknown): Fault {
  return new Fault(
    'OCIP_MALFORMED',
    `the document declares the character set ${charset.slice(0, 40)}, which cannot be read`,
    {
      cause,
    },
  );
}

/** How many bytes at the end are the beginning of an unfinished UTF-8 sequence. */
function cutSequence(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0;
  }
  return 0;
}
