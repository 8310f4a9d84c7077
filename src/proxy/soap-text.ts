// The document inside a SOAP message, both ways. Of a call more is demanded than of an answer: no two readers may see
// different documents in it.
import { asFault, Fault } from '../fault.js';
import { CharsetDecoder, DocumentReader, type OciDocument, XmlReader } from '../ocip/index.js';
import { saysSomething } from './answers.js';

const operation = 'processOCIMessage';
const parameters: ReadonlySet<string> = new Set(['in0', 'arg0']);

/** Character set that a content type names. */
const charsetOf = (type: string): string | undefined =>
  /charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];

/** The document of a call, and its text. Throws `OCIP_MALFORMED` and `OCIP_TOO_LARGE`. */
export function documentInCall(
  body: Buffer,
  contentType: string,
): { readonly document: OciDocument; readonly text: string } {
  if (!/^\s*(?:text\/xml|application\/soap\+xml|application\/xml)\s*(?:;|$)/i.test(contentType))
    throw wrong('its content type is not XML');
  const decoder = new CharsetDecoder(charsetOf(contentType));
  const text = textInCall(decoder.write(body).trimStart());
  const reader = new DocumentReader();
  reader.write(text);
  // The declaration inside is text by now, and says only how the client thinks.
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(text)?.[1];
  const document = reader.finish((declared ?? 'utf-8').toLowerCase(), decoder.lied);
  if (!/^(?:utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d)$/.test(decoder.charset))
    throw wrong('it is written in a character set that does not pass here');
  return { document, text };
}

function textInCall(body: string): string {
  const path: string[] = [];
  const found: string[] = [];
  const open = (name: string): void => {
    path.push(name);
    const [envelope, part, call, parameter] = path;
    if (envelope !== 'Envelope') throw wrong('its root is no envelope');
    if (part === 'Header' || path.length < 3) return;
    if (part !== 'Body' || call !== operation)
      throw wrong(`it calls something else than ${operation}`);
    if (path.length < 4) return;
    if (path.length > 4 || !parameters.has(parameter as string) || found.length > 0)
      throw wrong('the call has other parameters than one text');
    found.push('');
  };
  const text = (more: string): void => {
    if (path.length === 4 && path[1] === 'Body') found[0] += more;
  };
  const close = () => void path.pop();
  const reader = new XmlReader({
    open,
    text,
    close,
    leaf: (name, all) => {
      open(name);
      text(all);
      close();
    },
  });
  reader.write(body);
  reader.end();
  const [first] = found;
  if (first === undefined) throw wrong('the call has no document');
  return first.trim();
}

const wrong = (why: string) =>
  new Fault('OCIP_MALFORMED', `this is not a SOAP call of ${operation}: ${why}`);

/** What an answer holds: a document, the words of a SOAP fault, or nothing that can be read. */
export interface SoapAnswer {
  readonly document?: OciDocument;
  readonly faultWords: string;
}

/** Reads an answer as it comes; holds no table of it. Never throws. */
export class SoapAnswerReader {
  readonly #decoder: CharsetDecoder;
  readonly #inner: DocumentReader;
  readonly #outer: XmlReader;
  readonly #path: string[] = [];
  #hasOpened = false;
  #hasDocument = false;
  #faultWords = '';
  #fault: Fault | undefined;

  constructor(contentType: string) {
    let decoder = new CharsetDecoder();
    try {
      decoder = new CharsetDecoder(charsetOf(contentType));
    } catch (thrown) {
      this.#fault = asFault(thrown);
    }
    this.#decoder = decoder;
    this.#inner = new DocumentReader({ wants: saysSomething });
    const open = (name: string) => void this.#path.push(name);
    const text = (more: string) => this.#text(more);
    const close = () => void this.#path.pop();
    this.#outer = new XmlReader({
      open,
      text,
      close,
      leaf: (name, all) => {
        open(name);
        text(all);
        close();
      },
    });
  }

  write(chunk: Buffer): void {
    if (this.#fault !== undefined) return;
    try {
      const text = this.#decoder.write(chunk);
      const opening = this.#hasOpened ? text : text.trimStart();
      if (opening === '') return;
      this.#hasOpened = true;
      this.#outer.write(opening);
    } catch (thrown) {
      this.#fault = asFault(thrown);
    }
  }

  #text(text: string): void {
    if (this.#path.at(-1) === 'processOCIMessageReturn') {
      const inner = this.#hasDocument ? text : text.trimStart();
      if (inner === '') return;
      this.#hasDocument = true;
      this.#inner.write(inner);
    } else if (this.#path.includes('Fault') && this.#faultWords.length < 1000)
      this.#faultWords += ` ${text.trim()}`.slice(0, 500);
  }

  finish(): SoapAnswer {
    const faultWords = this.#faultWords.trim();
    if (this.#fault !== undefined || !this.#hasDocument) return { faultWords };
    try {
      this.#outer.end();
      return { document: this.#inner.finish('utf-8', false), faultWords };
    } catch {
      return { faultWords };
    }
  }
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const envelope = (inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${inside}</soapenv:Body></soapenv:Envelope>`;

/** An answer that holds a document of ASCII. */
export function answerWith(document: Buffer): string {
  return envelope(
    `<processOCIMessageResponse xmlns=""><ns1:processOCIMessageReturn xmlns:ns1="urn:com:broadsoft:webservice">${escaped(document.toString('latin1'))}</ns1:processOCIMessageReturn></processOCIMessageResponse>`,
  );
}

/** A SOAP fault of Muster's own. */
export function faultWith(code: 'Client' | 'Server', why: string): string {
  return envelope(
    `<soapenv:Fault><faultcode>soapenv:${code}</faultcode><faultstring>${escaped(`[Muster] refused: ${why}`)}</faultstring></soapenv:Fault>`,
  );
}
