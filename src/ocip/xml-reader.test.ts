// The reader against saxes as the judge: whatever both accept they must tell alike, and ours may only be stricter.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pieces, seeded, spoiled, wellFormed } from '../../test/xml-documents.js';
import { agrees, eventsOf, judgedEventsOf } from '../../test/xml-events.js';
import { Fault } from '../fault.js';

/** What ours may refuse although saxes accepts it: where the document shows it, or the words of the fault do. */
const stricter: readonly {
  readonly why: string;
  readonly document: RegExp;
  readonly words: RegExp;
}[] = [
  {
    why: 'a document type could declare entities, and OCI-P has none',
    document: /<!(?!--|\[CDATA\[)/,
    words: /declares a document type/,
  },
  {
    why: 'depth, attributes and length of a tag are bounded',
    document: /^/,
    words: /nested deeper|more than 32 attributes|a tag is longer/,
  },
  {
    why: 'the version is written 1.0, not 1.00 or 1.1',
    document: /^<\?xml\s+version\s*=\s*["'](?!1\.0["'])/,
    words: /XML declaration is wrong/,
  },
  {
    why: 'a byte order mark belongs to the bytes and is gone before the reader',
    document: /^\ufeff/,
    words: /text outside its root/,
  },
  {
    why: 'a question mark cannot be part of the target of an instruction',
    document: /<\?[^\s?]*\?[^>]/,
    words: /wrong processing instruction/,
  },
  {
    why: 'what follows a prefix must be a name by itself',
    document: /:[-.\d\xb7]/,
    words: /is not an (?:attribute|element) name|closes nothing/,
  },
  {
    why: 'a reference has at most nine decimal or eight hexadecimal digits',
    document: /&#(?:\d{10}|x[\da-f]{9})/i,
    words: /not the beginning of an entity|not one of the five/,
  },
];

interface Outcome {
  readonly accepted: boolean;
  readonly onlyRefusedByUs: boolean;
}

/** Holds our reader, fed in pieces, against the judge. */
function compare(document: string, chunks: readonly string[], where: string): Outcome {
  const ours = eventsOf(chunks);
  const judged = judgedEventsOf(document);
  const place = () => `${where}: ${JSON.stringify(document)} as ${JSON.stringify(chunks)}`;
  if (!(ours instanceof Fault)) {
    assert.ok(judged !== undefined, `saxes refuses what we accept, ${place()}`);
    if (!agrees(ours, judged)) assert.deepEqual(ours, judged, place());
    return { accepted: true, onlyRefusedByUs: false };
  }
  if (judged === undefined) return { accepted: false, onlyRefusedByUs: false };
  const allowed = stricter.some(
    (one) => one.words.test(ours.message) && one.document.test(document),
  );
  assert.ok(allowed, `only we refuse it (${ours.message}), ${place()}`);
  return { accepted: false, onlyRefusedByUs: true };
}

const chunkSizes = [1, 3, 17, 200, 100_000];

test('10,000 made-up documents, each also spoiled twice, are told as saxes tells them, however they are cut', () => {
  const counts = { accepted: 0, refused: 0, onlyRefusedByUs: 0 };
  for (let seed = 1; seed <= 10_000; seed++) {
    const random = seeded(seed);
    const whole = wellFormed(random);
    for (const document of [whole, spoiled(whole, random), spoiled(whole, random)]) {
      const chunks = pieces(document, random, random.pick(chunkSizes));
      const { accepted, onlyRefusedByUs } = compare(document, chunks, `seed ${seed}`);
      counts[accepted ? 'accepted' : 'refused']++;
      if (onlyRefusedByUs) counts.onlyRefusedByUs++;
    }
  }
  // A generator that only made rubbish, or only sound documents, would prove little.
  assert.ok(counts.accepted > 10_000 && counts.refused > 10_000, JSON.stringify(counts));
  assert.ok(counts.onlyRefusedByUs < 1_000, JSON.stringify(counts));
});

test('a document cut at any one place, or fed one character at a time, tells the same', () => {
  for (let seed = 1; seed <= 150; seed++) {
    const random = seeded(1_000_000 + seed);
    const whole = wellFormed(random);
    const document = seed % 3 === 0 ? spoiled(whole, random) : whole;
    const expected = eventsOf([document]);
    const same = (chunks: readonly string[], where: string) => {
      const got = eventsOf(chunks);
      const alike =
        got instanceof Fault || expected instanceof Fault
          ? got instanceof Fault && expected instanceof Fault
          : agrees(got, expected);
      assert.ok(alike, `seed ${1_000_000 + seed} ${where}: ${JSON.stringify(document)}`);
    };
    same(Array.from(document), 'one by one');
    for (let at = 1; at < document.length; at++)
      same([document.slice(0, at), document.slice(at)], `cut at ${at}`);
  }
});
