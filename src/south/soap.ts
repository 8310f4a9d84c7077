// OCI-P inside SOAP over HTTP(S): one POST per document, a cookie that carries the session. No login, no retry.
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { asFault, Fault } from '../fault.js';
import {
  CharsetDecoder,
  DocumentReader,
  type OciDocument,
  type RowSinkFor,
  redactText,
  XmlReader,
} from '../ocip/index.js';
import {
  connectionFault,
  documentFault,
  type Exchange,
  farewellMs,
  patience,
  type Taken,
  type Transport,
  timeoutFault,
  type WireOptions,
} from './transport.js';

/** Opens a SOAP conversation; the first HTTP connection is made by the first exchange. */
export function connectSoap(options: WireOptions): Transport {
  return new SoapTransport(options);
}

class SoapTransport implements Transport {
  readonly #options: WireOptions;
  readonly #agent: Agent;
  readonly #cookies = new Map<string, string>();
  #ended: Fault | undefined;
  #abort: AbortController | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
    const { timeoutMs, ca } = options;
    this.#agent = new Agent({
      connections: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: {
        timeout: timeoutMs,
        // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
        rejectUnauthorized: true,
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      },
    });
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  async exchange(bytes: Buffer, taken: Taken, rowSinkFor?: RowSinkFor): Promise<Exchange> {
    if (this.#ended !== undefined) throw this.#ended;
    const { target, timeoutMs } = this.#options;
    const abort = new AbortController();
    this.#abort = abort;
    const limit = setTimeout(
      () => abort.abort(timeoutFault(target, timeoutMs * patience, 'finish its answer')),
      timeoutMs * patience,
    );
    try {
      return await this.#post(bytes, taken, rowSinkFor, abort.signal);
    } catch (thrown) {
      const fault = this.#ended ?? this.#faultOf(thrown);
      this.destroy(fault);
      throw fault;
    } finally {
      clearTimeout(limit);
    }
  }

  async #post(
    bytes: Buffer,
    taken: Taken,
    rowSinkFor: RowSinkFor | undefined,
    signal: AbortSignal,
  ): Promise<Exchange> {
    const { target } = this.#options;
    const sentAt = performance.now();
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { statusCode, headers, body } = await request(target.url, {
      method: 'POST',
      dispatcher: this.#agent,
      signal,
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        soapaction: '""',
        ...(cookie === '' ? {} : { cookie }),
      },
      body: envelope(bytes),
    });
    const waitedMs = performance.now() - sentAt;
    this.#keepCookies(headers['set-cookie']);
    if (statusCode !== 200 && statusCode !== 500) {
      await body.dump();
      const busy = statusCode === 503 || statusCode === 429;
      const words = hints[statusCode] ?? 'is this the provisioning service?';
      throw new Fault(
        busy ? 'SOUTH_BUSY' : 'SOUTH_PROTOCOL',
        `${target.url} answered HTTP ${statusCode}; ${words}`,
      );
    }
    const type = [headers['content-type'] ?? ''].flat()[0] ?? '';
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1];
    const reader = new SoapReader(rowSinkFor, charset, this.#options.maxDocumentBytes);
    for await (const chunk of body) {
      taken(chunk as Buffer);
      reader.write(chunk as Buffer);
    }
    return { document: reader.finish(target.url), waitedMs };
  }

  #keepCookies(header: string | string[] | undefined): void {
    for (const line of [header ?? []].flat()) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
  }

  #faultOf(thrown: unknown): Fault {
    const { target, timeoutMs } = this.#options;
    if (thrown instanceof Fault) return documentFault(thrown, target);
    const code = (thrown as NodeJS.ErrnoException).code ?? '';
    if (/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code))
      return timeoutFault(target, timeoutMs, 'answer');
    if (code === 'UND_ERR_CONNECT_TIMEOUT')
      return timeoutFault(target, timeoutMs, 'accept a connection');
    const opening = /^E(?:CONNREFUSED|HOSTUNREACH|NETUNREACH|TIMEDOUT)$/.test(code);
    return code === '' ? asFault(thrown, 'SOUTH_LOST') : connectionFault(thrown, target, opening);
  }

  destroy(fault: Fault): void {
    if (this.#ended !== undefined) return;
    this.#ended = fault;
    this.#abort?.abort(fault);
    void this.#agent.destroy();
  }

  async close(farewell?: Buffer): Promise<void> {
    if (this.#ended !== undefined) return;
    if (farewell !== undefined) {
      const soon = AbortSignal.timeout(farewellMs);
      // The result is already in hand; a farewell that fails changes nothing.
      await this.#post(farewell, () => undefined, undefined, soon).catch(() => undefined);
    }
    this.#ended = new Fault('SOUTH_LOST', 'the connection was closed on our side');
    await this.#agent.close();
  }
}

const hints: Readonly<Record<number, string>> = {
  401: 'it asks for a login of its own, before BroadWorks',
  403: 'it does not let this address or user in',
  407: 'a proxy on the way asks for a login',
  429: 'it has been asked too often',
  503: 'it is overloaded or being restarted',
};

/** The SOAP call around a document: operation and parameter in the namespace of the service. */
function envelope(document: Buffer): string {
  // The document is ASCII with entities of its own; as text of another document it is escaped once more.
  const text = document
    .toString('latin1')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><processOCIMessage xmlns="urn:com:broadsoft:webservice"><in0>${text}</in0></processOCIMessage></soapenv:Body></soapenv:Envelope>`;
}

/** Reads the answer as it streams in: the text of `processOCIMessageReturn` is itself a document. */
class SoapReader {
  readonly #decoder: CharsetDecoder;
  readonly #inner: DocumentReader;
  readonly #outer: XmlReader;
  readonly #maxBytes: number;
  readonly #path: string[] = [];
  readonly #fault = new Map<string, string>();
  #bytes = 0;
  #opened = false;
  #begun = false;

  constructor(
    rowSinkFor: RowSinkFor | undefined,
    charset: string | undefined,
    maxBytes = 1024 * 1024 * 1024,
  ) {
    this.#decoder = new CharsetDecoder(charset);
    this.#inner = new DocumentReader(rowSinkFor === undefined ? {} : { rowSinkFor });
    this.#maxBytes = maxBytes;
    this.#outer = new XmlReader({
      open: (name) => void this.#path.push(name),
      text: (text) => this.#text(text),
      close: () => void this.#path.pop(),
      leaf: (name, text) => {
        this.#path.push(name);
        this.#text(text);
        this.#path.pop();
      },
    });
  }

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes)
      throw new Fault('OCIP_TOO_LARGE', 'the document is larger than the limit');
    const text = this.#decoder.write(chunk);
    // Some servers send a line feed first; a declaration must not have anything before it.
    const opening = this.#opened ? text : text.trimStart();
    if (opening === '') return;
    this.#opened = true;
    this.#outer.write(opening);
  }

  #text(text: string): void {
    const name = this.#path.at(-1) ?? '';
    if (name === 'processOCIMessageReturn') {
      const inner = this.#begun ? text : text.trimStart();
      if (inner === '') return;
      this.#begun = true;
      this.#inner.write(inner);
    } else if (this.#path.includes('Fault'))
      this.#fault.set(name, (this.#fault.get(name) ?? '') + text);
  }

  finish(url: string): OciDocument {
    this.#outer.end();
    if (this.#begun) return this.#inner.finish(this.#decoder.charset, this.#decoder.lied);
    const said = [...this.#fault.values()].map((text) => text.trim()).filter((text) => text !== '');
    if (said.length === 0)
      throw new Fault('SOUTH_PROTOCOL', `${url} answered without an OCI-P document`);
    const words = redactText(said.join(' / ')).slice(0, 300);
    const busy = /NO_OCS_CONNECTION/.test(words);
    const lost = /log ?in|not logged|session/i.test(words);
    throw new Fault(
      busy ? 'SOUTH_BUSY' : lost ? 'SOUTH_LOST' : 'SOUTH_PROTOCOL',
      `${url} answered with a SOAP fault: ${words}`,
    );
  }
}
