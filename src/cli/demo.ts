// `muster demo`: a simulated group with a week behind it, its audit, and the page to look at all that, until it is stopped.
// Everything lies in a folder that goes away.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '../api/index.js';
import { type GroupAudit, usualParts } from '../audit/index.js';
import { defaults } from '../defaults.js';
import { asFault, Fault } from '../fault.js';
import {
  formatTable as formatRecordTable,
  listRecords,
  microClock,
  openRecords,
  type Recorder,
  type Records,
  unrecorded,
} from '../records/index.js';
import { formatTable } from '../report/index.js';
import { demoWorld, type Simulator, startSimulator } from '../simulator/index.js';
import { parseTarget } from '../south/index.js';
import { readAudit } from './audit.js';
import { exitCodes } from './exit.js';
import { pageFolder } from './page-folder.js';
import { wrongIn } from './records-proof.js';
import { placeIn, type RecordPlace } from './store.js';
import { stopped, type Terminal } from './terminal.js';

export interface DemoFlags {
  /** False: the audit alone. */
  readonly page?: boolean;
  readonly listen?: string;
}

/** What the demo needs besides the terminal. */
export interface DemoHouse {
  readonly version: string;
  /** A new link is made for every line that is typed. */
  readonly keyboard: Pick<NodeJS.ReadStream, 'isTTY' | 'on' | 'off' | 'resume' | 'pause'>;
}

/** Where the page is when nobody says otherwise and nobody else is there. */
const usualPort = 8080;
const host = '127.0.0.1';
/** Of the records, those of the last day or so are listed. */
const listed = 8;
/** Nobody is kept waiting by calls that are still under way. */
const graceMs = 1_000;

/** The passwords of the demo are public: it holds nothing, and all of it is invented. */
const world = demoWorld();
const { userId: username, password } = world.administrators[0]!;
const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };

interface Demo {
  readonly simulator: Simulator;
  readonly place: RecordPlace;
  readonly folder: string;
  readonly terminal: Terminal;
  readonly house: DemoHouse;
}

