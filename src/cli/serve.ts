// `muster serve`: from settings to a running server; says where it listens and how to sign in; stops in order.
import { type Api, type ApiOptions, openApi } from '../api/index.js';
import { Fault } from '../fault.js';
import type { OciProxy } from '../proxy/index.js';
import { openRecords, type Records } from '../records/index.js';
import { credentialsFrom, durationOf, numberOf, wireFrom } from './connection.js';
import { closeElements, openElements } from './elements.js';
import { exitCodes } from './exit.js';
import { refuseClearText } from './listen-address.js';
import { pageFolder } from './page-folder.js';
import { proxyFrom } from './proxy.js';
import { certificateFrom, onHangup } from './server-certificate.js';
import { logTo } from './server-log.js';
import { readSettings, type Settings } from './settings.js';
import { recordsOptionsFrom, servePlaceFrom } from './store.js';
import { stopped, type Terminal } from './terminal.js';
import { tokensFrom } from './token.js';
import { version } from './version.js';

export type ServeFlags = Readonly<Record<string, unknown>>;

/** How long calls in flight may still take when the server is told to stop, in milliseconds. */
const graceMs = 25_000;

/** Runs until it is told to stop. */
export async function serve(flags: ServeFlags, terminal: Terminal): Promise<number> {
  const settings = await readSettings(
    { ...flags, settings: flags.config ?? flags.settings },
    terminal.environment,
  );
  const log = await logTo(terminal, settings);
  const listen = listenFrom(settings);
  const tls = certificateFrom(settings);
  refuseClearText(listen.host, tls !== undefined, flags);
  const secrets: string[] = [];
  const connection = connectionFor(settings, terminal);
  const account = connection && (await accountFrom(settings, terminal, secrets));
  const elements = openElements(settings, terminal);
  const place = servePlaceFrom(settings, terminal);
  const records = await openRecords(place, {
    ...recordsOptionsFrom(settings, terminal, () => [
      ...secrets,
      ...elements.flatMap((one) => one.secrets()),
    ]),
    checkpointEveryMs: 60_000,
    onTrouble: log.trouble,
    onUnknown: (count) =>
      log.say(`${count} records had no end; they are marked as outcome unknown`),
  });
  try {
    const api = await openApi({
      ...limitsFrom(settings),
      records,
      connection: connection && { ...connection, mayChange: flags.readOnly !== true },
      ...(account && { account }),
      elements,
      mayChangeElements: flags.readOnly !== true,
      ...(settings.userServicesOver && { userServicesOver: settings.userServicesOver.value }),
      listen,
      ...(tls && { tls: tls.read() }),
      bearers: await tokensFrom(settings, terminal),
      page: pageFolder,
      version,
      now: terminal.now,
      onCall: log.call,
      onTrouble: log.trouble,
    });
    const stopWatching = tls === undefined ? onHangup(terminal, log) : tls.watch(api, log);
    const proxy = await proxyOf(
      settings,
      { recorder: records.recorder, log, flags },
      terminal,
    ).catch(async (thrown: unknown) => {
      stopWatching();
      await api.close(0);
      throw thrown;
    });
    welcome(api, { records, place, connection, account, proxy }, terminal);
    await stopped(terminal);
    log.say('stopping: calls in flight are finished');
    stopWatching();
    await Promise.all([api.close(graceMs), proxy?.close(graceMs)]);
  } finally {
    await closeElements(elements);
    await records.close();
  }
  log.say('stopped');
  return exitCodes.complete;
}

/** The proxy beside the API, when it is told where to listen. */
async function proxyOf(
  settings: Settings,
  house: Parameters<typeof proxyFrom>[1],
  terminal: Terminal,
): Promise<OciProxy | undefined> {
  return settings.proxyListen === undefined ? undefined : proxyFrom(settings, house, terminal);
}

/** A gateway is asked by many at once: more than the pace of one audit, unless somebody says otherwise. */
const gatewayRate = '50';

