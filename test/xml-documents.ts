// Makes XML for tests: documents that are well-formed and look like OCI-P, and ways to spoil them. Seeded, so that
// every document can be made again from its number.

export interface Random {
  /** A whole number from 0 up to, but not including, `bound`. */
  below(bound: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32: small, fast, the same on every machine. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    below,
    chance: (share) => next() < share,
    pick: (from) => from[below(from.length)] as (typeof from)[number],
  };
}

const declarations = [
  '',
  '<?xml version="1.0"?>',
  '<?xml version="1.0" encoding="ISO-8859-1"?>\n',
  "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n",
];
const names = [
  'command',
  'row',
  'col',
  'col',
  'colHeading',
  'a',
  'b',
  'x-1',
  '_y.z',
  'é',
  'Ωμ',
  '𐐀b',
];
const prefixes = ['n', 'ns0', 'xsi', 'C'];
const uris = ['C', 'http://www.w3.org/2001/XMLSchema-instance', 'urn:x', 'urn:x&amp;y', '&#85;'];
const texts = [
  'text',
  'Zürich',
  '😀',
  ' ',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&#65;',
  '&#x1F600;',
  '&#13;',
  '&#xa;',
  ']',
  ']]',
  ']&gt;',
  '>',
  '"',
  "'",
  '+44-1632960101 - +44-1632960105',
];
const inCdata = [
  'a',
  ']',
  ']]',
  '>',
  '<',
  '&amp;',
  '</a>',
  '</BroadsoftDocument>',
  '\r\n',
  '\r',
  '--',
  '?>',
  '😀',
];
const inComment = ['a', '-', '->', '</a>', '&', '<![CDATA[', ']]>', '\r\n', '😀', ' '];
const inAttribute = [
  'v',
  ' ',
  '\n',
  '\t',
  '\r\n',
  '&amp;',
  '&lt;',
  '&#10;',
  '>',
  '/>',
  '=',
  'ü',
  'c:ErrorResponse',
];
const blanks = ['', '', '', '', '\n', '  ', '\r\n', '\t'];

const many = (random: Random, most: number, one: () => string) => {
  let text = '';
  for (let left = random.below(most + 1); left > 0; left--) text += one();
  return text;
};

/** One document, well-formed in nearly all cases. */
export function wellFormed(random: Random): string {
  const misc = () =>
    many(random, 1, () => (random.chance(0.2) ? markup(random) : random.pick(blanks)));
  return `${random.pick(declarations)}${misc()}${element(random, 0, [])}${misc()}`;
}

function element(random: Random, depth: number, known: readonly string[]): string {
  const plain = random.chance(0.6);
  const declared = plain || random.chance(0.5) ? [] : [random.pick(prefixes)];
  const inScope = [...known, ...declared];
  const prefix =
    !plain && inScope.length > 0 && random.chance(0.5) ? `${random.pick(inScope)}:` : '';
  const name = prefix + random.pick(names);
  const attributes = plain ? '' : attributesOf(random, declared, inScope);
  const blank = random.chance(0.1) ? random.pick(blanks) : '';
  if (random.chance(0.15)) return `<${name}${attributes}${blank}/>`;
  const inside = depth > 4 ? text(random) : content(random, depth, inScope);
  return `<${name}${attributes}${blank}>${inside}</${name}${random.chance(0.1) ? random.pick(blanks) : ''}>`;
}

function attributesOf(
  random: Random,
  declared: readonly string[],
  known: readonly string[],
): string {
  const quote = () => random.pick(['"', "'"]);
  const written = new Map<string, string>();
  for (const prefix of declared) written.set(`xmlns:${prefix}`, random.pick(uris));
  if (random.chance(0.3)) written.set('xmlns', random.pick(['', ...uris]));
  if (random.chance(0.1)) written.set('xml:space', 'preserve');
  for (let left = random.below(3); left > 0; left--) {
    const prefix = known.length > 0 && random.chance(0.4) ? `${random.pick(known)}:` : '';
    written.set(
      prefix + random.pick(['type', 'nil', 'echo', 'é']),
      many(random, 3, () => random.pick(inAttribute)),
    );
  }
  let result = '';
  for (const [name, value] of written) {
    const mark = quote();
    const around = random.chance(0.1) ? random.pick(blanks) : '';
    result += `${random.chance(0.1) ? '\n ' : ' '}${name}${around}=${around}${mark}${value}${mark}`;
  }
  return result;
}

