// What a reader of XML says about a document, in one form for both: our reader, and saxes as the judge.
import { SaxesParser } from 'saxes';
import { Fault } from '../src/fault.js';
import { XmlReader } from '../src/ocip/xml-reader.js';

/** Opens as `<name {uri} {uri}attribute="value">`, text joined, closes as `</name>`. */
export type Events = readonly string[];

/** A leaf is told without its namespace. */
const anyUri = '*';

class Recorder {
  readonly events: string[] = [];
  #text = '';
  #depth = 0;

  open(
    name: string,
    uri: string,
    attributes: readonly { name: string; uri: string; value: string }[],
  ): void {
    this.#flush();
    this.#depth++;
    const written = attributes.map(
      (one) => ` {${one.uri}}${one.name}=${JSON.stringify(one.value)}`,
    );
    this.events.push(`<${name} {${uri}}${written.join('')}>`);
  }

  /** Text around the root is white space and says nothing. */
  text(text: string): void {
    if (this.#depth > 0) this.#text += text;
  }

  close(name: string): void {
    this.#flush();
    this.#depth--;
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
  const reader = new XmlReader({
    open: (name, uri, attributes) => recorder.open(name, uri, attributes),
    text: (text) => recorder.text(text),
    close: (name) => recorder.close(name),
    leaf: (name, text) => {
      recorder.open(name, anyUri, []);
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

/** Whether two say the same; a leaf fits an element of any namespace without attributes. */
export function agrees(ours: Events, theirs: Events): boolean {
  if (ours.length !== theirs.length) return false;
  return ours.every((event, at) => {
    const other = theirs[at] as string;
    return event === other || fits(event, other) || fits(other, event);
  });
}

function fits(leaf: string, other: string): boolean {
  const [name] = leaf.split(' ', 1);
  const isLeaf = leaf === `${name} {${anyUri}}>`;
  return isLeaf && other.startsWith(`${name} {`) && other.endsWith('}>');
}
