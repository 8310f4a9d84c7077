// The log of a connection that serves one call after the other: what is sent for the connection itself, such as a login,
// belongs to the call that is open; while none is, it waits for the next one.
import type { AnswerSink, SouthLog, SouthRequest } from './record.js';

export interface RoadLog extends SouthLog {
  /** A call begins: it takes what waits, and what comes. Gives what ends that. */
  enter(log: SouthLog): () => void;
  /** Something waits that no call has taken. */
  readonly isWaiting: boolean;
}

/** `now` in microseconds since 1970: what waited is kept with the time at which it was. */
export function roadLog(now: () => bigint): RoadLog {
  // In the order in which they came; the oldest has most to do with what the connection does.
  const open = new Set<SouthLog>();
  let waiting: Held[] = [];
  return {
    get isWaiting() {
      return waiting.length > 0;
    },
    request(message) {
      const [first] = open;
      if (first !== undefined) return first.request(message);
      const held = hold({ ...message, at: now() }, now);
      waiting.push(held);
      return held.sink;
    },
    enter(log) {
      open.add(log);
      const taken = waiting;
      waiting = [];
      for (const { handTo } of taken) handTo(log);
      return () => void open.delete(log);
    },
  };
}

interface Held {
  readonly sink: AnswerSink;
  readonly handTo: (log: SouthLog) => void;
}

/** Notes what is done with the answer, until somebody takes it over. */
function hold(message: SouthRequest, now: () => bigint): Held {
  let taker: AnswerSink | undefined;
  const done: ((sink: AnswerSink) => void)[] = [];
  const pass = (act: (sink: AnswerSink) => void) => {
    if (taker === undefined) done.push(act);
    else act(taker);
  };
  return {
    sink: {
      write: (piece) => {
        // Whoever wrote it may use its memory again.
        const kept = taker === undefined ? Uint8Array.prototype.slice.call(piece) : piece;
        pass((sink) => sink.write(kept));
      },
      end: (status, at = now()) => pass((sink) => sink.end(status, at)),
      fail: (why, at = now()) => pass((sink) => sink.fail(why, at)),
    },
    handTo: (log) => {
      taker = log.request(message);
      for (const act of done.splice(0)) act(taker);
    },
  };
}
