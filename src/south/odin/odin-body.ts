// The body of one answer while it comes: gathered up to a limit, and at most one large one at a time in the process.
import { Fault } from '../../fault.js';

/** Beyond this a body waits until no other large one is being gathered: several at once could use up all memory. */
const largeBytes = 8 * 1024 * 1024;

/** What holds the answer up, or ends it. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(fault: Fault): void;
}

let last: Promise<void> = Promise.resolve();

/** Resolves, when nobody else gathers a large body, with what ends this one's turn. */
function largeTurn(): Promise<() => void> {
  let leave: () => void = () => undefined;
  const before = last;
  last = new Promise((resolve) => {
    leave = resolve;
  });
  return before.then(() => leave);
}

/** See the file's first lines. Be sure to `end` it. */
export class OdinBody {
  readonly #flow: Flow;
  readonly #most: number;
  readonly #where: string;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #isLarge = false;
  #hasEnded = false;
  #leave: (() => void) | undefined;

  /** `most` bytes, or it is aborted with OCIP_TOO_LARGE. `where`: from where it comes, for the words. */
  constructor(flow: Flow, most: number, where: string) {
    this.#flow = flow;
    this.#most = most;
    this.#where = where;
  }

  take(chunk: Buffer): void {
    if (this.#hasEnded) return;
    this.#size += chunk.length;
    if (this.#size > this.#most) {
      this.#chunks.length = 0;
      this.#flow.abort(tooLarge(this.#where, this.#most));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#size > largeBytes && !this.#isLarge) void this.#waitForOthers();
  }

  /** All that came. Whoever waits may go on. */
  end(): Buffer {
    this.#hasEnded = true;
    this.#leave?.();
    return Buffer.concat(this.#chunks.splice(0));
  }

  async #waitForOthers(): Promise<void> {
    this.#isLarge = true;
    this.#flow.pause();
    const leave = await largeTurn();
    if (this.#hasEnded) return leave();
    this.#leave = leave;
    this.#flow.resume();
  }
}

function tooLarge(where: string, most: number): Fault {
  const mebibyte = 1024 * 1024;
  const limit = most % mebibyte === 0 ? `${most / mebibyte} MB` : `${most} bytes`;
  return new Fault('OCIP_TOO_LARGE', `${where} sent an answer of more than ${limit}`);
}
