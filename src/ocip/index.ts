// The language of OCI-P: documents, tables, the commands we use, login, refusals. No socket, clock or database.
export { CharsetDecoder } from './charset.js';
export { type CommandKind, type CommandShape, commandNamed, knownCommands } from './command.js';
export {
  DocumentReader,
  type ReaderOptions,
  type RowSink,
  type RowSinkFor,
} from './document-reader.js';
export { DocumentStream, type StreamOptions } from './document-stream.js';
export {
  childNamed,
  type Element,
  type OciCommand,
  type OciDocument,
  type Table,
  textOf,
} from './element.js';
export {
  type Command,
  encodeCommand,
  encodeDocument,
  escapeText,
  type FieldValue,
  type FieldValues,
} from './encode.js';
export { type AskedCommand, encodeFreeCommand, kindOfCommand } from './free-command.js';
export { signPassword } from './login.js';
export {
  explainText,
  type RedactedBytes,
  type Redaction,
  redactBytes,
  redacted,
  redactHeaders,
  redactText,
  redactUrl,
  secretsIn,
} from './redact.js';
export { type Refusal, type RefusalKind, refusalKindOf, refusalOf } from './refusal.js';
export { type Attribute, type XmlHandler, XmlReader } from './xml-reader.js';
