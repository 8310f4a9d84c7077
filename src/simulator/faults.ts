// Which faults are on, for what, and how often: named, stackable, removable while the simulator runs. What a fault
// does is told in `fault-kinds.ts`.
import { Fault } from '../fault.js';
import {
  type FaultKind,
  type FaultName,
  faultOfGroup,
  faultTable,
  isFaultName,
  kindOf,
} from './fault-kinds.js';
import type { Answered } from './wire/writer.js';

/** Applies to one command of a document. */
export interface ActiveFault {
  readonly name: FaultName;
  readonly kind: FaultKind;
  readonly value: string | undefined;
}

/** Where and how often a fault strikes. */
export interface FaultOptions {
  /** Only documents with this command; of ODIN a method and a path, `GET /groups/dns`. */
  readonly command?: string;
  /** Only documents about this group. */
  readonly group?: string;
  /** The number or name that the fault takes, such as the pause of `slow`. */
  readonly value?: string | number;
  /** So many times, then never again. */
  readonly times?: number;
}

export interface FaultEntry extends FaultOptions {
  readonly name: FaultName;
}

/** Faults can be switched on and off while the simulator runs. */
export interface FaultControl {
  /**
   * `slow`, `slow=500`, `cut@GroupGetRequest22V5`, `silent@GET /groups/dns`, `reset@Quayside`, `error=4500*2`;
   * options add to the text.
   */
  add(fault: string, options?: FaultOptions): void;
  remove(name: string): void;
  clear(): void;
  list(): readonly FaultEntry[];
}

/** What a document is about, as far as faults mind. */
interface Subject {
  readonly command: string;
  readonly groupId: string | undefined;
  readonly isSession: boolean;
}

export interface Faults extends FaultControl {
  /** The faults that strike each command of a document; counts them. */
  strike(subjects: readonly Subject[]): readonly (readonly ActiveFault[])[];
  /** A session has ended in order, or another has begun: faults of known groups that strike once may strike again. */
  rearm(): void;
}

const wording = /^([a-z0-9-]+)(?:=([^@*]+))?(?:@([^*]+))?(?:\*(\d+))?$/;

/** An OCI-P request, or a method and a path of ODIN. Anything else is a group. */
const command = /Request|^[A-Z]+ \//;

/** Reads the short form of a fault. Throws `SETTING_INVALID` for one that does not exist. */
export function parseFault(text: string, options: FaultOptions = {}): FaultEntry {
  const [, name = '', value, where, times] = wording.exec(text) ?? [];
  if (!isFaultName(name))
    throw new Fault(
      'SETTING_INVALID',
      `There is no fault "${text}"; write one of ${Object.keys(faultTable).join(', ')}.`,
    );
  const isCommand = where !== undefined && command.test(where);
  return {
    name,
    ...(value === undefined ? {} : { value }),
    ...(where === undefined ? {} : isCommand ? { command: where } : { group: where }),
    ...(times === undefined ? {} : { times: Number(times) }),
    ...options,
  };
}

/** A fault that is on, and how often it may still strike. */
interface Standing {
  readonly entry: FaultEntry;
  left: number;
}

function standingFor(fault: string, options?: FaultOptions): Standing {
  const entry = parseFault(fault, options);
  return { entry, left: entry.times ?? (kindOf(entry.name).once ? 1 : Number.POSITIVE_INFINITY) };
}

function fits(entry: FaultEntry, subject: Subject): boolean {
  if (entry.command !== undefined && entry.command !== subject.command) return false;
  if (entry.group !== undefined && entry.group !== subject.groupId) return false;
  return (
    !subject.isSession || entry.command !== undefined || kindOf(entry.name).everywhere === true
  );
}

function active({ name, value }: FaultEntry): ActiveFault {
  return { name, kind: kindOf(name), value: value === undefined ? undefined : String(value) };
}

/** The faults that are on from the start, and those added later. */
export function faultControl(start: readonly string[]): Faults {
  let standing = start.map((fault) => standingFor(fault));
  /** Faults of known groups that have struck since the last logout. */
  const struck = new Set<FaultName>();
  const ofKnownGroup = ({ groupId }: Subject): readonly ActiveFault[] => {
    const name = faultOfGroup(groupId);
    return name === undefined || (kindOf(name).once && struck.has(name)) ? [] : [active({ name })];
  };
  return {
    add: (fault, options) => {
      standing.push(standingFor(fault, options));
    },
    remove: (name) => {
      standing = standing.filter(({ entry }) => entry.name !== name);
    },
    clear: () => {
      standing = [];
    },
    list: () => standing.map(({ entry }) => entry),
    rearm: () => struck.clear(),
    strike: (subjects) => {
      const striking = subjects.map((subject) =>
        standing.filter(({ entry }) => fits(entry, subject)),
      );
      const ofGroups = subjects.map(ofKnownGroup);
      for (const one of new Set(striking.flat())) one.left--;
      for (const { name } of ofGroups.flat()) struck.add(name);
      standing = standing.filter(({ left }) => left > 0);
      return striking.map((list, at) => [
        ...list.map(({ entry }) => active(entry)),
        ...(ofGroups[at] ?? []),
      ]);
    },
  };
}

/** One answer after the faults that strike its command. */
export function afflicted({ echo, answer }: Answered, faults: readonly ActiveFault[]): Answered {
  const after = faults.reduce(
    (before, { kind, value }) => kind.answer?.(before, value) ?? before,
    answer,
  );
  return { echo, answer: after };
}
