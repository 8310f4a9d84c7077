// Opens and closes records: what a call was, what went south for it, how it ended. A call that changes something is
// durable before it goes on; a read when it is closed. No clock of its own.
import { recordDefaults } from '../defaults.js';
import { asFault, Fault } from '../fault.js';
import type { DraftPart, Ledger } from '../ledger/index.js';
import { redactText, redactUrl } from '../ocip/index.js';
import { keepContent } from './content.js';
import {
  draftOf,
  type EntryKind,
  type KnownCall,
  type KnownEnd,
  mediaType,
} from './entry-draft.js';
import { noLog } from './no-log.js';
import { bodyLevel, bodyLimit, type KeepLevel, type Policy, southLevel } from './policy.js';
import { isRecordId } from './read-record.js';
import type {
  Actor,
  Body,
  Call,
  CallEnd,
  Impact,
  OpenRecord,
  Outcome,
  Recorder,
  SouthLog,
} from './record.js';
import { MessageLog } from './south-log.js';
import { secondsOf } from './times.js';
import { claimsPart } from './told.js';

export interface RecordLimits {
  /** Most bytes that are kept of a request or an answer of a call. */
  readonly bodyBytes: number;
  /** Most bytes that are kept of a message to a network element. */
  readonly southBytes: number;
}

export const defaultLimits: RecordLimits = recordDefaults;

/** What either limit may be, in bytes. */
export const limitBounds = { least: 1 << 10, most: 16 << 20 } as const;

export interface RecorderOptions {
  readonly ledger: Ledger;
  readonly policy: Policy;
  /** Microseconds since 1970. */
  readonly now: () => bigint;
  readonly uuid: () => string;
  readonly limits?: Partial<RecordLimits>;
  /** A read whose record cannot be written goes on all the same; the trouble is told. Never for a change. */
  readonly readsMayGoUnrecorded?: boolean;
  /** Hears of what went wrong where nobody waits for it. */
  readonly onTrouble?: (fault: Fault) => void;
  /** Literal secrets that no record may hold. */
  readonly secrets?: () => readonly string[];
}

/** Messages, and bytes of them, that make an entry of their own: a header has room for some 250 parts. */
const messagesOfEntry = 150;
const bytesOfEntry = 4 << 20;

/** Makes records of calls in a ledger. */
export function openRecorder(options: RecorderOptions): Recorder {
  const open = new Set<CallRecord>();
  let isClosed = false;
  return {
    async open(call) {
      if (isClosed) throw new Fault('LEDGER_UNAVAILABLE', 'the records have been closed');
      const record = new CallRecord(call, options, () => open.delete(record));
      open.add(record);
      try {
        await record.begin();
      } catch (thrown) {
        open.delete(record);
        throw thrown;
      }
      return record;
    },
    async close() {
      isClosed = true;
      const ends = await Promise.allSettled([...open].map((record) => record.abandon()));
      for (const end of ends)
        if (end.status === 'rejected') options.onTrouble?.(asFault(end.reason));
      await options.ledger.close();
    },
  };
}

class CallRecord implements OpenRecord {
  readonly id: string;
  readonly #options: RecorderOptions;
  readonly #limits: RecordLimits;
  readonly #call: Call;
  readonly #bodies: KeepLevel;
  readonly #requestTime: bigint;
  readonly #log: MessageLog;
  readonly #done: () => void;
  #actor: Actor;
  #impact: Impact;
  #entries = 0;
  #isClosed = false;
  #ending: Promise<void> | undefined;
  /** Entries on the way that nobody waits for yet. */
  #writing: Promise<void> = Promise.resolve();
  #trouble: Fault | undefined;
  /** Parts that the next entry takes along: the request, and what an entry could not be written with. */
  #held: readonly DraftPart[];
  readonly #redactions = { request: 0, answer: 0 };

