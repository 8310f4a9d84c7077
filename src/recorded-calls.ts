// The calls of one connection of the library, each with its record: opened before anything goes south for it, closed before
// its result is given back.
import { AsyncLocalStorage } from 'node:async_hooks';
import { asFault, Fault } from './fault.js';
import {
  type Actor,
  type Call,
  type CallEnd,
  failureOf,
  type OpenRecord,
  type Recorder,
  type RoadLog,
  type SouthLog,
  sessionCall,
} from './records/index.js';
import type { OciSouth, OdinCalls, OdinSouth, South } from './south/index.js';

/** What a result says of its record. */
export interface Recorded {
  /** Absent when no record is kept. */
  readonly recordId?: string;
}

export interface RecordedCalls {
  /**
   * Makes a call under a record of its own. Its fault names the record in `detail.recordId`. Throws too when the record of
   * a call that went well cannot be kept.
   */
  run<T>(
    call: Omit<Call, 'actor'>,
    make: (log: SouthLog) => Promise<T>,
    ended: (result: T) => CallEnd,
  ): Promise<{ readonly result: T } & Recorded>;
  /** Waits for the calls under way. */
  settled(): Promise<void>;
}

/** The log of the call that is going on, for what is shared by all calls of a connection. */
const current = new AsyncLocalStorage<SouthLog>();

/** The road for readers that go on from call to call: each question goes to the log of the call it is asked in. */
export function byCall(road: South | OdinSouth, roadLog: SouthLog): OciSouth | OdinCalls {
  const log = () => current.getStore() ?? roadLog;
  const { protocol } = road;
  return protocol === 'ODIN'
    ? {
        protocol,
        get facts() {
          return road.facts;
        },
        connect: () => road.connect(),
        get: (call) => road.get({ ...call, log: log() }),
      }
    : {
        protocol,
        get facts() {
          return road.facts;
        },
        connect: () => road.connect(),
        ask: (question) => road.ask({ ...question, log: log() }),
      };
}

export function recordedCalls(recorder: Recorder, actor: Actor, road: RoadLog): RecordedCalls {
  const underWay = new Set<Promise<unknown>>();
  return {
    async run(call, make, ended) {
      const running = runUnder(await recorder.open({ ...call, actor }), make, ended, road);
      const settling = running.catch(() => undefined);
      underWay.add(settling);
      void settling.then(() => underWay.delete(settling));
      return running;
    },
    async settled() {
      await Promise.all(underWay);
    },
  };
}

async function runUnder<T>(
  record: OpenRecord,
  make: (log: SouthLog) => Promise<T>,
  ended: (result: T) => CallEnd,
  road: RoadLog,
): Promise<{ readonly result: T } & Recorded> {
  const said = record.id === '' ? {} : { recordId: record.id };
  const leave = road.enter(record.south);
  let result: T;
  try {
    result = await current.run(record.south, () => make(record.south));
  } catch (thrown) {
    leave();
    throw await failed(record, asFault(thrown), said);
  }
  leave();
  try {
    await record.close(ended(result));
  } catch (thrown) {
    const { code, message } = asFault(thrown, 'LEDGER_UNAVAILABLE');
    const words = `there was an answer, but its record could not be kept: ${message}`;
    throw new Fault(code, words, { cause: thrown, detail: said });
  }
  return { result, ...said };
}

/** The fault for whoever made the call, once its record is closed. */
async function failed(record: OpenRecord, fault: Fault, said: Recorded): Promise<Fault> {
  try {
    await record.close(failureOf(fault));
  } catch (lost) {
    const words = `${fault.message}; its record is lost too: ${asFault(lost).message}`;
    return new Fault(fault.code, words, { cause: fault, detail: { ...fault.detail, ...said } });
  }
  if (said.recordId === undefined) return fault;
  return new Fault(fault.code, fault.message, {
    cause: fault.cause,
    detail: { ...fault.detail, ...said },
  });
}

/** Keeps what was sent for a connection that no call has taken: a login that failed, a logout. */
export async function recordSession(
  what: 'login' | 'logout',
  { recorder, actor, road }: { recorder: Recorder; actor: Actor; road: RoadLog },
  end: CallEnd,
): Promise<void> {
  const record = await recorder.open({ ...sessionCall(what), changes: false, actor });
  road.enter(record.south)();
  await record.close(end);
}
