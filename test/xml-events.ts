// What a reader of XML says about a document, in one form for both: our reader, and saxes as the judge.
import { SaxesParser } from 'saxes';
import { Fault } from '../src/fault.js';
import { XmlReader } from '../src/ocip/xml-reader.js';

/** Opens as `<name {uri} {uri}attribute="value">`, text joined, closes as `</name>`. */
export type Events = readonly string[];

class Recorder {
  readonly events: string[] = [];
  #text = '';

  open(name: string, uri: string, attributes: readonly { name: string; uri: string; value: string }[]): void {
    this.#flush();
    const written = attributes.map((one) => ` {${one.uri}}${one.name}=${JSON.stringify(one.value)}`);
    this.events.push(`<${name} {${uri}}${written.join('')}>`);
  }

  text(text: string): void {
    this.#text += text;
  }

  close(name: string): void {
    this.#flush();
    this.events.push(`</${name}>`);
  }

  #flush(): void {
    if (this.#text !== '') this.events.push(JSON.stringify(this.#text));
    this.#text = '';
  }
}

/** Our reader's events, or the fault with which it refuses. */
export function eventsOf(chunks: Iterable<string>): Events | Fault {
  const recorder = new Recorder();
  // A leaf has no namespace of its own to show: it is that of an unprefixed element where it stands.
  const defaults: string[] = [];
  let uriOfLeaf = '';
  const reader = new XmlReader({
    open: (name, uri, attributes) => {
      defaults.push(uriOfLeaf);
      recorder.open(name, uri, attributes);
    },
    text: (text) => recorder.text(text),
    close: (name) => {
      uriOfLeaf = defaults.pop() ?? '';
      recorder.close(name);
    },
    leaf: (name, text) => {
      recorder.open(name, '*', []);
      recorder.text(text);
      recorder.close(name);
    },
  });
  try {
    for (const chunk of chunks) reader.write(chunk);
    reader.end();
    return recorder.events;
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
    throw thrown;
  }
}

/** The events of saxes, undefined when it refuses. */
export function judgedEventsOf(document: string): Events | undefined {
  const recorder = new Recorder();
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes)
      .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
      .map(({ local, uri, value }) => ({ name: local, uri, value }));
    recorder.open(tag.local, tag.uri, attributes);
  });
  parser.on('text', (text) => recorder.text(text));
  parser.on('cdata', (text) => recorder.text(text));
  parser.on('closetag', (tag) => recorder.close(tag.local));
  try {
    parser.write(document).close();
    return recorder.events;
  } catch {
    return undefined;
  }
}
