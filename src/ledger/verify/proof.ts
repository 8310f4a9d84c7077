// Checks inclusion and consistency proofs in Node, by the rules in proof-rules.ts.
import { answerTo } from '../format/answers.js';
import { runNow } from '../format/asks.js';
import { type Consistency, type Inclusion, isConsistent, isIncluded } from './proof-rules.js';

export type { Consistency, Inclusion } from './proof-rules.js';

/** Is the leaf at this place in the tree of this size and root? */
export const verifyInclusion = (proof: Inclusion): boolean => runNow(isIncluded(proof), answerTo);

/** Does the later tree hold the whole earlier one, unchanged, as its beginning? */
export const verifyConsistency = (proof: Consistency): boolean =>
  runNow(isConsistent(proof), answerTo);
