// Bytes of one connection to whole documents. OCI-P has no framing: a document ends where its root element does,
// so the parser itself decides; the byte search below only says where it is worth cutting.
import { Fault } from '../fault.js';
import { CharsetDecoder } from './charset.js';
import { DocumentReader, type ReaderOptions } from './document-reader.js';
import type { OciDocument } from './element.js';

export interface StreamOptions extends ReaderOptions {
  /** Largest document in bytes. */
  readonly maxDocumentBytes?: number;
}

const defaultMaxDocumentBytes = 1024 * 1024 * 1024;
const rootName = 'BroadsoftDocument';

/** Takes chunks as they come off a socket; hands out each document when it is complete. */
export class DocumentStream {
  readonly #onDocument: (document: OciDocument) => void;
  readonly #options: StreamOptions;
  #reader: DocumentReader | undefined;
  #decoder = new CharsetDecoder();
  #bytes = 0;
  /** The last bytes of the piece before, in case the root's name is cut in two. */
  #tail = '';
  /** The root's name has been seen, the `>` after it not yet. */
  #awaitsEnd = false;

  constructor(onDocument: (document: OciDocument) => void, options: StreamOptions = {}) {
    this.#onDocument = onDocument;
    this.#options = options;
  }

  /** Whether a document has begun and not ended. */
  get inDocument(): boolean {
    return this.#reader !== undefined;
  }

  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) at += this.writeOne(chunk.subarray(at));
  }

  /**
   * Takes bytes no further than to the end of the first document in them, and says how many: all of them when no document
   * ends there. Blanks in front of a document are taken with it, those behind it are not.
   */
  writeOne(chunk: Uint8Array): number {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    if (this.#reader === undefined) {
      at = skipBlanks(bytes, at);
      if (at === bytes.length) return at;
      this.#begin();
    }
    while (at < bytes.length && this.#reader !== undefined) {
      const end = this.#cut(bytes, at);
      this.#read(bytes.subarray(at, end));
      at = end;
    }
    return at;
  }

  /** Call when the peer has closed: an unfinished document is a fault. */
  end(): void {
    if (this.inDocument)
      throw new Fault('OCIP_MALFORMED', 'the connection ended in the middle of a document');
  }

  #begin(): void {
    this.#reader = new DocumentReader(this.#options);
    this.#decoder = new CharsetDecoder();
    this.#bytes = 0;
    this.#tail = '';
    this.#awaitsEnd = false;
  }

  #read(piece: Buffer): void {
    const reader = this.#reader as DocumentReader;
    this.#bytes += piece.length;
    if (this.#bytes > (this.#options.maxDocumentBytes ?? defaultMaxDocumentBytes))
      throw new Fault('OCIP_TOO_LARGE', 'the document is larger than the limit');
    const text = this.#decoder.write(piece);
    if (text !== '') reader.write(text);
    if (!reader.done) return;
    this.#reader = undefined;
    this.#onDocument(reader.finish(this.#decoder.charset, this.#decoder.lied));
  }

  /** Where this piece ends: after the next `BroadsoftDocument…>`, which may close the root, or with the bytes. */
  #cut(bytes: Buffer, at: number): number {
    let from = at;
    if (!this.#awaitsEnd) {
      from = this.#afterName(bytes, at);
      if (from < 0) {
        const kept =
          this.#tail + bytes.toString('latin1', Math.max(at, bytes.length - rootName.length));
        this.#tail = kept.slice(1 - rootName.length);
        return bytes.length;
      }
      this.#tail = '';
    }
    const close = bytes.indexOf(0x3e, from);
    this.#awaitsEnd = close < 0;
    return close < 0 ? bytes.length : close + 1;
  }

  /** The place after the root's name, or -1. The name may have begun in the piece before. */
  #afterName(bytes: Buffer, at: number): number {
    if (this.#tail !== '') {
      const seam = this.#tail + bytes.toString('latin1', at, at + rootName.length - 1);
      const found = seam.indexOf(rootName);
      if (found >= 0) return at + found + rootName.length - this.#tail.length;
    }
    const found = bytes.indexOf(rootName, at, 'latin1');
    return found < 0 ? -1 : found + rootName.length;
  }
}

/** White space between documents: a line feed after the end tag is usual. A byte order mark belongs to the document. */
function skipBlanks(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at++) {
    const byte = bytes[at]!;
    const blank = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    if (!blank) break;
  }
  return at;
}
