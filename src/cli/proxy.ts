// `muster proxy`, and the proxy that `muster serve` opens: from settings to a running proxy, and what it learned, as a list
// to make a policy from.
import { Fault } from '../fault.js';
import { type Learned, type OciProxy, openProxy, proxyPolicyFrom } from '../proxy/index.js';
import { openRecords, type Recorder } from '../records/index.js';
import { durationOf, wireFrom } from './connection.js';
import { exitCodes } from './exit.js';
import { refuseClearText } from './listen-address.js';
import { certificateFrom } from './server-certificate.js';
import { logTo, type ServerLog } from './server-log.js';
import { readSettings, type Settings } from './settings.js';
import { recordsOptionsFrom, servePlaceFrom } from './store.js';
import { harmless, stopped, type Terminal } from './terminal.js';

export interface ProxyFlags extends Readonly<Record<string, unknown>> {
  /** After how long the list is shown; `true` for the standard. */
  readonly learn?: string | true;
}

const graceMs = 10_000;
const learnedAfterMs = 10 * 60_000;

/** Runs until it is told to stop. */
export async function proxy(flags: ProxyFlags, terminal: Terminal): Promise<number> {
  const settings = await readSettings(
    {
      ...flags,
      settings: flags.config ?? flags.settings,
      proxyListen: flags.listen ?? flags.proxyListen,
    },
    terminal.environment,
  );
  settings.proxyListen ??= { value: 'tcp://127.0.0.1:2208', from: 'default' };
  const showAfter = learnTimeOf(flags);
  // The list goes to stdout too, and is to be put into a file as it is.
  if (showAfter !== undefined && settings.logLevel?.from === 'default')
    settings.logLevel = { value: 'silent', from: 'default' };
  const log = await logTo(terminal, settings);
  const place = servePlaceFrom(settings, terminal, 'proxy');
  const records = await openRecords(place, {
    ...recordsOptionsFrom(settings, terminal, () => []),
    checkpointEveryMs: 60_000,
    onTrouble: log.trouble,
    onUnknown: (count) =>
      log.say(`${count} records had no end; they are marked as outcome unknown`),
  });
  try {
    const running = await proxyFrom(settings, { recorder: records.recorder, log, flags }, terminal);
    terminal.say(
      `${welcome(running, settings)}\n  records   ${place.path}, ${records.size()} entries, log ${records.origin}`,
    );
    // Once: the list is YAML, and twice would not be.
    let isShown = false;
    const show = async () => {
      if (isShown) return;
      isShown = true;
      await showLearned(running, terminal);
    };
    const timer = showAfter && setTimeout(() => void show(), showAfter).unref();
    await stopped(terminal);
    clearTimeout(timer);
    log.say('stopping: answers under way are waited for');
    await running.close(graceMs);
    if (showAfter !== undefined) await show();
  } finally {
    await records.close();
  }
  return exitCodes.complete;
}

/** Opens a proxy as the settings say. Faults: `SETTING_INVALID`, `LISTEN_REFUSED`. */
export async function proxyFrom(
  settings: Settings,
  house: { readonly recorder: Recorder; readonly log: ServerLog; readonly flags: ProxyFlags },
  terminal: Terminal,
): Promise<OciProxy> {
  const { recorder, log, flags } = house;
  const wire = wireFrom(settings, terminal);
  const listen = (settings.proxyListen?.value ?? '').split(/[\s,]+/).filter(Boolean);
  const tls = certificateFrom(settings);
  for (const address of listen) {
    const [, scheme = '', host = ''] = /^(\w+):\/\/(\[[^\]]*\]|[^:/]*)/.exec(address) ?? [];
    refuseClearText(host, scheme === 'tls' || scheme === 'https', flags);
  }
  const policy = proxyPolicyFrom(
    settings.proxy === undefined ? undefined : JSON.parse(settings.proxy.value),
    `proxy (from ${settings.proxy?.from ?? 'the settings file'})`,
  );
  return openProxy({
    listen,
    target: wire.target,
    ...(tls && { tls: tls.read() }),
    ...(wire.ca && { ca: wire.ca }),
    recorder,
    policy: flags.readOnly === true ? { ...policy, readOnly: true } : policy,
    timeouts: {
      connectMs: durationOf(settings, 'proxyConnectTimeout'),
      idleMs: durationOf(settings, 'proxyIdle'),
      silenceMs: durationOf(settings, 'timeout'),
    },
    now: terminal.now,
    monotonic: () => performance.now(),
    onCall: log.document,
    onTrouble: log.trouble,
    readsMayGoUnrecorded: settings.recordReads?.value === 'optional',
  });
}

function welcome({ urls }: OciProxy, settings: Settings): string {
  return [
    'OCI-P clients connect to',
    ...urls.map((url) => `  ${url}`),
    `in place of ${settings.target?.value}; everything is recorded.`,
  ].join('\n');
}

function learnTimeOf({ learn }: ProxyFlags): number | undefined {
  if (learn === undefined) return undefined;
  if (learn === true) return learnedAfterMs;
  const [, amount, unit = 'm'] = /^(\d{1,5})(s|m|h)?$/.exec(learn) ?? [];
  if (amount === undefined)
    throw new Fault('USAGE_INVALID', '--learn takes a time such as 30s, 10m or 2h');
  return Number(amount) * (unit === 's' ? 1_000 : unit === 'm' ? 60_000 : 3_600_000);
}

async function showLearned(proxy: OciProxy, terminal: Terminal): Promise<void> {
  await terminal.print(learnedText(proxy.learned()));
}

/** Who uses what, how often, and rules that would let just that pass: YAML for the settings file. */
export function learnedText(learned: readonly Learned[]): string {
  if (learned.length === 0) return '# Nothing was asked yet.\n';
  const width = Math.max(...learned.map(({ login }) => login.length), 5);
  const rows = learned.map(
    ({ login, command, count, lastAt }) =>
      `#  ${String(count).padStart(8)}  ${harmless(login).padEnd(width)}  ${harmless(command)}  (last ${new Date(lastAt).toISOString()})`,
  );
  const rules = learned
    // A rule with a login that holds a * would be about others, too.
    .filter(({ login }) => login !== '(others)' && !login.includes('*'))
    .map(
      ({ login, command }) =>
        `    - { login: ${JSON.stringify(login)}, command: ${command}, verdict: allow }`,
    );
  return [
    '# How often, which login (none before a login), which command:',
    ...rows,
    '# To let just this pass, put this into the settings file:',
    'proxy:',
    '  rules:',
    ...rules,
    '    - { verdict: deny, reason: not on the list }',
    '',
  ].join('\n');
}
