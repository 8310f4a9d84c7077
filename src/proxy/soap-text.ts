// The document inside a SOAP message, both ways. Of a call more is demanded than of an answer: whatever a SOAP stack might
// follow to another document than the one that is judged is refused.
import { asFault, Fault } from '../fault.js';
import {
  type Attribute,
  CharsetDecoder,
  DocumentReader,
  type OciDocument,
  XmlReader,
} from '../ocip/index.js';
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
  if ((contentType.match(/charset/gi) ?? []).length > 1)
    throw wrong('its content type names more than one character set');
  const given = charsetOf(contentType);
  const decoder = new CharsetDecoder(given);
  const decoded = decoder.write(body);
  if (decoder.lied) throw wrong('its bytes are not of the character set that it names');
  // Where the set is given from outside, the mark is still there. One of them may be.
  const text = textInCall(decoded.replace(given === undefined ? /^[ \t\r\n]+/ : opening, ''));
  const reader = new DocumentReader({ strict: true });
  reader.write(text);
  // The declaration inside is text by now, and says only how the client thinks.
  const declared = /^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(text)?.[1];
  const document = reader.finish((declared ?? 'utf-8').toLowerCase(), false);
  if (!/^(?:utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d)$/.test(decoder.charset))
    throw wrong('it is written in a character set that does not pass here');
  return { document, text };
}

const opening = /^\ufeff?[ \t\r\n]*/;
const soapUris: ReadonlySet<string> = new Set([
  'http://schemas.xmlsoap.org/soap/envelope/',
  'http://www.w3.org/2003/05/soap-envelope',
]);
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** The text of the one parameter of the one call in an envelope. */
function textInCall(body: string): string {
  const place = new CallPlace();
  const reader = new XmlReader(
    {
      open: (name, uri, attributes) => place.open(name, uri, attributes),
      text: (more) => place.text(more),
      close: () => place.close(),
      // Of those that follow one of their name: it is in the namespace of that one, and what is out of place is refused there.
      leaf: (name, all) => {
        place.open(name, undefined, []);
        place.text(all);
        place.close();
      },
    },
    true,
  );
  reader.write(body);
  reader.end();
  if (place.found === undefined) throw wrong('the call has no document');
  return place.found.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

/** Where in a call the reader is. Throws at whatever is out of place. */
class CallPlace {
  found: string | undefined;
  readonly #path: string[] = [];
  /** Parts of the envelope that have begun, the call, and its parameter. */
  readonly #seen = new Set<string>();

  /** `uri`: undefined where it is that of an element of the same name before. */
  open(name: string, uri: string | undefined, attributes: readonly Attribute[]): void {
    const path = this.#path;
    path.push(name);
    const [envelope, part] = path;
    if (envelope !== 'Envelope') throw wrong('its root is no envelope');
    if (path.length < 3) {
      if (uri !== undefined && !soapUris.has(uri)) throw wrong('its envelope is none of SOAP');
      if (path.length === 2 && part !== 'Body' && (part !== 'Header' || this.#seen.has('Body')))
        throw wrong('its envelope has another part than header and body');
    }
    refuseLinks(attributes);
    if (part === 'Header' && path.length > 2) return;
    refuseOthers(attributes, path.length === 4);
    if (path.length === 3 && name !== operation)
      throw wrong(`it calls something else than ${operation}`);
    if (path.length > 4 || (path.length === 4 && !parameters.has(name)))
      throw wrong('the call has other parameters than one text');
    if (path.length === 4) this.found ??= '';
    // Both names of the parameter are one place.
    const what = path.length === 4 ? 'parameter' : name;
    if (this.#seen.has(what)) throw wrong('it has a part, a call or a parameter twice');
    this.#seen.add(what);
  }

  text(more: string): void {
    if (this.#path.length === 4 && this.#path[1] === 'Body') this.found += more;
  }

  close(): void {
    this.#path.pop();
  }
}

/** A stack that follows references takes another element in place of the one that stands there. */
function refuseLinks(attributes: readonly Attribute[]): void {
  if (attributes.some(({ name }) => /^(?:href|id|ref|nil)$/i.test(name) && name !== 'Id'))
    throw wrong('an element is a reference, can be referred to, or is nil');
}

function refuseOthers(attributes: readonly Attribute[], isParameter: boolean): void {
  for (const { name, uri, value } of attributes) {
    if (name === 'encodingStyle') continue;
    const isText = isParameter && name === 'type' && uri === xsi;
    if (!isText || !/^(?:[\w.-]+:)?string$/.test(value.trim()))
      throw wrong('an element has an attribute that does not pass here');
  }
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
