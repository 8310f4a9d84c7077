// `muster simulate` and `muster demo`: the simulator for people.
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usualParts } from '../audit/index.js';
import { defaults } from '../defaults.js';
import { asFault, Fault } from '../fault.js';
import { formatTable as formatRecordTable, listRecords, unrecorded } from '../records/index.js';
import { formatTable } from '../report/index.js';
import {
  demoWorld,
  generateWorld,
  parseWorld,
  type Release,
  releases,
  type Simulator,
  startSimulator,
  type World,
} from '../simulator/index.js';
import { parseTarget } from '../south/index.js';
import { readAudit } from './audit.js';
import { exitCodes } from './exit.js';
import { wrongIn } from './records-proof.js';
import { placeIn, type RecordPlace, recorderAt } from './store.js';
import { stopped, type Terminal, writeFileWhole } from './terminal.js';

export interface SimulateFlags {
  readonly listen?: readonly string[];
  readonly world?: string;
  readonly generate?: string;
  readonly fault?: readonly string[];
  readonly release?: string;
  readonly maxBatch?: string;
  readonly certificate?: string;
}

/** Runs until it is interrupted. */
export async function simulate(flags: SimulateFlags, terminal: Terminal): Promise<number> {
  const world = worldFrom(flags);
  const simulator = await startSimulator({
    world,
    listen: flags.listen ?? ['tcp://127.0.0.1:2208'],
    release: releaseFrom(flags.release),
    faults: flags.fault ?? [],
    maxBatch: flags.maxBatch === undefined ? undefined : wholeNumber(flags.maxBatch, '--max-batch'),
  });
  try {
    if (flags.certificate !== undefined)
      await writeFileWhole(flags.certificate, [simulator.certificate]);
    await terminal.print(welcome(simulator, world));
    await stopped(terminal);
  } finally {
    await simulator.close();
  }
  return exitCodes.complete;
}

/** One audit against a simulator of its own, and what to try next. */
export async function demo(terminal: Terminal): Promise<number> {
  const world = demoWorld();
  await using simulator = await startSimulator({ world });
  const [url = ''] = simulator.urls;
  const { userId: username, password } = world.administrators[0]!;
  const key = { serviceProviderId: 'Brightwater', groupId: 'Head-Office' };
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
  const folder = await mkdtemp(join(tmpdir(), 'muster-demo-'));
  try {
    const place = placeIn(folder);
    const isRecorded = await canBeWritten(place, terminal);
    const recorder = isRecorded ? recorderAt(place, terminal, () => [password]) : unrecorded();
    const audit = await readAudit(key, wanted, { connection, recorder }, terminal);
    const { width, colour } = terminal;
    await terminal.print(formatTable(audit, { width, colour }));
    const isRight = !isRecorded || (await showRecords(place, terminal));
    await terminal.print(tryNext(username, password));
    const isComplete = isRight && audit.status === 'complete';
    return isComplete ? exitCodes.complete : exitCodes.incomplete;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A look around must not fail for want of a SQLite; an audit of a real switch would. */
async function canBeWritten({ store }: RecordPlace, terminal: Terminal): Promise<boolean> {
  try {
    await (await store.write()).close();
    return true;
  } catch (thrown) {
    terminal.warn(`no audit record is kept of this demo: ${asFault(thrown).message}`);
    return false;
  }
}

/** The record of the audit that was just made, and a check of the whole ledger. */
async function showRecords(place: RecordPlace, terminal: Terminal): Promise<boolean> {
  const reader = await place.store.read();
  try {
    const { records } = await listRecords(reader, {});
    await terminal.print(`\nAUDIT RECORD\n${formatRecordTable(records)}`);
    await terminal.print('The ledger, recomputed from its first entry: ');
    const wrong = await wrongIn(reader, place, {}, terminal);
    if (wrong !== undefined) await terminal.print(`WRONG: ${wrong}\n`);
    return wrong === undefined;
  } finally {
    await reader.close();
  }
}

function worldFrom({ world, generate }: SimulateFlags): World {
  if (world !== undefined && generate !== undefined)
    throw new Fault('USAGE_INVALID', '--world and --generate exclude each other');
  if (generate !== undefined) {
    const [, groups, users] = /^(\d+)x(\d+)$/.exec(generate) ?? [];
    if (Number(groups) < 1 || Number(users) < 1 || groups === undefined)
      throw new Fault('USAGE_INVALID', '--generate takes GROUPSxUSERS, such as 1000x100');
    return generateWorld({ seed: 1, groups: Number(groups), usersPerGroup: Number(users) });
  }
  if (world === undefined) return demoWorld();
  try {
    return parseWorld(readFileSync(world, 'utf8'), world);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('WORLD_INVALID', `${world} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function releaseFrom(text: string | undefined): Release | undefined {
  if (text === undefined) return undefined;
  const release = releases.find((known) => known === text);
  if (release === undefined)
    throw new Fault('USAGE_INVALID', `--release takes one of ${releases.join(', ')}`);
  return release;
}

function wholeNumber(text: string, flag: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Fault('USAGE_INVALID', `${flag} takes a whole number from 1`);
}

/** Nothing here is secret: the world and its passwords are invented and printed in the documentation. */
function welcome(simulator: Simulator, world: World): string {
  const { userId, password } = world.administrators[0]!;
  const provider = world.serviceProviders[0];
  const group = provider?.groups?.[0];
  const names =
    provider && group
      ? `${provider.serviceProviderId} ${group.groupId}`
      : 'SERVICE_PROVIDER_ID GROUP_ID';
  const url = simulator.urls.find((one) => !/^(?:xsi|elements)\+/.test(one));
  const lines = [
    'A simulated BroadWorks listens on',
    ...simulator.urls.map((address) => `  ${address}`),
    '',
    ...(url === undefined
      ? []
      : [
          'In another terminal:',
          `  export MUSTER_USERNAME=${userId} MUSTER_PASSWORD=${password}`,
          `  muster audit group ${names} --target ${url}`,
          `  muster serve --target ${url}`,
          '',
        ]),
    'Ctrl-C ends it.',
    '',
  ];
  return lines.join('\n');
}

function tryNext(username: string, password: string): string {
  return `
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
}