function content(random: Random, depth: number, known: readonly string[]): string {
  const kind = random.below(10);
  if (kind === 0) return table(random);
  if (kind < 4) return text(random);
  // Runs of one name one after the other are what the quick ways of the reader are made for.
  if (kind === 4) {
    const name = random.pick(names);
    return many(
      random,
      6,
      () =>
        `<${name}>${random.chance(0.3) ? element(random, depth + 1, known) : text(random)}</${name}>`,
    );
  }
  return many(random, 4, () => {
    const way = random.below(8);
    if (way === 0) return markup(random);
    if (way === 1)
      return `<![CDATA[${many(random, 4, () => random.pick(inCdata)).replaceAll(']]>', ']>')}]]>`;
    if (way < 4) return text(random);
    return element(random, depth + 1, known);
  });
}

function table(random: Random): string {
  const between = random.pick(blanks);
  const cell = () => {
    const way = random.below(8);
    if (way === 0) return '<col/>';
    if (way === 1) return '<col></col>';
    return `<col>${text(random)}</col>`;
  };
  const headings = many(random, 3, () => `<colHeading>${text(random)}</colHeading>${between}`);
  return headings + many(random, 5, () => `<row>${many(random, 4, cell)}</row>${between}`);
}

const text = (random: Random) =>
  random.chance(0.5)
    ? 'plain text'
    : many(random, 4, () => random.pick(texts)).replaceAll(']]>', ']]&gt;');

function markup(random: Random): string {
  if (random.chance(0.3))
    return `<?${random.pick(['p', 'xml-x', 'é'])} ${random.pick(['', 'a="b"', '?', '<x>'])}?>`;
  return `<!--${many(random, 3, () => random.pick(inComment))
    .replace(/-+$/, '')
    .replaceAll('--', '-')}-->`;
}

// biome-ignore format: a list of snippets
const spoilers = [
  '<', '>', '&', ';', ']]>', ']]', '--', '-->', '<!--', '<![CDATA[', '<?', '?>', '<?xml version="1.0"?>', '/', '="', '"', "'", ' ', '\r', '\n',
  ':', 'n:', '<n:a/>', '<a/>', '</a>', '<a>', '<row>', '</row><row>', '</col>', '<col>', '&nbsp;', '&#0;', '&#x;', '&#xD800;', '&#x110000;', '&#5;', '& ', '&amp',
  '<!DOCTYPE a>', '<!DOCTYPE a [<!ENTITY b "c">]>', '\u0000', '\u0007', '\u000b', '\ufffe', '\uffff', '\ufeff', '\u007f', '\u0085', '\u2028', ' a="1" a="2"',
  ' xmlns:n="u"', ' xmlns:n=""', ' xmlns="D"', ' xmlns:xml="u"', ' xmlns:xmlns="u"', ' n:a="1"', ' xml:lang="en"', 'x', '1', '-', '.', 'é',
];

/** Spoils a document in one to three places; sometimes it stays well-formed. */
export function spoiled(document: string, random: Random): string {
  let characters = Array.from(document);
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(characters.length + 1);
    const length = random.chance(0.6) ? 1 : random.below(20);
    const chunk = characters.slice(at, at + length);
    const head = characters.slice(0, at);
    const rest = characters.slice(at + length);
    const way = random.below(5);
    if (way === 0) characters = [...head, ...rest];
    else if (way === 1) characters = [...head, ...random.pick(spoilers), ...chunk, ...rest];
    else if (way === 2) characters = [...head, ...chunk, ...chunk, ...rest];
    else if (way === 3)
      characters = [...head, ...rest.slice(0, length), ...chunk, ...rest.slice(length)];
    else characters = [...head, ...random.pick(spoilers), ...rest];
  }
  return characters.join('');
}

/** Cuts text into pieces of random sizes, the more of them the smaller `most` is. */
export function pieces(whole: string, random: Random, most: number): string[] {
  const result: string[] = [];
  for (let at = 0; at < whole.length; ) {
    const size = 1 + random.below(most);
    result.push(whole.slice(at, at + size));
    at += size;
  }
  return result;
}