function connectionFor(settings: Settings, terminal: Terminal): ApiOptions['connection'] {
  if (settings.target === undefined) return undefined;
  const rate =
    settings.rate?.from === 'default' ? { value: gatewayRate, from: 'default' } : settings.rate;
  const wire = wireFrom({ ...settings, ...(rate && { rate }) }, terminal);
  if (!wire.target.encrypted)
    terminal.warn(`${wire.target.url} is not encrypted: names and numbers travel in the clear.`);
  return wire;
}

/** The account for calls with tokens; there need not be one. */
async function accountFrom(
  settings: Settings,
  terminal: Terminal,
  secrets: string[],
): Promise<ApiOptions['account']> {
  if (settings.username === undefined) return undefined;
  const { target } = wireFrom(settings, terminal);
  const account = await credentialsFrom(settings, target, terminal);
  secrets.push(account.password);
  return account;
}

function listenFrom(settings: Settings): { readonly host: string; readonly port: number } {
  const { value, from } = settings.listen!;
  const [, host = '', port] =
    /^(?:https?:\/\/)?(\[[0-9a-f:]+\]|[\w.-]*):(\d{1,5})\/?$/i.exec(value) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new Fault(
      'SETTING_INVALID',
      `listen (from ${from}) must be HOST:PORT, such as 127.0.0.1:8080, not "${value}"`,
    );
  return { host: host.replaceAll(/[[\]]/g, '') || '127.0.0.1', port: Number(port) };
}

function limitsFrom(
  settings: Settings,
): Pick<ApiOptions, 'limits' | 'sessions' | 'echoRecordId' | 'recordsReading' | 'trustProxy'> {
  const echo = settings.echoRecordId!;
  if (echo.value !== 'yes' && echo.value !== 'no')
    throw new Fault(
      'SETTING_INVALID',
      `echoRecordId (from ${echo.from}) must be yes or no, not "${echo.value}"`,
    );
  const reading = settings.recordReading!;
  if (reading.value !== 'metadata' && reading.value !== 'none')
    throw new Fault(
      'SETTING_INVALID',
      `recordReading (from ${reading.from}) must be metadata or none, not "${reading.value}"`,
    );
  return {
    limits: { callsPerMinute: numberOf(settings, 'callsPerMinute', 0, 1_000_000) },
    sessions: {
      idleMs: durationOf(settings, 'sessionIdle'),
      longestMs: durationOf(settings, 'sessionLongest'),
    },
    echoRecordId: echo.value === 'yes',
    recordsReading: reading.value === 'metadata',
    trustProxy: settings.trustProxy?.value ?? false,
  };
}

interface Started {
  readonly records: Records;
  readonly place: { readonly path: string };
  readonly connection: ApiOptions['connection'];
  readonly account: ApiOptions['account'];
  readonly proxy: OciProxy | undefined;
}

function welcome(
  api: Api,
  { records, place, connection, account, proxy }: Started,
  terminal: Terminal,
): void {
  const lines = [
    `Muster ${version} listens on ${api.url}`,
    `  records   ${place.path}, ${records.size()} entries, log ${records.origin}`,
    `  key       ${records.verifierKey}  (proofs and checkpoints are verified with it)`,
    `  target    ${connection?.target.url ?? 'none: only what is kept can be read; name one with --target'}`,
    connection === undefined
      ? '  sign in   with a token: muster token create --name NAME --role reader'
      : `  sign in   POST ${api.url}/api/v1/login/ with a BroadWorks account, or a token: muster token create --name NAME --role reader`,
    ...(connection !== undefined && account === undefined
      ? [
          '            tokens read records only: without MUSTER_USERNAME and MUSTER_PASSWORD no call with a token goes south',
        ]
      : []),
    ...(proxy === undefined
      ? []
      : [`  proxy     OCI-P clients connect to ${proxy.urls.join(', ')}`]),
    `  page      ${api.url}/`,
    `  reference ${api.url}/reference/`,
  ];
  terminal.say(lines.join('\n'));
}
