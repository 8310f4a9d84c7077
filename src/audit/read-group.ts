// Takes the roll of one group: all parts asked at once, each known or not for reasons of its own.
import { textOf } from '../ocip/index.js';
import type { South } from '../south/index.js';
import {
  type AuditSource,
  type GroupAudit,
  type GroupDetails,
  type GroupKey,
  groupAuditSchema,
  type Licences,
  type Part,
  type PartName,
  type Parts,
  partNames,
} from './model.js';
import { Asker, type Ground } from './ocip/asker.js';
import { readDetails } from './ocip/details.js';
import { readLicences } from './ocip/licences.js';
import { readNumbers } from './ocip/numbers.js';
import { readTrunking } from './ocip/trunking.js';
import { readUsers } from './ocip/users.js';

export interface AuditorOptions {
  readonly south: South;
  /** The target as it may be shown, without credentials. */
  readonly target: string;
  readonly now: () => Date;
}

export interface ReadOptions {
  /** Default: all. */
  readonly parts?: readonly PartName[];
  /** True: only what a list of numbers needs, not their states and holders, and no release. */
  readonly listOnly?: boolean;
  readonly onPart?: (name: PartName, part: Part<unknown>) => void;
}

export type ReadGroup = (key: GroupKey, options?: ReadOptions) => Promise<GroupAudit>;

/** What the `mercury` format shows: three commands, one round trip. */
export const mercuryParts = ['details', 'licences', 'numbers'] as const satisfies PartName[];

/** Makes a reader that remembers, from group to group, what the target understands. */
export function groupReader(options: AuditorOptions): ReadGroup {
  const { south, now } = options;
  const ground: Ground = { south, now, preferred: new Map() };
  let release: Promise<string> | undefined;
  return async (key, { parts = partNames, listOnly = false, onPart } = {}) => {
    const startedAt = now().toISOString();
    if (!listOnly) release ??= readRelease(ground);
    const read = readParts(ground, key, new Set(parts), listOnly, onPart);
    const known = await settle(read);
    const source: AuditSource = {
      protocol: 'OCI-P',
      target: options.target,
      release: (await release) ?? 'unknown',
      userId: south.facts?.userId ?? 'unknown',
      loginType: south.facts?.loginType ?? 'unknown',
    };
    const status = statusOf(known);
    const finishedAt = now().toISOString();
    return {
      schema: groupAuditSchema,
      ...key,
      status,
      source,
      startedAt,
      finishedAt,
      parts: known,
    };
  };
}

type Reading = { [P in PartName]: Promise<Parts[P]> };

function readParts(
  ground: Ground,
  key: GroupKey,
  wanted: ReadonlySet<PartName>,
  listOnly: boolean,
  onPart: ReadOptions['onPart'],
): Reading {
  const part = async <T>(
    name: PartName,
    read: (asker: Asker) => Promise<Part<T>>,
  ): Promise<Part<T>> => {
    if (!wanted.has(name)) return { status: 'notAsked' };
    const part = await read(new Asker(ground));
    onPart?.(name, part);
    return part;
  };
  // Users need to know how many there are and what is in use, whether or not those parts are wanted themselves.
  const shared = wanted.has('users');
  const profile = once((asker: Asker) => readDetails(asker, key));
  const granted = once((asker: Asker) => readLicences(asker, key));
  const users = async (asker: Asker) => {
    const [details, licences] = await Promise.all([
      profile(new Asker(ground)),
      granted(new Asker(ground)),
    ]);
    asker.adopt(profile.asker());
    asker.adopt(granted.asker());
    return readUsers(asker, key, details, licences);
  };
  return {
    details: part('details', shared ? profile : (asker) => readDetails(asker, key)),
    licences: part('licences', shared ? granted : (asker) => readLicences(asker, key)),
    users: part('users', users),
    numbers: part('numbers', (asker) => readNumbers(asker, key, { states: !listOnly })),
    trunking: part('trunking', (asker) => readTrunking(asker, key)),
  };
}

/** Reads once, whoever asks first; remembers the asker for its evidence. */
function once<T extends GroupDetails | Licences>(read: (asker: Asker) => Promise<Part<T>>) {
  let reading: Promise<Part<T>> | undefined;
  let first: Asker | undefined;
  const ask = (asker: Asker): Promise<Part<T>> => {
    first ??= asker;
    reading ??= read(first);
    return reading;
  };
  return Object.assign(ask, { asker: () => first as Asker });
}

async function settle(read: Reading): Promise<Parts> {
  const [details, licences, users, numbers, trunking] = await Promise.all([
    read.details,
    read.licences,
    read.users,
    read.numbers,
    read.trunking,
  ]);
  return { details, licences, users, numbers, trunking };
}

/** Complete only if every part that was asked for is known, or known not to apply. */
function statusOf(parts: Parts): GroupAudit['status'] {
  const asked = Object.values(parts).filter((part: Part<unknown>) => part.status !== 'notAsked');
  const whole = (part: Part<unknown>) => part.status === 'known' || part.status === 'notApplicable';
  if (asked.every(whole)) return 'complete';
  return asked.some((part) => whole(part) || part.status === 'partial') ? 'partial' : 'failed';
}

/** The release, or `unknown`: accounts below system level are mostly not told. Never fails an audit. */
async function readRelease(ground: Ground): Promise<string> {
  const got = await new Asker(ground).ask('SystemSoftwareVersionGetRequest', {});
  if (got.kind !== 'reply') return 'unknown';
  const version = textOf(got.reply.elements, 'version') ?? 'unknown';
  const main = /^\D*(\d+)/.exec(version)?.[1];
  if (main !== undefined) ground.release = Number(main);
  return version === '' ? 'unknown' : version;
}
