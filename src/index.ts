// Muster as a library: connect to a BroadWorks, audit groups, send commands.
import {
  type GroupAudit,
  type GroupKey,
  groupReader,
  mercuryParts,
  type NumberDepth,
  type PartName,
  type ReadGroup,
  type TrunkAudit,
  trunkReader,
  usualParts,
} from './audit/index.js';
import { defaults, odinDefaults } from './defaults.js';
import { asFault, Fault } from './fault.js';
import { type Keeper, keeperOf, type LibraryRecords } from './record-store.js';
import {
  byCall,
  type Recorded,
  type RecordedCalls,
  recordedCalls,
  recordSession,
} from './recorded-calls.js';
import {
  actorOf,
  failureOf,
  groupAuditCall,
  microClock,
  type RoadLog,
  roadLog,
  statusOf,
  trunkAuditCall,
} from './records/index.js';
import { formatJson, formatTrunkJson, type MercuryResult, mercuryResult } from './report/index.js';
import { type Send, sender } from './send.js';
import {
  type ExchangeNote,
  type LoginFacts,
  type OdinSouth,
  openOdin,
  openSouth,
  parseTarget,
  type South,
} from './south/index.js';

export type { NumberDepth } from './audit/index.js';
export * from './audit/model.js';
export * from './audit/trunk-model.js';
export { Fault, type FaultCode, type FaultDetail, faultTable } from './fault.js';
export { type DnRange, DnSet, formatDn, formatDnRange, parseDn } from './numbers/index.js';
export {
  type Command,
  type CommandKind,
  type Element,
  type FieldValue,
  type FieldValues,
  knownCommands,
  type OciCommand,
  type Refusal,
  type RefusalKind,
  type Table,
} from './ocip/index.js';
export { type LibraryRecords, openRecordStore, type RecordStoreOptions } from './record-store.js';
export type { Recorded } from './recorded-calls.js';
export {
  type ElementOptions,
  type FetchCall,
  openElement,
  recordedFetch,
} from './recorded-fetch.js';
export type { AuditRecord, KeepLevel, Policy, PolicyRule, RecordLimits } from './records/index.js';
export * from './report/index.js';
export type { Outcome, Send } from './send.js';
export type {
  Action,
  Answer,
  AuthSettings,
  ElementAnswer,
  ElementSettings,
  ExchangeNote,
  LoginFacts,
  SouthElement,
} from './south/index.js';
export { elementPresets } from './south/index.js';

export interface ConnectOptions {
  /**
   * `tcp://host[:2208]`, `tls://host[:2209]`, `http(s)://host/webservice/services/ProvisioningService`, or
   * `odin+https://host/api/v2` for the ODIN REST API.
   */
  readonly target: string;
  readonly username: string;
  readonly password: string;
  /**
   * Where a record of each call is kept: what `openRecordStore` gave, or `none`. There is no default: whoever embeds
   * Muster decides.
   */
  readonly records: LibraryRecords | 'none';
  /** Longest silence in milliseconds before a command is given up. Default 30,000. */
  readonly timeoutMs?: number;
  /** Most sessions at once, default 2; over ODIN most calls at once, default 10. */
  readonly connections?: number;
  /** Commands per second over time, 0 for no limit. Default 5. */
  readonly rate?: number;
  /** Commands that may go at once after a quiet time. Default 200; over ODIN 0: never more than `rate` in a second. */
  readonly burst?: number;
  /** Most commands in one document, 1 to 15. Default 15. */
  readonly batch?: number;
  /** PEM of a private certificate authority to trust besides the public ones. */
  readonly ca?: string;
  /** Commands that change something are refused unless this is true. */
  readonly mayChange?: boolean;
  /** Called after each document that went south. */
  readonly onExchange?: (note: ExchangeNote) => void;
}

/** What `auditGroup` gives: the shape of the mercury library, and the whole audit beside it. */
export interface AuditResult extends MercuryResult, Recorded {
  readonly audit: GroupAudit;
}

/** What `auditTrunks` gives. */
export interface TrunkResult extends TrunkAudit, Recorded {}

export interface AuditGroupOptions extends GroupKey {
  /** Default: `usualParts`. */
  readonly parts?: readonly PartName[];
  /** How much of the numbers is read: that they are there, their states too, or (default) also who holds them. */
  readonly numbers?: NumberDepth;
  /** Ask only for what `payload` shows: over OCI-P three commands in one round trip. `audit` then holds no more. */
  readonly payloadOnly?: boolean;
}

export interface Client extends AsyncDisposable {
  /** The account as BroadWorks described it at login. */
  readonly login: LoginFacts;
  /**
   * Audits one group. Never throws for what BroadWorks refuses or the network does: `ok` is false when nothing could
   * be read, and each part of `audit` says why it is not known. Throws when its record cannot be kept.
   */
  auditGroup(options: AuditGroupOptions): Promise<AuditResult>;
  /** Trunk capacity of a service provider, its groups and their trunk groups. Never throws, as above. */
  auditTrunks(options: { readonly serviceProviderId: string }): Promise<TrunkResult>;
  /**
   * Sends any command that Muster knows. One command: its answer, or a Fault is thrown. A list: one outcome each, in
   * order, faults among them, so that the trouble of one hides no other. Reads travel together and share a record; a list
   * that holds a change goes strictly one after the other, each with its record, and stops after a change whose outcome is
   * unknown. No change is ever sent twice, or before its record is durable. Over ODIN there are no commands: a Fault is
   * thrown.
   */
  readonly send: Send;
  /** Logs out, and waits for the records of calls under way. Also called by `await using`. */
  close(): Promise<void>;
}

