// The answer to a change that was made: the state as it is now, or an honest word that it could not be read.
import { asFault } from '../../fault.js';
import type { Refusal } from '../../ocip/index.js';
import type { House, Reply } from '../route.js';

type ReadBack =
  | { readonly kind: 'state'; readonly state: object }
  | { readonly kind: 'refusal'; readonly refusal: Refusal };

/**
 * Answers 200 in any case, because the change is made: with the state that `read` gives, else with `sent` and
 * `readBack: false`. `sent` must hold no secrets.
 */
export async function readBack(
  house: House,
  sent: object,
  read: () => Promise<ReadBack>,
): Promise<Reply> {
  const unread = (readBackProblem: string): Reply => ({
    status: 200,
    body: { ...sent, readBack: false, readBackProblem },
  });
  try {
    const back = await read();
    return back.kind === 'state'
      ? { status: 200, body: back.state }
      : unread(`BroadWorks refused: ${back.refusal.summary}`);
  } catch (thrown) {
    const fault = asFault(thrown);
    house.onTrouble(fault);
    return unread(fault.code === 'INTERNAL' ? 'Muster itself made a mistake' : fault.message);
  }
}
