// Whether a document may pass, by the rules and by the clock. Pure; how fast is pace.ts.
import { matches } from '../records/index.js';
import type { AskedDocument } from './asked.js';
import type { OffHours, ProxyPolicy } from './policy.js';

/** Why a document may not pass, in words for the client; undefined when it may. `now` in milliseconds since 1970. */
export function judge(
  policy: ProxyPolicy,
  asked: AskedDocument,
  login: string,
  now: number,
): string | undefined {
  // What follows a login in one document is done by that login, if it succeeds.
  let acting = login;
  for (const { name, kind, tried } of asked.commands) {
    const isLogin = kind === 'session' && tried !== undefined;
    if (isLogin) acting = tried;
    if (policy.readOnly === true && kind === 'change')
      return `this connection is read-only, and ${name} is not known as a read`;
    const rule = policy.rules?.find(
      (one) =>
        (one.login === undefined || matches(one.login, acting)) &&
        (one.command === undefined || matches(one.command, name)),
    );
    if (rule?.verdict === 'deny')
      return rule.reason ?? `${name} is not allowed for ${acting === '' ? 'nobody' : acting}`;
    const { offHours } = policy;
    if (offHours?.commands.some((one) => matches(one, name)) && !isWithin(offHours, now))
      return `${name} is allowed from ${offHours.from} to ${offHours.to} only`;
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
