// How much is kept of which call, as data: the first rule that fits and says something, wins.
import { Fault } from '../fault.js';

export const keepLevels = ['none', 'metadata', 'request', 'full'] as const;
/**
 * `none`: not even that there was something. `metadata`: length and commitment. `request`: what was sent in full, of the
 * answer length and commitment. `full`: both, up to the limit.
 */
export type KeepLevel = (typeof keepLevels)[number];

/** All that is named must fit. Patterns may hold `*`; case does not matter. */
export interface PolicyRule {
  readonly name: string;
  /** Pattern of the end point name. */
  readonly endPoint?: string;
  readonly method?: string;
  readonly changes?: boolean;
  /** Pattern that the name of a command must fit, for messages to network elements only; one of them is enough. */
  readonly command?: string;
  readonly bodies?: KeepLevel;
  readonly south?: KeepLevel;
  /** Most bytes of a body, in place of the general limit. */
  readonly bodyBytes?: number;
}

export type Policy = readonly PolicyRule[];

/** Logins never in words; reads of whole groups by length and commitment; changes, and the rest, in full. */
export const defaultPolicy: Policy = [
  ...[
    '*Login*',
    '*Authentication*Request*',
    'ExternalAuthentication*',
    'PasswordGenerate*',
    '*auth/token*',
    '*auth/password*',
    '*auth/switch-user*',
  ].map((command) => ({ name: 'logins to network elements', command, south: 'metadata' }) as const),
  { name: 'logins', endPoint: '*.login', bodies: 'metadata' },
  // What is handed over is a record of its own already.
  {
    name: 'records handed over',
    endPoint: 'svc_v1:apio.local.audit_records',
    method: 'POST',
    bodies: 'metadata',
  },
  // Over HTTP the record of an audit is the audit: there is no other place where it is kept.
  {
    name: 'kept audits',
    endPoint: 'svc_v1:muster.tenant.group.audits',
    method: 'POST',
    bodies: 'full',
    south: 'metadata',
    bodyBytes: 64 << 20,
  },
  { name: 'changes', changes: true, bodies: 'full', south: 'full' },
  {
    name: 'other network elements',
    endPoint: 'svc_v1:muster.south.*',
    bodies: 'full',
    south: 'full',
  },
  {
    name: 'reads of whole groups',
    endPoint: 'svc_v1:muster.*',
    changes: false,
    bodies: 'metadata',
    south: 'metadata',
  },
  { name: 'other reads', bodies: 'full', south: 'full' },
];

interface Asked {
  readonly endPointName: string;
  readonly method: string;
  readonly changes: boolean;
}

/** How much is kept of the bodies of a call. Without a rule that fits: metadata. */
export function bodyLevel(policy: Policy, call: Asked): KeepLevel {
  const rule = policy.find(
    (one) => one.bodies !== undefined && one.command === undefined && fits(one, call),
  );
  return rule?.bodies ?? 'metadata';
}

/** Most bytes that are kept of a body; undefined where no rule says it. */
export function bodyLimit(policy: Policy, call: Asked): number | undefined {
  return policy.find((one) => one.bodyBytes !== undefined && fits(one, call))?.bodyBytes;
}

/** How much is kept of one message to a network element. */
export function southLevel(policy: Policy, call: Asked, commands: readonly string[]): KeepLevel {
  const rule = policy.find(
    ({ south, command, ...one }) =>
      south !== undefined &&
      (command === undefined || commands.some((name) => matches(command, name))) &&
      fits(one, call),
  );
  return rule?.south ?? 'metadata';
}

function fits(rule: Omit<PolicyRule, 'command' | 'south'>, call: Asked): boolean {
  return (
    (rule.endPoint === undefined || matches(rule.endPoint, call.endPointName)) &&
    (rule.method === undefined || matches(rule.method, call.method)) &&
    (rule.changes === undefined || rule.changes === call.changes)
  );
}

/** Whether a text fits a pattern in which `*` stands for anything; case does not matter. */
export function matches(pattern: string, text: string): boolean {
  const pieces = pattern.toLowerCase().split('*');
  const first = pieces[0] as string;
  const last = pieces.at(-1) as string;
  const whole = text.toLowerCase();
  if (pieces.length === 1) return whole === first;
  if (whole.length < first.length + last.length) return false;
  if (!whole.startsWith(first) || !whole.endsWith(last)) return false;
  const end = whole.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = whole.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

const ruleNames = [
  'name',
  'endPoint',
  'method',
  'changes',
  'command',
  'bodies',
  'south',
  'bodyBytes',
];

/**
 * Reads rules that a person wrote. Throws `SETTING_INVALID`, naming the rule and what is wrong with it; `what` says what is
 * read.
 */
export function policyFrom(value: unknown, what = 'the policy of the records'): Policy {
  const invalid = (why: string) => new Fault('SETTING_INVALID', `${what}: ${why}`);
  if (!Array.isArray(value)) throw invalid('it must be a list of rules');
  return value.map((rule: unknown, at) => {
    const where = `rule ${at + 1}`;
    if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
      throw invalid(`${where} must have names and values`);
    const said = rule as Readonly<Record<string, unknown>>;
    for (const [name, one] of Object.entries(said)) {
      if (!ruleNames.includes(name))
        throw invalid(`${where} has a ${name}; known are ${ruleNames.join(', ')}`);
      const { isGood, wanted } = formOf(name);
      if (!isGood(one)) throw invalid(`${name} of ${where} must be ${wanted}`);
    }
    if (said.bodies === undefined && said.south === undefined && said.bodyBytes === undefined)
      throw invalid(`${where} says neither what to keep of bodies nor of south messages`);
    return { name: where, ...said } as PolicyRule;
  });
}

/** Most that a rule may let a body be. */
const mostBodyBytes = 256 << 20;

function formOf(name: string): {
  readonly isGood: (value: unknown) => boolean;
  readonly wanted: string;
} {
  switch (name) {
    case 'bodies':
    case 'south':
      return {
        isGood: (value) => keepLevels.includes(value as KeepLevel),
        wanted: `one of: ${keepLevels.join(', ')}`,
      };
    case 'changes':
      return { isGood: (value) => typeof value === 'boolean', wanted: 'one of: true, false' };
    case 'bodyBytes':
      return {
        isGood: (value) =>
          Number.isInteger(value) && Number(value) >= 0 && Number(value) <= mostBodyBytes,
        wanted: `a number of bytes up to ${mostBodyBytes}`,
      };
    default:
      return { isGood: (value) => typeof value === 'string', wanted: 'text' };
  }
}

/** Somebody's own rules, and the standard ones for what they leave open. */
export function policyWith(own: Policy): Policy {
  return [...own, ...defaultPolicy];
}
