// Whether a document may pass, by the rules and by the clock. Pure; how fast is pace.ts.
import { matches } from '../records/index.js';
import { type AskedCommand, type AskedDocument, loginOf } from './asked.js';
import type { OffHours, ProxyPolicy } from './policy.js';

/**
 * Why a document may not pass, in words for the client; undefined when it may. `logins`: everybody it may be done by, the
 * empty text for nobody. `now` in milliseconds since 1970.
 */
export function judge(
  policy: ProxyPolicy,
  asked: AskedDocument,
  logins: readonly string[],
  now: number,
): string | undefined {
  const disorder = disorderOf(asked.commands);
  if (disorder !== undefined) return disorder;
  // What stands behind a login is done by that login, or, if it fails, by those before.
  const acting = new Set(logins);
  for (const command of asked.commands) {
    const { name, kind, tried } = command;
    if (policy.readOnly === true && kind === 'change')
      return `this connection is read-only, and ${name} is not known as a read`;
    // A login is judged by who tries it; that nobody is logged in before is as it should be.
    const who =
      tried === undefined ? acting : new Set([tried, ...[...acting].filter((id) => id !== '')]);
    for (const login of who) {
      const denied = deniedTo(policy, login, name);
      if (denied !== undefined) return denied;
    }
    const { offHours } = policy;
    if (offHours?.commands.some((one) => matches(one, name)) && !isWithin(offHours, now))
      return `${name} is allowed from ${offHours.from} to ${offHours.to} only`;
    const next = loginOf(command);
    if (next !== undefined) acting.add(next);
  }
  return undefined;
}

function deniedTo({ rules }: ProxyPolicy, login: string, name: string): string | undefined {
  const rule = rules?.find(
    (one) =>
      (one.login === undefined || matches(one.login, login)) &&
      (one.command === undefined || matches(one.command, name)),
  );
  if (rule?.verdict !== 'deny') return undefined;
  return rule.reason ?? `${name} is not allowed for ${login === '' ? 'nobody' : login}`;
}

/** A record has one author, so that one document must be done by one login. */
function disorderOf(commands: readonly AskedCommand[]): string | undefined {
  let login: string | undefined;
  let isBehind = false;
  for (const [at, command] of commands.entries()) {
    const next = loginOf(command);
    if (commands[at - 1]?.name === 'LogoutRequest')
      return 'nothing may stand behind a logout in one document';
    if (next === '') return 'a login must have a user id';
    if (next !== undefined && isBehind)
      return 'a login must stand in front of all other commands of its document';
    if (next !== undefined && login !== undefined && next !== login)
      return 'one document may hold logins of one user';
    login ??= next;
    isBehind ||= command.tried === undefined;
  }
  return undefined;
}

/** Whether the time of day is in the span. */
export function isWithin({ from, to, timeZone = 'UTC' }: OffHours, now: number): boolean {
  const time = clockOf(timeZone).format(now);
  return from < to ? time >= from && time < to : time >= from || time < to;
}

let last: { readonly zone: string; readonly clock: Intl.DateTimeFormat } | undefined;

/** `23:05`. Making one is slow, and there is one zone. */
function clockOf(zone: string): Intl.DateTimeFormat {
  if (last?.zone === zone) return last.clock;
  const form = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone } as const;
  last = { zone, clock: new Intl.DateTimeFormat('en-GB', form) };
  return last.clock;
}
