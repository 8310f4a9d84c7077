// Checks a proof file in Node, by the rules in proof-file-rules.ts.
import { answerTo } from '../format/answers.js';
import { runNow } from '../format/asks.js';
import { checkProofFile, type ProofVerdict } from './proof-file-rules.js';

export type { ProofVerdict, ProvenEntry } from './proof-file-rules.js';

/** Is everything in the file proven? Never throws. */
export const verifyProofFile = (text: string, verifierKey: string): ProofVerdict =>
  runNow(checkProofFile(text, verifierKey), answerTo);
