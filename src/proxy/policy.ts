// What may pass, as data, and how a person's settings become it. Decides nothing; see judge.ts and pace.ts.
import { Fault } from '../fault.js';

/** The first rule that fits wins; what no rule fits may pass. Patterns may hold `*`; case does not matter. */
export interface ProxyRule {
  /** Pattern of the login; the empty text fits whoever has not logged in. Absent: everybody. */
  readonly login?: string;
  /** Pattern of the command. Absent: every command. */
  readonly command?: string;
  readonly verdict: 'allow' | 'deny';
  /** Shown to the client. */
  readonly reason?: string;
}

/** Commands that are heavy, and when they may pass. */
export interface OffHours {
  /** Patterns. */
  readonly commands: readonly string[];
  /** `22:00`; a span may go past midnight. `to` is no longer in it. */
  readonly from: string;
  readonly to: string;
  /** IANA name; default: UTC. */
  readonly timeZone?: string;
}

/** For each login, for the whole target, or both. */
export interface PolicyLimit {
  readonly perLogin?: number;
  readonly total?: number;
}

export interface ProxyPolicy {
  /** Only logins and commands that are known to read. Stands above the rules. */
  readonly readOnly?: boolean;
  readonly rules?: readonly ProxyRule[];
  readonly offHours?: OffHours;
  /** Documents per second. */
  readonly rate?: PolicyLimit;
  /** Documents without an answer. */
  readonly inFlight?: PolicyLimit;
  /** How long a document waits for its turn before it is refused, in milliseconds; default 5,000. */
  readonly waitMs?: number;
}

type Members = Readonly<Record<string, unknown>>;
type Invalid = (why: string) => Fault;

/** Reads a policy that a person wrote. Throws `SETTING_INVALID`, naming the member; `what` says what is read. */
export function proxyPolicyFrom(value: unknown, what: string): ProxyPolicy {
  const invalid: Invalid = (why) => new Fault('SETTING_INVALID', `${what}: ${why}`);
  if (value === undefined || value === null) return {};
  const names = ['readOnly', 'rules', 'offHours', 'rate', 'inFlight', 'waitMs'];
  const said = membersOf(value, 'it', names, invalid);
  const { readOnly, rules, offHours, rate, inFlight, waitMs } = said;
  if (readOnly !== undefined && typeof readOnly !== 'boolean')
    throw invalid('readOnly must be true or false');
  if (rules !== undefined && !Array.isArray(rules)) throw invalid('rules must be a list');
  if (waitMs !== undefined && !isNumber(waitMs, 0, 600_000))
    throw invalid('waitMs must be a number of milliseconds up to 600000');
  return {
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(rules === undefined ? {} : { rules: rules.map((rule, at) => ruleFrom(rule, at, invalid)) }),
    ...(offHours === undefined ? {} : { offHours: offHoursFrom(offHours, invalid) }),
    ...(rate === undefined ? {} : { rate: limitFrom(rate, 'rate', 0.001, invalid) }),
    ...(inFlight === undefined ? {} : { inFlight: limitFrom(inFlight, 'inFlight', 1, invalid) }),
    ...(waitMs === undefined ? {} : { waitMs: waitMs as number }),
  };
}

function membersOf(
  value: unknown,
  where: string,
  names: readonly string[],
  invalid: Invalid,
): Members {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`${where} must have names and values`);
  for (const name of Object.keys(value))
    if (!names.includes(name))
      throw invalid(`${where} has a ${name.slice(0, 60)}; known are ${names.join(', ')}`);
  return value as Members;
}

function ruleFrom(value: unknown, at: number, invalid: Invalid): ProxyRule {
  const where = `rules[${at}]`;
  const said = membersOf(value, where, ['login', 'command', 'verdict', 'reason'], invalid);
  for (const name of ['login', 'command', 'reason'])
    if (said[name] !== undefined && typeof said[name] !== 'string')
      throw invalid(`${where}.${name} must be text`);
  if (said.verdict !== 'allow' && said.verdict !== 'deny')
    throw invalid(`${where}.verdict must be allow or deny`);
  return said as unknown as ProxyRule;
}

function offHoursFrom(value: unknown, invalid: Invalid): OffHours {
  const said = membersOf(value, 'offHours', ['commands', 'from', 'to', 'timeZone'], invalid);
  const { commands, from, to, timeZone } = said;
  const isList = Array.isArray(commands) && commands.length > 0;
  if (!isList || commands.some((one) => typeof one !== 'string'))
    throw invalid('offHours.commands must be a list of patterns');
  for (const [name, time] of Object.entries({ from, to }))
    if (typeof time !== 'string' || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time))
      throw invalid(`offHours.${name} must be a time such as "22:00", in quotes`);
  if (from === to) throw invalid('offHours.from and offHours.to are the same');
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw invalid('offHours.timeZone must be a time zone such as Europe/London');
  return said as unknown as OffHours;
}

function isTimeZone(name: unknown): boolean {
  if (typeof name !== 'string') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function limitFrom(value: unknown, where: string, least: number, invalid: Invalid): PolicyLimit {
  const said = membersOf(value, where, ['perLogin', 'total'], invalid);
  for (const [name, one] of Object.entries(said)) {
    const isGood = isNumber(one, least, 1_000_000) && (least < 1 || Number.isInteger(one));
    if (!isGood) throw invalid(`${where}.${name} must be a number from ${least} to 1000000`);
  }
  return said as PolicyLimit;
}

const isNumber = (value: unknown, least: number, most: number) =>
  typeof value === 'number' && value >= least && value <= most;
