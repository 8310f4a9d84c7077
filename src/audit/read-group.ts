// Takes the roll of one group: all parts asked at once, each known or not for reasons of its own.
import type { OciSouth, OdinCalls } from '../south/index.js';
import {
  type AuditSource,
  type GroupAudit,
  type GroupKey,
  groupAuditSchema,
  type Licences,
  type Packs,
  type Part,
  type PartName,
  type Parts,
  partValue,
  usualParts,
} from './model.js';
import { ocipReaders } from './ocip/readers.js';
import { odinReaders } from './odin/readers.js';
import type { AuditReaders, NumberDepth } from './source.js';

export type { NumberDepth } from './source.js';

export interface AuditorOptions {
  readonly south: OciSouth | OdinCalls;
  /** The target as it may be shown, without credentials. */
  readonly target: string;
  readonly now: () => Date;
}

export interface ReadOptions {
  /** Default: the usual ones. */
  readonly parts?: readonly PartName[];
  /** Default `holders`. With `list` the release is not asked for either. */
  readonly numbers?: NumberDepth;
  readonly onPart?: (name: PartName, part: Part<unknown>) => void;
}

export type ReadGroup = (key: GroupKey, options?: ReadOptions) => Promise<GroupAudit>;

/** What the `mercury` format shows: over OCI-P three commands, one round trip. */
export const mercuryParts = ['details', 'licences', 'numbers'] as const satisfies PartName[];

/** Makes a reader that remembers, from group to group, what the target understands. */
export function groupReader(options: AuditorOptions): ReadGroup {
  const { now } = options;
  const readers = readersOf(options);
  return async (key, { parts = usualParts, numbers = 'holders', onPart } = {}) => {
    const startedAt = now().toISOString();
    const release = numbers === 'list' ? undefined : readers.release();
    const known = await settled(readParts(readers, key, new Set(parts), numbers, onPart));
    const source = sourceOf(options, (await release) ?? 'unknown');
    const status = statusOf(Object.values(known));
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

/** The readers for whatever the road speaks. */
export function readersOf({ south, now }: AuditorOptions): AuditReaders {
  return south.protocol === 'ODIN' ? odinReaders(south, now) : ocipReaders(south, now);
}

/** Where an audit was read, and as whom. */
export function sourceOf({ south, target }: AuditorOptions, release: string): AuditSource {
  const { protocol, facts } = south;
  return {
    protocol,
    target,
    release,
    userId: facts?.userId ?? 'unknown',
    loginType: facts?.loginType ?? 'unknown',
  };
}

/** Complete only if every part that was asked for is known, or known not to apply. */
export function statusOf(parts: readonly Part<unknown>[]): GroupAudit['status'] {
  const asked = parts.filter((part) => part.status !== 'notAsked');
  const whole = (part: Part<unknown>) => part.status === 'known' || part.status === 'notApplicable';
  if (asked.every(whole)) return 'complete';
  return asked.some((part) => whole(part) || part.status === 'partial') ? 'partial' : 'failed';
}

type Reading = { readonly [P in PartName]: Promise<Parts[P]> };

function readParts(
  readers: AuditReaders,
  key: GroupKey,
  wanted: ReadonlySet<PartName>,
  depth: NumberDepth,
  onPart: ReadOptions['onPart'],
): Reading {
  const part = async <T>(name: PartName, read: () => Promise<Part<T>>): Promise<Part<T>> => {
    if (!wanted.has(name)) return { status: 'notAsked' };
    const part = await read();
    onPart?.(name, part);
    return part;
  };
  // Users need to know how many there are and what is in use, whether or not those parts are wanted themselves.
  const details = once(() => readers.details(key));
  const licences = once(() => readers.licences(key));
  return {
    details: part('details', details),
    licences: part('licences', licences),
    users: part('users', async () => {
      const [profile, granted] = await Promise.all([details(), licences()]);
      return readers.users(key, profile, granted);
    }),
    numbers: part('numbers', () => readers.numbers(key, depth)),
    trunking: part('trunking', () => readers.trunking(key)),
    packs: part('packs', async () => packsOf(await licences())),
    instances: part('instances', () => readers.instances(key)),
  };
}

/** Reads once, whoever asks first. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}

/** The packs of the licence tables; what is wrong with the tables is wrong with them. */
function packsOf(licences: Part<Licences>): Part<Packs> {
  const value = partValue(licences);
  if (value === undefined) return licences as Part<never>;
  return { ...licences, value: { servicePacks: value.servicePacks } } as Part<Packs>;
}

async function settled(reading: Reading): Promise<Parts> {
  const entries = Object.entries(reading).map(async ([name, part]) => [name, await part] as const);
  return Object.fromEntries(await Promise.all(entries)) as unknown as Parts;
}
