// Muster as a library: connect to a BroadWorks, audit groups, send commands.
import {
  type AuditorOptions,
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
import { type Command, commandNamed } from './ocip/index.js';
import { noLog } from './records/index.js';
import { type MercuryResult, mercuryResult } from './report/index.js';
import {
  type Answer,
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
export * from './report/index.js';
export type { Answer, ExchangeNote, LoginFacts } from './south/index.js';

export interface ConnectOptions {
  /**
   * `tcp://host[:2208]`, `tls://host[:2209]`, `http(s)://host/webservice/services/ProvisioningService`, or
   * `odin+https://host/api/v2` for the ODIN REST API.
   */
  readonly target: string;
  readonly username: string;
  readonly password: string;
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
export interface AuditResult extends MercuryResult {
  readonly audit: GroupAudit;
}

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
   * be read, and each part of `audit` says why it is not known.
   */
  auditGroup(options: AuditGroupOptions): Promise<AuditResult>;
  /** Trunk capacity of a service provider, its groups and their trunk groups. Never throws, as above. */
  auditTrunks(options: { readonly serviceProviderId: string }): Promise<TrunkAudit>;
  /**
   * Sends any command that Muster knows. One command: its answer, or a Fault is thrown. A list: one outcome each, in
   * order, faults among them, so that the trouble of one hides no other. Reads travel together; a list that holds a
   * change goes strictly one after the other, and stops after a change whose outcome is unknown. No change is ever
   * sent twice. Over ODIN there are no commands: a Fault is thrown.
   */
  send(commands: Command): Promise<Answer>;
  send(commands: readonly Command[]): Promise<Outcome[]>;
  /** Logs out. Also called by `await using`. */
  close(): Promise<void>;
}

/** What became of one command of a list. */
export type Outcome =
  | Answer
  | { readonly kind: 'fault'; readonly command: string; readonly fault: Fault };

/** Connects and logs in. Throws a Fault when that fails; the password is tried once. */
export async function connect(options: ConnectOptions): Promise<Client> {
  const target = parseTarget(options.target);
  const standard = target.transport === 'odin' ? odinDefaults : defaults;
  const settings = { ...standard, ...withoutUndefined(options) };
  checkSettings(settings, standard);
  const road = {
    ...settings,
    target,
    credentials: { username: options.username, password: options.password },
    now: Date.now,
    log: noLog,
  };
  const south = target.transport === 'odin' ? openOdin(road) : openSouth(road);
  try {
    const login = await south.connect();
    return clientOf(south, { south, target: target.url, now: () => new Date() }, login);
  } catch (thrown) {
    await south.close();
    throw thrown;
  }
}

function clientOf(south: South | OdinSouth, auditor: AuditorOptions, login: LoginFacts): Client {
  const readGroup = groupReader(auditor);
  const readTrunks = trunkReader(auditor);
  async function send(commands: Command): Promise<Answer>;
  async function send(commands: readonly Command[]): Promise<Outcome[]>;
  async function send(commands: Command | readonly Command[]): Promise<Answer | Outcome[]> {
    const ask = async (command: Command) => roadOf(south).ask(command);
    return isList(commands) ? sendAll(ask, commands) : ask(commands);
  }
  return {
    login,
    auditGroup: (options) => auditGroup(readGroup, options),
    auditTrunks: ({ serviceProviderId }) => readTrunks(serviceProviderId),
    send,
    close: () => south.close(),
    [Symbol.asyncDispose]: () => south.close(),
  };
}

function roadOf(south: South | OdinSouth): South {
  if (south.protocol === 'OCI-P') return south;
  throw new Fault('NOT_PERMITTED', 'commands travel over OCI-P only; this connection speaks ODIN');
}

async function auditGroup(
  readGroup: ReadGroup,
  {
    serviceProviderId,
    groupId,
    parts,
    numbers = 'holders',
    payloadOnly = false,
  }: AuditGroupOptions,
): Promise<AuditResult> {
  const audit = await readGroup(
    { serviceProviderId, groupId },
    {
      parts: parts ?? (payloadOnly ? mercuryParts : usualParts),
      numbers: payloadOnly ? 'list' : numbers,
    },
  );
  return { ...mercuryResult(audit), audit };
}

async function sendAll(
  send: (command: Command) => Promise<Answer>,
  commands: readonly Command[],
): Promise<Outcome[]> {
  const ask = (command: Command): Promise<Outcome> =>
    send(command).catch((thrown: unknown) => ({
      kind: 'fault',
      command: command.command,
      fault: asFault(thrown),
    }));
  if (!commands.some(({ command }) => commandNamed(command)?.kind === 'change'))
    return Promise.all(commands.map(ask));
  const outcomes: Outcome[] = [];
  let doubt: Fault | undefined;
  for (const command of commands) {
    const outcome: Outcome =
      doubt === undefined
        ? await ask(command)
        : { kind: 'fault', command: command.command, fault: notSent(command, doubt) };
    if (outcome.kind === 'fault' && outcome.fault.code === 'SOUTH_OUTCOME_UNKNOWN')
      doubt ??= outcome.fault;
    outcomes.push(outcome);
  }
  return outcomes;
}

function notSent({ command }: Command, cause: Fault): Fault {
  return new Fault(
    'INTERRUPTED',
    `${command} was not sent, since what happened before it is not known`,
    {
      cause,
    },
  );
}

const isList = (commands: Command | readonly Command[]): commands is readonly Command[] =>
  Array.isArray(commands);

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