  constructor(call: Call, options: RecorderOptions, done: () => void) {
    const opened = options.now();
    this.id = call.id ?? `${options.uuid()}-${secondsOf(opened)}`;
    if (!isRecordId(this.id)) throw new Fault('INTERNAL', 'a record was given an id of no form');
    this.#requestTime = options.now();
    this.#options = options;
    const ruled = bodyLimit(options.policy, call);
    const limits = { ...defaultLimits, ...options.limits };
    const { mostBytes = Number.POSITIVE_INFINITY } = call;
    this.#limits = { ...limits, bodyBytes: Math.min(ruled ?? limits.bodyBytes, mostBytes) };
    this.#done = done;
    const secrets = options.secrets?.() ?? [];
    this.#call = {
      ...call,
      url: redactUrl(call.url, secrets),
      endPointName: redactText(call.endPointName, secrets),
    };
    this.#actor = cleaned(call.actor, secrets);
    this.#impact = cleaned(call.impact, secrets);
    this.#bodies = bodyLevel(options.policy, call);
    this.#log = new MessageLog({
      now: options.now,
      uuid: options.uuid,
      maxBytes: this.#limits.southBytes,
      levelOf: (commands) => southLevel(options.policy, call, commands),
      secrets: () => options.secrets?.() ?? [],
      onGrowth: () => this.#grown(),
    });
    this.#held = this.#bodyPart('request', call.request, this.#bodies);
    if (call.told === undefined) return;
    this.#held = [...this.#held, claimsPart(call.told, secrets)];
    this.#log.tell(call.told.messages);
  }

  get south(): SouthLog {
    return this.#log;
  }

  async begin(): Promise<void> {
    const { changes, told, isRefused } = this.#call;
    if (changes && told === undefined && isRefused !== true) await this.#append('intent');
  }

  learn(more: { readonly actor?: Actor; readonly impact?: Partial<Impact> }): void {
    const secrets = this.#options.secrets?.() ?? [];
    if (more.actor !== undefined) this.#actor = cleaned(more.actor, secrets);
    if (more.impact !== undefined)
      this.#impact = { ...this.#impact, ...cleaned(more.impact, secrets) };
  }

  async close(end: CallEnd): Promise<void> {
    this.#endOnce();
    this.#ending = this.#end(end);
    await this.#ending;
  }

  async #end(end: CallEnd): Promise<void> {
    const level = this.#call.isRefused === true ? 'full' : this.#bodies;
    const given = level === 'none' ? undefined : end.answer;
    const body = typeof given === 'function' ? given() : given;
    const answer = this.#bodyPart('answer', body, level);
    try {
      await this.#finish(
        {
          outcome: end.outcome ?? outcomeOf(end.status),
          status: end.status,
          ...(end.status === null ? {} : { answerTime: this.#options.now() }),
          answerType: body?.type ?? '',
          messages: this.#log.count,
        },
        answer,
      );
    } catch (thrown) {
      const fault = asFault(thrown, 'LEDGER_UNAVAILABLE');
      const { changes, told, isRefused } = this.#call;
      const isOptional = (!changes || isRefused === true) && told === undefined;
      if (!isOptional || this.#options.readsMayGoUnrecorded !== true) {
        // Nothing of it is there, and whoever asked is told: there is nothing to end later, and nothing to hold on to.
        if (this.#entries === 0) this.#done();
        throw fault;
      }
      this.#options.onTrouble?.(fault);
    }
    this.#done();
  }

  /** Nobody will say how it ended. */
  async abandon(): Promise<void> {
    // Somebody is just saying it: a second end would look like a forgery.
    const isEnded = await this.#ending?.then(
      () => true,
      () => false,
    );
    if (isEnded === true) return;
    this.#isClosed = true;
    this.#log.close();
    const end = {
      outcome: 'unknown',
      status: null,
      answerType: '',
      messages: this.#log.count,
    } as const;
    await this.#finish(end, [], true);
    this.#done();
  }

  #endOnce(): void {
    if (this.#isClosed) throw new Fault('INTERNAL', `record ${this.id} was closed twice`);
    this.#isClosed = true;
    this.#log.close();
  }

  async #finish(end: KnownEnd, parts: readonly DraftPart[], isAbandoned = false): Promise<void> {
    await this.#writing;
    if (this.#trouble !== undefined && !isAbandoned) throw this.#trouble;
    const isWhole = this.#entries === 0;
    const kind = isWhole ? 'call' : isAbandoned ? 'unknown' : 'outcome';
    await this.#append(kind, end, parts);
  }

  /** Many messages do not wait for the end: they get entries on the way, behind one that opens the record. */
  #grown(): void {
    const log = this.#log;
    if (log.waiting < messagesOfEntry && log.waitingBytes < bytesOfEntry) return;
    const write = async () => {
      if (this.#entries === 0) await this.#append('intent');
      await this.#append('more', undefined, parts);
    };
    const parts = log.taken();
    this.#writing = this.#writing.then(write).catch((thrown) => {
      this.#trouble ??= asFault(thrown, 'LEDGER_UNAVAILABLE');
    });
  }

  async #append(kind: EntryKind, end?: KnownEnd, parts: readonly DraftPart[] = []): Promise<void> {
    // Messages wait for the end, or for an entry of their own.
    const south = kind === 'intent' || kind === 'more' ? [] : this.#log.taken();
    const carried = [...this.#held, ...south];
    this.#held = [];
    const known: KnownCall = {
      id: this.id,
      call: this.#call,
      actor: this.#actor,
      impact: this.#impact,
      requestTime: this.#requestTime,
      requestType: this.#call.request?.type ?? '',
      bodies: this.#bodies,
      isSouthKept: this.#log.isKept,
      redactions: this.#redactions,
      isFirst: this.#entries === 0,
    };
    this.#entries++;
    try {
      await this.#options.ledger.append(draftOf(kind, known, end, [...carried, ...parts]));
    } catch (thrown) {
      this.#entries--;
      this.#held = [...carried, ...this.#held];
      throw thrown;
    }
  }

  #bodyPart(name: 'request' | 'answer', body: Body | undefined, level: KeepLevel): DraftPart[] {
    if (body === undefined || level === 'none') return [];
    const isKept = level === 'full' || (level === 'request' && name === 'request');
    const { part, note } = keepContent(body.content, {
      name,
      type: mediaType(body.type),
      isKept,
      maxBytes: this.#limits.bodyBytes,
      secrets: this.#options.secrets?.() ?? [],
    });
    this.#redactions[name] = note.redactions ?? 0;
    return [part];
  }
}

/** 2xx succeeded, 207 in part; 4xx refused; whatever else failed. Null: it was never answered. */
export function outcomeOf(status: number | null): Outcome {
  if (status === null) return 'unknown';
  if (status === 207) return 'partial';
  if (status >= 200 && status < 300) return 'succeeded';
  return status >= 400 && status < 500 ? 'refused' : 'failed';
}

/** Ids are kept as they are, but for secrets that somebody put into one. Almost always there is nothing to do. */
function cleaned<Texts extends object>(texts: Texts, secrets: readonly string[]): Texts {
  const all = Object.values(texts).join('\n');
  if (redactText(all, secrets) === all) return texts;
  const clean = Object.entries(texts).map(([name, text]) => [name, redactText(text, secrets)]);
  return Object.fromEntries(clean) as Texts;
}

/** Keeps nothing; for those who switched recording off. */
export function unrecorded(): Recorder {
  const record: OpenRecord = {
    id: '',
    south: noLog,
    learn: () => {},
    close: async () => {},
  };
  return { open: async () => record, close: async () => {} };
}
