// Checks a proof file in the browser: by the rules of `muster records verify-proof`, with WebCrypto, and nothing of what it
// needs comes from the server. Tells what was checked, too.
import { runSoon } from '../../src/ledger/format/asks.js';
import { base64Of } from '../../src/ledger/format/base64.js';
import {
  checkProofFile,
  type ProofVerdict,
  type ProvenEntry,
} from '../../src/ledger/verify/proof-file-rules.js';
import { type CannotCheck, cannot, openAnswers, type Surroundings } from './verify-answers.js';

export type { Opening } from '../../src/ledger/format/layout.js';
export type { ProvenEntry } from '../../src/ledger/verify/proof-file-rules.js';
export type { CannotCheck, CannotWhy } from './verify-answers.js';

/** What is checked, in this order. */
export const proofCheckNames = [
  'key',
  'file',
  'checkpoint',
  'headers',
  'inclusion',
  'openings',
  'course',
] as const;
export type ProofCheckName = (typeof proofCheckNames)[number];

export interface ProofCheck {
  readonly name: ProofCheckName;
  readonly state: 'passed' | 'failed' | 'notReached';
  /** What was found, or what is wrong; empty when it was not reached. */
  readonly words: string;
}

/** What was looked at, in numbers. */
export interface ProofFound {
  readonly headers: number;
  readonly inclusions: number;
  /** Values that are shown; each fits its commitment. */
  readonly opened: number;
  /** Bodies of which by policy nothing was kept. */
  readonly notKept: number;
  /** Erased, or withheld by whoever made the file: it does not tell which. */
  readonly missing: number;
}

export type BrowserProofVerdict =
  | {
      readonly kind: 'proven';
      readonly origin: string;
      /** Entries that the checkpoint covers. */
      readonly size: number;
      /** Of the tree of that size, in base64. */
      readonly root: string;
      /** Names of the keys that signed. */
      readonly by: readonly string[];
      readonly about: { readonly record: string } | { readonly scope: string };
      /** Of a record; `open`: its intent has no end in the file, `none`: no entry in it has a course. */
      readonly course?: 'open' | 'ended' | 'none';
      readonly entries: readonly ProvenEntry[];
      readonly found: ProofFound;
      readonly checks: readonly ProofCheck[];
    }
  | {
      readonly kind: 'wrong';
      readonly check: ProofCheckName;
      /** The same words as those of `muster records verify-proof`. */
      readonly what: string;
      /** The entry, when it is about one. */
      readonly index?: number;
      readonly checks: readonly ProofCheck[];
    }
  | CannotCheck;

/** Is everything in the file proven? Never rejects. `around` is for tests. */
export async function verifyProofInBrowser(
  text: string,
  verifierKey: string,
  around?: Surroundings,
): Promise<BrowserProofVerdict> {
  const answers = await openAnswers(around);
  if ('kind' in answers) return answers;
  try {
    const verdict = await runSoon(checkProofFile(text, verifierKey), answers.answer);
    return verdict.ok ? proven(verdict) : wrong(verdict);
  } catch {
    return cannot('wrongWebCrypto');
  }
}

function wrong({ check, what, index }: Extract<ProofVerdict, { ok: false }>): BrowserProofVerdict {
  const failed = proofCheckNames.indexOf(check);
  const checks = proofCheckNames.map((name, at): ProofCheck => {
    if (at === failed) return { name, state: 'failed', words: what };
    // The last ones are made of each entry in turn: none of them has passed before all entries have.
    const isDone = at < failed && at <= proofCheckNames.indexOf('checkpoint');
    return isDone ? { name, state: 'passed', words: '' } : { name, state: 'notReached', words: '' };
  });
  return { kind: 'wrong', check, what, ...(index !== undefined && { index }), checks };
}

function proven(verdict: Extract<ProofVerdict, { ok: true }>): BrowserProofVerdict {
  const { origin, size, by, about, entries } = verdict;
  const root = base64Of(verdict.root);
  const found = { headers: entries.length, inclusions: entries.length, ...verdict.found };
  const course = 'record' in about ? courseOf(verdict) : undefined;
  const said: Readonly<Record<ProofCheckName, string>> = {
    key: 'the verifier key can be read',
    file: 'it is a proof file',
    checkpoint: `signed by ${by.join(', ')}: the first ${size} entries of ${origin} have the root ${root}`,
    headers: `${counted(found.headers, 'header')} canonical, of this log, in place and in order`,
    inclusion: `${counted(found.inclusions, 'entry', 'entries')} proven to be in the log`,
    openings: openingWords(found),
    course: courseWords(course),
  };
  const checks = proofCheckNames.map(
    (name): ProofCheck => ({ name, state: 'passed', words: said[name] }),
  );
  return {
    ...{ kind: 'proven', origin, size, root, by, about, entries, found, checks },
    ...(course && { course }),
  };
}

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

function openingWords({ opened, notKept, missing }: ProofFound): string {
  const words = [`${counted(opened, 'value')} shown, each what was committed to`];
  if (notKept > 0) words.push(`of ${notKept} nothing was kept, by policy`);
  if (missing > 0) words.push(`${missing} erased or withheld`);
  return words.join('; ');
}

function courseOf({ entries, isOpen }: Extract<ProofVerdict, { ok: true }>) {
  if (isOpen) return 'open';
  const kinds = entries.map(({ header }) => (JSON.parse(header) as { kind: string }).kind);
  return kinds.some((kind) => /^(?:call|intent)$/.test(kind)) ? 'ended' : 'none';
}

function courseWords(course: 'open' | 'ended' | 'none' | undefined): string {
  if (course === undefined) return 'the entries of the scope are numbered from 0 without gap';
  if (course === 'ended') return 'the record has one beginning and one end';
  if (course === 'open') return 'the record has a beginning; its end is not in the file';
  return 'the file holds neither beginning nor end of the record';
}