/** Runs until it is stopped; without the page, until the audit is shown. */
export async function demo(
  flags: DemoFlags,
  terminal: Terminal,
  house: DemoHouse,
): Promise<number> {
  const listen = listenFrom(flags);
  await using simulator = await startSimulator({ world });
  const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
  try {
    const it = { simulator, place: placeIn(folder), folder, terminal, house };
    if (!(await canBeWritten(it))) return await auditAlone(it);
    return await (listen === undefined ? recordedAudit(it) : withPage(it, listen));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Also where others can reach it, if somebody says so: nothing is in it that the documentation does not tell. */
type Listen = { readonly host: string; readonly port: number; readonly isFixed: boolean };

function listenFrom({ page, listen }: DemoFlags): Listen | undefined {
  if (page === false) {
    if (listen === undefined) return undefined;
    throw new Fault('USAGE_INVALID', '--listen and --no-page exclude each other');
  }
  if (listen === undefined) return { host, port: usualPort, isFixed: false };
  const [, name = '', port] = /^(\[[0-9a-f:]+\]|[\w.-]*):(\d{1,5})$/i.exec(listen) ?? [];
  if (port === undefined || Number(port) > 65_535)
    throw new Fault('USAGE_INVALID', '--listen takes HOST:PORT, such as 127.0.0.1:8080');
  return { host: name.replaceAll(/[[\]]/g, '') || host, port: Number(port), isFixed: true };
}

/** A look around must not fail for want of a SQLite; an audit of a real switch would. */
async function canBeWritten({ place, terminal }: Demo): Promise<boolean> {
  try {
    await (await place.store.write()).close();
    return true;
  } catch (thrown) {
    terminal.warn(
      `no audit record is kept of this demo, and there is no page: ${asFault(thrown).message}`,
    );
    return false;
  }
}

async function auditAlone(it: Demo): Promise<number> {
  const audit = await showAudit(it, unrecorded());
  await it.terminal.print(tryNext);
  return audit.status === 'complete' ? exitCodes.complete : exitCodes.incomplete;
}

async function recordedAudit(it: Demo): Promise<number> {
  const records = await recordsOf(it);
  try {
    const isRight = await showAll(it, records);
    await it.terminal.print(tryNext);
    return isRight ? exitCodes.complete : exitCodes.incomplete;
  } finally {
    await records.close();
  }
}

async function withPage(it: Demo, listen: Listen): Promise<number> {
  const { terminal, simulator, place, folder, house } = it;
  const { makeHistory } = await import('./demo-history.js');
  const { stop } = terminal;
  terminal.say('Making a week of history: people at the API, a script behind the proxy.');
  const count = await makeHistory({
    simulator,
    place,
    folder,
    password,
    version: house.version,
    now: terminal.now(),
    stop,
    onVisit: ({ daysAgo, at, by }) =>
      terminal.progress(`${daysAgo} ${daysAgo === 1 ? 'day' : 'days'} ago, ${at}: ${by}`),
  });
  terminal.progress('');
  terminal.say(`${count} calls were recorded on the way.`);
  const records = await recordsOf(it);
  try {
    const isRight = await showAll(it, records);
    const api = await apiOf(it, records, listen);
    try {
      await terminal.print(`${tryNext}${theDoor(api, house, records.verifierKey)}`);
      const leave = onLine(house.keyboard, () => void terminal.print(linkOf(api)));
      await stopped(terminal);
      leave();
    } finally {
      await api.close(graceMs);
    }
    return isRight ? exitCodes.complete : exitCodes.incomplete;
  } finally {
    await records.close();
  }
}

function recordsOf({ place, terminal }: Demo): Promise<Records> {
  return openRecords(place, {
    now: microClock(terminal.now(), process.hrtime.bigint),
    uuid: randomUUID,
    secrets: () => [password],
    checkpointEveryMs: 60_000,
    onTrouble: (fault) => terminal.warn(fault.message),
  });
}

/** On the usual port, or any that is free where nobody said which. */
async function apiOf(
  { simulator, terminal, house }: Demo,
  records: Records,
  { isFixed, ...listen }: Listen,
): Promise<Api> {
  const { openApi } = await import('../api/index.js');
  const { demoConnection } = await import('./demo-history.js');
  const open = (at: { readonly host: string; readonly port: number }) =>
    openApi({
      records,
      connection: demoConnection(simulator, terminal.now),
      account: { username, password },
      listen: at,
      page: pageFolder,
      version: house.version,
      now: terminal.now,
      onTrouble: (fault) => terminal.warn(fault.message),
    });
  try {
    return await open(listen);
  } catch (thrown) {
    if (isFixed || asFault(thrown).code !== 'LISTEN_REFUSED') throw thrown;
    return open({ ...listen, port: 0 });
  }
}

/** The audit, its record and a check of the ledger. False when something is not as it should be. */
async function showAll(it: Demo, records: Records): Promise<boolean> {
  const recorder = { ...records.recorder, close: async () => {} };
  const audit = await showAudit(it, recorder);
  await records.checkpoint();
  const { terminal, place } = it;
  const page = await listRecords(records.reader, {}, { limit: listed, count: true });
  const { count = 0 } = page;
  const newest = count > listed ? `, the newest ${listed} of ${count}` : '';
  await terminal.print(
    `\nAUDIT RECORD${count === 1 ? '' : 'S'}${newest}\n${formatRecordTable(page.records)}`,
  );
  await terminal.print('The ledger, recomputed from its first entry: ');
  const wrong = await wrongIn(records.reader, place, {}, terminal);
  if (wrong !== undefined) await terminal.print(`WRONG: ${wrong}\n`);
  return wrong === undefined && audit.status === 'complete';
}

/** Audits the group as anybody would, and prints it. */
async function showAudit({ simulator, terminal }: Demo, recorder: Recorder): Promise<GroupAudit> {
  const [url = ''] = simulator.urls;
  terminal.say(
    `A simulated BroadWorks listens on ${url}. Auditing ${key.serviceProviderId} / ${key.groupId} over TCP.\n`,
  );
  const connection = {
    ...defaults,
    target: parseTarget(url),
    credentials: { username, password },
    now: terminal.now,
  };
  const wanted = { parts: usualParts, numbers: 'holders' } as const;
  const audit = await readAudit(key, wanted, { connection, recorder }, terminal);
  const { width, colour } = terminal;
  await terminal.print(formatTable(audit, { width, colour }));
  return audit;
}

/** Hears every line that is typed. Gives what ends it. */
function onLine(keyboard: DemoHouse['keyboard'], heard: () => void): () => void {
  if (keyboard.isTTY !== true) return () => undefined;
  keyboard.on('data', heard);
  keyboard.resume();
  return () => {
    keyboard.off('data', heard);
    keyboard.pause();
  };
}

const linkOf = (api: Api) =>
  `  Open ${api.oneTimeLink({ username, password })}  (works once, for 10 minutes)\n`;

const theDoor = (api: Api, { keyboard }: DemoHouse, verifierKey: string) => `
THE PAGE
${linkOf(api)}  It signs you in as ${username}, who sees everything.${keyboard.isTTY === true ? ' Enter makes another link.' : ''}
  Others who can sign in at ${api.url}/, password ${password}:
    office@brightwater.example.net         administers the group Head-Office
    amelia.stone@brightwater.example.net   one of its users
  Where do the calls of amelia.stone go, who changed that yesterday, and can it be proven?
  Proofs are checked with this key: ${verifierKey}
  Ctrl-C ends it, and all of it is gone.
`;

const tryNext = `
WHAT NEXT
  Keep a simulator running in one terminal:
    npx muster simulate
  and ask it in another:
    export MUSTER_USERNAME=${username} MUSTER_PASSWORD=${password}
    npx muster audit group Meridian Campus --target tcp://127.0.0.1:2208
    npx muster audit group Brightwater Head-Office --target tcp://127.0.0.1:2208 --format json
    npx muster audit group Brightwater fault-permission --target tcp://127.0.0.1:2208   (a group in trouble)
    npx muster doctor --target tcp://127.0.0.1:2208
    npx muster records list
    npx muster records verify
    npx muster serve --target tcp://127.0.0.1:2208        (the HTTP API; http://127.0.0.1:8080/reference/)
  Your own switch:
    npx muster audit group SERVICE_PROVIDER_ID GROUP_ID --target tls://HOST:2209
`;
