// What happens to a document whatever wire it came on: counted, judged, paced, recorded. While the ledger takes nothing,
// no change passes, and no read once that is known. Knows no sockets.
import { asFault, Fault } from '../fault.js';
import type { OciDocument } from '../ocip/index.js';
import { type Actor, type Call, type OpenRecord, unrecorded } from '../records/index.js';
import type { AskedDocument } from './asked.js';
import { judge } from './judge.js';
import { Learner } from './learner.js';
import { type Knock, OpenCall } from './open-call.js';
import type { ProxyOptions } from './options.js';
import { Pace } from './pace.js';
import { enter, leave, type Stay } from './sessions.js';

/** A document is either let in, or refused for this reason. */
export type Admission = { readonly call: OpenCall } | { readonly refused: string };

/** Records whose writing nobody waits for; beyond them, the next document waits. */
const mostClosing = 2_000;
const nobody: Actor = { id: '', role: '' };

/** See the file's first lines. */
export class Desk {
  readonly learner: Learner;
  readonly #options: ProxyOptions;
  readonly #pace: Pace;
  /** The last entry was not taken. */
  #isBroken = false;
  readonly #closing = new Set<Promise<void>>();
  #waiting: (() => void)[] = [];

  constructor(options: ProxyOptions) {
    this.#options = options;
    this.learner = new Learner(options.now);
    this.#pace = new Pace(options.policy, options.monotonic);
  }

  /** Lets a document in, once its record is open and, for a change, durable; or refuses and records that. */
  async admit(knock: Knock): Promise<Admission> {
    const since = this.#options.monotonic();
    // At once: what comes beside it must see it.
    const stay = enter(knock.session, knock.asked);
    while (this.#closing.size >= mostClosing)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if ('refused' in stay) return this.#refused(knock, since, 403, stay.refused);
    const admission = await this.#admitted(knock, stay, since);
    if ('refused' in admission) stay.leave(false);
    return admission;
  }

  async #admitted(knock: Knock, stay: Stay, since: number): Promise<Admission> {
    const { asked, signal } = knock;
    const refuse = (status: number, why: string) => this.#refused(knock, since, status, why);
    if (knock.isAnswer !== true) {
      const denied = judge(this.#options.policy, asked, stay.before, this.#options.now());
      if (denied !== undefined) return refuse(403, denied);
    }
    const turn =
      knock.isAnswer === true
        ? { leave: () => undefined }
        : await this.#pace.enter(pacedOf(asked, stay), signal);
    if ('refused' in turn) return refuse(429, turn.refused);
    const mayGoBlind = !asked.changes && this.#options.readsMayGoUnrecorded === true;
    const unwritten = 'its audit record cannot be written';
    if (this.#isBroken && !asked.changes && !mayGoBlind) {
      turn.leave();
      return refuse(503, unwritten);
    }
    let record: OpenRecord;
    try {
      record = await this.#opened(callOf(knock), mayGoBlind);
    } catch (thrown) {
      turn.leave();
      this.#trouble(thrown);
      return refuse(503, unwritten);
    }
    const call = new OpenCall(knock, record, {
      since,
      options: this.#options,
      closing: (closing, changes) => this.#close(closing, changes),
      learner: this.learner,
      leave: (wasSent) => {
        turn.leave();
        stay.leave(wasSent);
      },
    });
    return { call };
  }

  /** Records what the server sent of its own accord. */
  unasked(knock: Knock, document: OciDocument, bytes: Buffer): void {
    const since = this.#options.monotonic();
    const { asked, session } = knock;
    const record = async () => {
      const opened = await this.#options.recorder.open({ ...callOf(knock), changes: false });
      opened.south.request({
        protocol: 'BS-OCI',
        format: 'xml',
        commands: asked.names,
        content: bytes,
        secrets: () => session.secrets,
      });
      await opened.close({ status: 200 });
      this.#tell(knock, opened.id, since, 200);
    };
    void this.#close(record(), false);
    if (document.commands.some(({ type }) => type === 'LogoutRequest')) leave(session);
  }

  /** Waits for all records that are being written. */
  async settled(): Promise<void> {
    while (this.#closing.size > 0) await Promise.all(this.#closing);
  }

  async #opened(call: Call, mayGoBlind: boolean): Promise<OpenRecord> {
    try {
      const record = await this.#options.recorder.open(call);
      if (call.changes) this.#isBroken = false;
      return record;
    } catch (thrown) {
      if (!mayGoBlind) throw thrown;
      this.#options.onTrouble?.(asFault(thrown));
      return unrecorded().open(call);
    }
  }

  /** The record of a refusal is an entry like any other: when it is taken, the next document may pass. */
  async #refused(knock: Knock, since: number, status: number, why: string): Promise<Admission> {
    let id = '';
    try {
      const record = await this.#options.recorder.open({ ...callOf(knock), isRefused: true });
      id = record.id;
      const content = JSON.stringify({ code: 'NOT_PERMITTED', message: why });
      await record.close({ status, answer: { type: 'application/json', content } });
      this.#isBroken = false;
    } catch (thrown) {
      this.#trouble(thrown);
    }
    this.#tell(knock, id, since, status, why);
    return { refused: why };
  }

  #tell(knock: Knock, recordId: string, since: number, status: number, refused?: string): void {
    this.#options.onCall?.({
      recordId,
      login: knock.session.actor?.id ?? '',
      commands: knock.asked.names,
      ms: this.#options.monotonic() - since,
      status,
      client: knock.client,
      ...(refused === undefined ? {} : { refused }),
    });
  }

  /** Never rejects: the answer is there, and whoever asked must get it. */
  #close(writing: Promise<void>, changes: boolean): Promise<void> {
    const mayFail = !changes && this.#options.readsMayGoUnrecorded === true;
    const closing = writing
      .catch((thrown: unknown) => {
        if (mayFail) this.#options.onTrouble?.(asFault(thrown, 'LEDGER_UNAVAILABLE'));
        else this.#trouble(thrown);
      })
      .finally(() => {
        this.#closing.delete(closing);
        this.#waiting.shift()?.();
      });
    this.#closing.add(closing);
    return closing;
  }

  #trouble(thrown: unknown): void {
    this.#isBroken = true;
    this.#options.onTrouble?.(
      thrown instanceof Fault ? thrown : asFault(thrown, 'LEDGER_UNAVAILABLE'),
    );
  }
}

/** Who pays for it: whoever may do it; for logins alone who tries them, so that nobody keeps others from logging in. */
function pacedOf({ commands }: AskedDocument, { before, logins }: Stay): readonly string[] {
  const tried = commands.map((one) => one.tried).filter((one) => one !== undefined);
  const isLogin = tried.length === commands.length && before.every((one) => one === '');
  return isLogin ? tried : logins;
}

function callOf({ asked, session }: Knock): Call {
  return {
    endPointName: `svc_v1:muster.oci.${asked.chief}`,
    url: `/oci/${asked.chief}`,
    method: asked.commands.every(({ kind }) => kind === 'read') ? 'GET' : 'POST',
    changes: asked.changes,
    actor: session.actor ?? nobody,
    impact: asked.impact,
  };
}
