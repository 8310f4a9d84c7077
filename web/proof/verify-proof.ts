// Checks a proof file in the browser: by the rules of `muster records verify-proof`, with WebCrypto, and nothing of what it
// needs comes from the server. Tells what was checked, too. What is wrong it says in the words of the verifier, which are those of
// the command line; all other words are in strings.ts.
import { runSoon } from '../../src/ledger/format/asks.js';
import { base64Of } from '../../src/ledger/format/base64.js';
import {
  checkProofFile,
  type ProofVerdict,
  type ProvenEntry,
} from '../../src/ledger/verify/proof-file-rules.js';
import { type CannotCheck, cannot, openAnswers, type Surroundings } from './verify-answers.js';

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
  /** `part`: nothing is wrong, but not all of it is in the file. */
  readonly state: 'passed' | 'part' | 'failed' | 'notReached';
}

/** What was looked at, in numbers. */
export interface ProofFound {
  readonly entries: number;
  /** Values that are shown; each fits its commitment. */
  readonly opened: number;
  /** Bodies of which by policy nothing was kept. */
  readonly notKept: number;
  /** Erased, or withheld by whoever made the file: it does not tell which. */
  readonly missing: number;
}

/** What a proof file proves of itself. */
export interface Proven {
  readonly kind: 'proven';
  readonly origin: string;
  /** Entries that the checkpoint covers. */
  readonly size: number;
  /** Of the tree of that size, in base64. */
  readonly root: string;
  /** Names of the keys that signed. */
  readonly by: readonly string[];
  readonly about: { readonly record: string } | { readonly scope: string };
  /**
   * Of a record. `open`: its intent has no end in the file, `none`: no entry in it has a course. Neither proves that the
   * record has not ended: whoever made the file may have left the end out. `scope`: the file is about a scope.
   */
  readonly course: 'open' | 'ended' | 'none' | 'scope';
  readonly entries: readonly ProvenEntry[];
  readonly found: ProofFound;
  readonly checks: readonly ProofCheck[];
}

export type BrowserProofVerdict =
  | Proven
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
    if (at === failed) return { name, state: 'failed' };
    // The last ones are made of each entry in turn: none of them has passed before all entries have.
    const isDone = at < failed && at <= proofCheckNames.indexOf('checkpoint');
    return { name, state: isDone ? 'passed' : 'notReached' };
  });
  return { kind: 'wrong', check, what, ...(index !== undefined && { index }), checks };
}

function proven(verdict: Extract<ProofVerdict, { ok: true }>): Proven {
  const { origin, size, by, about, entries } = verdict;
  const root = base64Of(verdict.root);
  const found = { entries: entries.length, ...verdict.found };
  const course = courseOf(verdict);
  const isPart = { openings: found.missing > 0, course: course === 'open' || course === 'none' };
  const checks = proofCheckNames.map(
    (name): ProofCheck => ({
      name,
      state: Object.hasOwn(isPart, name) && isPart[name as keyof typeof isPart] ? 'part' : 'passed',
    }),
  );
  return { kind: 'proven', origin, size, root, by, about, course, entries, found, checks };
}

function courseOf({
  about,
  entries,
  isOpen,
}: Extract<ProofVerdict, { ok: true }>): Proven['course'] {
  if ('scope' in about) return 'scope';
  if (isOpen) return 'open';
  const kinds = entries.map(({ header }) => (JSON.parse(header) as { kind: string }).kind);
  return kinds.some((kind) => /^(?:call|intent)$/.test(kind)) ? 'ended' : 'none';
}
