// The messages of one call to network elements, until an entry takes them. Answers come piece by piece; what is too long
// to be kept is committed to as it passes, and never held.
import { Fault } from '../fault.js';
import { Committing, type DraftPart } from '../ledger/index.js';
import { redactBytes, redactText, redactUrl } from '../ocip/index.js';
import type { SouthMessage } from './audit-record.js';
import { type ContentNote, freshSalt, headOf, keepContent, noteOf } from './content.js';
import type { KeepLevel } from './policy.js';
import type { AnswerSink, SouthLog, SouthRequest } from './record.js';
import { secondsOf } from './times.js';

/** What is said of one message beside its content; the members of the seed, and ours. All in one part of the entry. */
export interface MessageNote extends ContentNote {
  readonly timestamp: string;
  readonly id: string;
  readonly type: 'request' | 'answer' | 'error';
  readonly protocol: string;
  readonly format: string;
  readonly vendorType?: string;
  readonly action?: string;
  readonly method?: string;
  readonly endpoint?: string;
  readonly status_code?: string;
  /** Names of the commands, of a request. */
  readonly commands?: readonly string[];
  /** Name of the part that holds the content; absent when it has none. */
  readonly part?: string;
}

interface SouthLogOptions {
  readonly now: () => bigint;
  readonly uuid: () => string;
  readonly maxBytes: number;
  readonly levelOf: (commands: readonly string[]) => KeepLevel;
  /** Literal secrets known beside those of a message. */
  readonly secrets: () => readonly string[];
  /** Told whenever something was added: bytes and messages that wait. */
  readonly onGrowth: () => void;
}

/** Behind the cut of a kept answer: no known secret may stick out over it, cut in two. */
const margin = 4096;

/** See the file's first lines. */
export class MessageLog implements SouthLog {
  readonly #options: SouthLogOptions;
  #notes: MessageNote[] = [];
  #parts: DraftPart[] = [];
  #isClosed = false;
  /** Bytes that wait for an entry. */
  waitingBytes = 0;
  /** All messages so far. */
  count = 0;
  /** Something was to be recorded, though perhaps nothing was sent. */
  isKept: boolean;

  constructor(options: SouthLogOptions) {
    this.#options = options;
    this.isKept = options.levelOf([]) !== 'none';
  }

  get waiting(): number {
    return this.#notes.length;
  }

  /** From now on no message may go out under this call. */
  close(): void {
    this.#isClosed = true;
  }