/** Connects and logs in. Throws a Fault when that fails; the password is tried once. */
export async function connect(options: ConnectOptions): Promise<Client> {
  const target = parseTarget(options.target);
  const standard = target.transport === 'odin' ? odinDefaults : defaults;
  const settings = { ...standard, ...withoutUndefined(options) };
  checkSettings(settings, standard);
  const keeper = keeperOf(options.records);
  // What cannot be recorded is not to be asked.
  keeper.check();
  const { username, password } = options;
  const clock = microClock(Date.now(), process.hrtime.bigint);
  const log = roadLog(clock);
  const road = { ...settings, target, credentials: { username, password }, now: Date.now, log };
  const south = target.transport === 'odin' ? openOdin(road) : openSouth(road);
  const unhide = keeper.hide(password);
  try {
    const login = await south.connect();
    return clientOf({ south, target: target.url, login, log, keeper, unhide });
  } catch (thrown) {
    await south.close();
    throw await notConnected(asFault(thrown), { username, log, keeper }).finally(unhide);
  }
}

/** A login that failed leaves a record too. */
async function notConnected(
  fault: Fault,
  { username, log: road, keeper }: { username: string; log: RoadLog; keeper: Keeper },
): Promise<Fault> {
  const { recorder } = keeper;
  const actor = { id: username, role: '' };
  try {
    await recordSession('login', { recorder, actor, road }, failureOf(fault));
    return fault;
  } catch (lost) {
    const words = `${fault.message}; its record is lost too: ${asFault(lost).message}`;
    return new Fault(fault.code, words, { cause: fault, detail: fault.detail });
  }
}

interface Connected {
  readonly south: South | OdinSouth;
  readonly target: string;
  readonly login: LoginFacts;
  readonly log: RoadLog;
  readonly keeper: Keeper;
  readonly unhide: () => void;
}

function clientOf({ south, target, login, log, keeper, unhide }: Connected): Client {
  const { recorder } = keeper;
  const actor = actorOf(login);
  const calls = recordedCalls(recorder, actor, log);
  const auditor = { south: byCall(south, log), target, now: () => new Date() };
  const readGroup = groupReader(auditor);
  const readTrunks = trunkReader(auditor);
  let closing: Promise<void> | undefined;
  const close = async () => {
    await south.close();
    await calls.settled();
    if (log.isWaiting)
      await recordSession('logout', { recorder, actor, road: log }, { status: 200 });
  };
  const closeOnce = () => {
    closing ??= close().finally(unhide);
    return closing;
  };
  return {
    login,
    auditGroup: (options) => auditGroup(readGroup, calls, options),
    auditTrunks: async ({ serviceProviderId }) => {
      const { result, ...recorded } = await calls.run(
        { ...trunkAuditCall(serviceProviderId), changes: false },
        () => readTrunks(serviceProviderId),
        (audit) => ({
          status: statusOf(audit.status),
          answer: () => jsonBody(formatTrunkJson(audit)),
        }),
      );
      return { ...result, ...recorded };
    },
    send: sender(south, calls),
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
}

async function auditGroup(
  readGroup: ReadGroup,
  calls: RecordedCalls,
  { serviceProviderId, groupId, parts, numbers, payloadOnly = false }: AuditGroupOptions,
): Promise<AuditResult> {
  const key = { serviceProviderId, groupId };
  const wanted = parts ?? (payloadOnly ? mercuryParts : usualParts);
  const depth = payloadOnly ? 'list' : (numbers ?? 'holders');
  const { result: audit, ...recorded } = await calls.run(
    { ...groupAuditCall(key, wanted), changes: false },
    () => readGroup(key, { parts: wanted, numbers: depth }),
    (read) => ({ status: statusOf(read.status), answer: () => jsonBody(formatJson(read)) }),
  );
  return { ...mercuryResult(audit), audit, ...recorded };
}

const jsonBody = (pieces: Iterable<string>) => ({
  type: 'application/json',
  content: [...pieces].join(''),
});

function withoutUndefined<T extends object>(options: T): T {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as T;
}

function checkSettings(
  settings: typeof defaults | typeof odinDefaults | ConnectOptions,
  standard: typeof defaults | typeof odinDefaults,
): void {
  const limits = {
    timeoutMs: [1, 86_400_000],
    connections: [1, 50],
    rate: [0, 1000],
    burst: [Math.min(standard.burst, 1), 100_000],
    batch: [1, 15],
  } as const;
  for (const [name, [least, most]] of Object.entries(limits)) {
    const value = settings[name as keyof typeof limits];
    if (typeof value !== 'number' || !(value >= least && value <= most))
      throw new Fault('SETTING_INVALID', `${name} must be a number from ${least} to ${most}`);
  }
}
