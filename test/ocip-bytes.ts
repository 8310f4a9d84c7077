// Raw OCI-P documents for tests, and feeding them to a stream in pieces.
import { DocumentStream, type StreamOptions } from '../src/ocip/document-stream.js';
import type { OciDocument } from '../src/ocip/element.js';

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** The text of a document around its commands, without a declaration. */
export function envelope(commands: string, sessionId = 'tide-7f3a'): string {
  return `<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="${instance}"><sessionId xmlns="">${sessionId}</sessionId>${commands}</BroadsoftDocument>`;
}

/** A reply whose one element holds `text`, as a document that declares `charset`; none declared when undefined. */
export function replyWith(text: string, charset: string | undefined): string {
  const declaration = charset === undefined ? '' : `<?xml version="1.0" encoding="${charset}"?>\n`;
  return `${declaration}${envelope(`<command echo="" xsi:type="GroupGetResponse22V5" xmlns=""><groupName>${text}</groupName></command>`)}\n`;
}

/** Everything a stream hands out for these chunks, which must end between documents. */
export function documentsOf(chunks: Iterable<Uint8Array>, options?: StreamOptions): OciDocument[] {
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((document) => documents.push(document), options);
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return documents;
}

/** The bytes whole, byte by byte, and cut in two at every place. */
export function* everyCut(bytes: Buffer): Generator<Buffer[]> {
  yield [bytes];
  yield Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}

/** A document as plain data, to compare and to show. */
export function plain(document: OciDocument) {
  const commands = document.commands.map(({ tables, ...command }) => ({
    ...command,
    tables: Object.fromEntries(tables),
  }));
  return { ...document, commands };
}
