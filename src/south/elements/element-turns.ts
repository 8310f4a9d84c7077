// Turns at one element: so many calls at once, in the order they came, each given up when its time is over.

/** Leaves the place again; may be called once. */
export type Leave = () => void;

/** See the file's first lines. */
export class ElementTurns {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(most: number) {
    this.#free = most;
  }

  /** Resolves when there is a place. Rejects with the reason of the signal. */
  enter(signal: AbortSignal): Promise<Leave> {
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(this.#leave());
    }
    return new Promise((resolve, reject) => {
      const give = () => {
        this.#waiting.delete(go);
        reject(signal.reason);
      };
      const go = () => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', give);
        resolve(this.#leave());
      };
      this.#waiting.add(go);
      signal.addEventListener('abort', give, { once: true });
    });
  }

  #leave(): Leave {
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const [next] = this.#waiting;
      if (next === undefined) this.#free++;
      else next();
    };
  }
}