  /** Hands what waits to an entry: the contents, and behind them what is said of each message. */
  taken(): DraftPart[] {
    if (this.#notes.length === 0) return [];
    const list = Buffer.from(JSON.stringify(this.#notes).toWellFormed(), 'utf8');
    const parts = [...this.#parts, { name: 'south', type: 'application/json', bytes: list }];
    this.#notes = [];
    this.#parts = [];
    this.waitingBytes = 0;
    return parts;
  }

  request(message: SouthRequest): AnswerSink {
    if (this.#isClosed)
      throw new Fault(
        'INTERNAL',
        'a message was about to be sent after its record had been closed',
      );
    const { levelOf, uuid } = this.#options;
    const level = levelOf(message.commands);
    if (level === 'none') return { write: () => {}, end: () => {}, fail: () => {} };
    this.isKept = true;
    const id = uuid();
    const { protocol, format } = message;
    const head = { id, protocol, format, ...some('vendorType', message.vendorType) };
    const secrets = () => [...this.#options.secrets(), ...(message.secrets?.() ?? [])];
    this.#add(
      {
        ...head,
        type: 'request',
        ...some('action', message.action),
        ...some('method', message.method),
        ...some('endpoint', message.endpoint && redactUrl(message.endpoint, secrets())),
        commands: message.commands
          .slice(0, 50)
          .map((name) => redactText(name, secrets()).slice(0, 200)),
      },
      (name) => this.#kept(name, message.content, message.format, level !== 'metadata', secrets()),
      message.at,
    );
    const holder = new AnswerHolder(this.#options.maxBytes, level === 'full');
    let isOpen = true;
    const end = (
      note: object,
      keep: (name: string) => Content | undefined,
      at: bigint | undefined,
    ) => {
      if (isOpen && !this.#isClosed) this.#add({ ...head, ...note } as Untimed, keep, at);
      isOpen = false;
    };
    return {
      write: (piece) => {
        if (isOpen && !this.#isClosed) holder.write(piece);
      },
      end: (status, at) =>
        end(
          {
            type: 'answer',
            ...some('status_code', status === undefined ? undefined : String(status)),
          },
          (name) => {
            const { maxBytes } = this.#options;
            const whole = holder.whole;
            if (whole !== undefined)
              return this.#kept(name, whole, message.format, level === 'full', secrets());
            return holder.cut(name, message.format, maxBytes, secrets());
          },
          at,
        ),
      fail: (why, at) => {
        const words = () => Buffer.from(redactText(why, secrets()).slice(0, 1000));
        end({ type: 'error' }, (name) => this.#kept(name, words(), 'text', true, secrets()), at);
      },
    };
  }

  /** Messages of somebody else, with his ids and times; they all wait for the end. Undefined: he recorded none. */
  tell(messages: readonly SouthMessage[] | undefined): void {
    const { levelOf, secrets } = this.#options;
    this.isKept &&= messages !== undefined;
    const levels = new Map<string, KeepLevel>();
    for (const message of messages ?? []) {
      const { content, endpoint, format, ...said } = message;
      const level = levels.get(said.id) ?? levelOf(toldCommands(message));
      levels.set(said.id, level);
      if (level === 'none') continue;
      this.isKept = true;
      const isKept = said.type === 'request' ? level !== 'metadata' : level === 'full';
      const note = {
        ...said,
        format,
        ...some('endpoint', endpoint && redactUrl(endpoint, secrets())),
      };
      this.#push(note as MessageNote, (name) =>
        this.#kept(name, Buffer.from(content), format, isKept, secrets()),
      );
    }
  }

  #kept(
    name: string,
    bytes: Uint8Array,
    type: string,
    isKept: boolean,
    secrets: readonly string[],
  ): Content | undefined {
    if (bytes.length === 0) return undefined;
    return keepContent(bytes, { name, type, isKept, maxBytes: this.#options.maxBytes, secrets });
  }

  #add(note: Untimed, keep: (name: string) => Content | undefined, at = this.#options.now()): void {
    this.#push({ timestamp: secondsOf(at), ...note }, keep);
    this.#options.onGrowth();
  }

  #push(note: MessageNote, keep: (name: string) => Content | undefined): void {
    const content = keep(`south/${this.count++}/${note.type}`);
    this.#notes.push({
      ...note,
      ...content?.note,
      ...(content === undefined ? {} : { part: content.part.name }),
    });
    if (content !== undefined) {
      this.#parts.push(content.part);
      const { part } = content;
      this.waitingBytes += ('bytes' in part ? part.bytes : part.kept).length;
    }
  }
}

/** What a message asks for, as far as it shows: for policy. */
function toldCommands({ protocol, content, method, endpoint }: SouthMessage): string[] {
  if (protocol !== 'BS-OCI') return [`${method ?? ''} ${endpoint ?? ''}`];
  return [...content.matchAll(/:type\s?=\s?["'](?:\w{1,40}:)?(\w{1,200})["']/g)].map(
    ([, name]) => name as string,
  );
}

type Untimed = Omit<MessageNote, 'timestamp'>;
type Content = { readonly part: DraftPart; readonly note: ContentNote };

/** An answer while it comes. Up to the limit it is held, so that it can be redacted before anybody hashes it. */
class AnswerHolder {
  readonly #most: number;
  readonly #isKept: boolean;
  #pieces: Uint8Array[] = [];
  #held = 0;
  #salt: Uint8Array | undefined;
  #committing: Committing | undefined;

  constructor(maxBytes: number, isKept: boolean) {
    this.#most = maxBytes;
    this.#isKept = isKept;
  }

  write(piece: Uint8Array): void {
    const room = this.#most + margin - this.#held;
    if (this.#committing === undefined && piece.length > room) {
      this.#salt = freshSalt();
      this.#committing = new Committing(this.#salt);
      for (const held of this.#pieces) this.#committing.update(held);
      if (!this.#isKept) this.#pieces = [];
    }
    this.#committing?.update(piece);
    const wanted =
      this.#committing === undefined || this.#isKept ? Math.min(piece.length, room) : 0;
    if (wanted <= 0) return;
    // Whoever wrote it may use its memory again.
    this.#pieces.push(Uint8Array.prototype.slice.call(piece, 0, wanted));
    this.#held += wanted;
  }

  /** All of it, unless it was too long. */
  get whole(): Uint8Array | undefined {
    return this.#committing === undefined ? Buffer.concat(this.#pieces) : undefined;
  }

  /** A long one: the commitment is to what came; of what is kept, the redacted text. */
  cut(name: string, type: string, maxBytes: number, secrets: readonly string[]): Content {
    const committing = this.#committing as Committing;
    const whole = {
      salt: this.#salt as Uint8Array,
      hash: committing.digest(),
      length: committing.length,
    };
    const covers = { covers: 'received' } as const;
    if (!this.#isKept) return { part: { name, type, kept: new Uint8Array(), whole }, note: covers };
    const longest = secrets.reduce((most, secret) => Math.max(most, secret.length * 6), margin);
    const { bytes, redactions } = redactBytes(Buffer.concat(this.#pieces), secrets);
    const kept = headOf(bytes, Math.max(0, Math.min(maxBytes, bytes.length - longest)));
    return { part: { name, type, kept, whole }, note: { ...noteOf(redactions), ...covers } };
  }
}

const some = <Name extends string>(
  name: Name,
  value: string | undefined,
): { [_ in Name]?: string } =>
  value === undefined || value === '' ? {} : ({ [name]: value } as { [_ in Name]: string });
