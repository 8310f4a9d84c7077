// `muster simulate`: the simulator for people.
import { readFileSync } from 'node:fs';
import { Fault } from '../fault.js';
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
import { exitCodes } from './exit.js';
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
