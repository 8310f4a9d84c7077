// Errands that wait for their turn: run in the order they came, a few at a time. What a failure means is told from outside.
import type { Fault } from '../../fault.js';

/** Something to do in its turn, and who waits for it. */
interface Errand {
  readonly run: () => Promise<void>;
  readonly reject: (fault: Fault) => void;
}

/** See the file's first lines. */
export class OdinErrands {
  readonly #most: number;
  readonly #failed: (thrown: unknown) => Fault;
  readonly #queue: Errand[] = [];
  readonly #running = new Set<Errand>();

  /** At most `most` at once. `failed` makes a Fault of what an errand threw; it may reject those who wait. */
  constructor(most: number, failed: (thrown: unknown) => Fault) {
    this.#most = most;
    this.#failed = failed;
  }

  /** Resolves or rejects as `run` does when its turn has come; rejects with Faults only. */
  add<Found>(run: () => Promise<Found>): Promise<Found> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ run: async () => resolve(await run()), reject });
      this.#pump();
    });
  }

  /** Those who wait are told; what is under way goes on. */
  rejectWaiting(fault: Fault): void {
    for (const errand of this.#queue.splice(0)) errand.reject(fault);
  }

  /** Those who wait are told, and those under way. */
  rejectAll(fault: Fault): void {
    for (const errand of this.#running) errand.reject(fault);
    this.rejectWaiting(fault);
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#running.size < this.#most) {
      const errand = this.#queue.shift() as Errand;
      this.#running.add(errand);
      void this.#serve(errand);
    }
  }

  /** Runs one errand, and goes on with the queue. Never throws. */
  async #serve(errand: Errand): Promise<void> {
    try {
      await errand.run();
    } catch (thrown) {
      errand.reject(this.#failed(thrown));
    } finally {
      this.#running.delete(errand);
      this.#pump();
    }
  }
}
