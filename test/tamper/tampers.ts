// Ways to change what a log was, as somebody with write access to the store might, or a failing disk.
import { leafHash } from '../../src/ledger/format/hash.js';
import { signCheckpoint, signerOf } from '../../src/ledger/format/note.js';
import type { StoredEntry } from '../../src/ledger/store.js';
import { type Chance, type MadeLog, origin, treeOver } from './logs.js';

/** Changes a log in place. Gives what it did, or undefined when this log does not have what it wants to change. */
export type Tamper = (log: MadeLog, chance: Chance) => string | undefined;

/** One byte of a copy, changed. */
function edited(bytes: Uint8Array, chance: Chance): Buffer {
  const copy = Buffer.from(bytes);
  const at = chance.below(copy.length);
  copy[at] = copy[at]! ^ (1 + chance.below(255));
  return copy;
}

const place = (log: MadeLog, chance: Chance) => chance.below(log.entries.length);

function set(log: MadeLog, at: number, change: Partial<StoredEntry>) {
  log.entries[at] = { ...log.entries[at]!, ...change };
}

/** Stored indexes again from 0, and in the headers too: what a careful forger does. */
function renumber(log: MadeLog) {
  log.entries = log.entries.map(({ header, openings }, index) => ({
    index,
    openings,
    header: Buffer.from(header.toString('utf8').replace(/"index":\d+/, `"index":${index}`)),
  }));
}

/** Tiles and state made to fit again: all that can be done without the key. */
function rebuild(log: MadeLog) {
  const { tree, tiles } = treeOver(log.entries, 7);
  log.tiles = tiles;
  log.state = tree.state;
}

function removed(log: MadeLog, chance: Chance): [at: number, count: number] {
  const count = Math.min(1 + chance.below(5), log.entries.length);
  const at = chance.below(log.entries.length - count + 1);
  log.entries.splice(at, count);
  return [at, count];
}

function swapped(log: MadeLog, chance: Chance): [number, number] | undefined {
  const one = place(log, chance);
  const other = place(log, chance);
  if (one === other) return undefined;
  const { entries } = log;
  [entries[one], entries[other]] = [entries[other]!, entries[one]!];
  return [one, other];
}

/** The log as it was at an earlier size: every file rolled back, but for what is kept apart. */
function rollBack(log: MadeLog, size: number) {
  log.entries = log.entries.slice(0, size);
  log.checkpoints = log.checkpoints.filter((checkpoint) => checkpoint.size <= size);
  rebuild(log);
}

/** Every tamper, by name. */
export const tampers: Readonly<Record<string, Tamper>> = {
  editHeader: (log, chance) => {
    const at = place(log, chance);
    set(log, at, { header: edited(log.entries[at]!.header, chance) });
    return `a byte of header ${at}`;
  },
  editOpenings: (log, chance) => {
    const at = place(log, chance);
    set(log, at, { openings: edited(log.entries[at]!.openings, chance) });
    return `a byte of openings ${at}`;
  },
  editTile: (log, chance) => {
    const name = chance.one([...log.tiles.keys()]);
    log.tiles.set(name, edited(log.tiles.get(name)!, chance));
    return `a byte of tile ${name}`;
  },
  dropTile: (log, chance) => {
    const name = chance.one([...log.tiles.keys()]);
    log.tiles.delete(name);
    return `tile ${name}`;
  },
  editCheckpoint: (log, chance) => {
    if (log.checkpoints.length === 0) return undefined;
    const at = chance.below(log.checkpoints.length);
    const { size, note } = log.checkpoints[at]!;
    log.checkpoints[at] = { size, note: edited(Buffer.from(note), chance).toString('utf8') };
    return `a byte of checkpoint ${at}`;
  },
  renameCheckpoint: (log, chance) => {
    if (log.checkpoints.length === 0) return undefined;
    const at = chance.below(log.checkpoints.length);
    log.checkpoints[at] = {
      ...log.checkpoints[at]!,
      size: chance.below(log.state.size * 2) + 10_000,
    };
    return `the size that checkpoint ${at} is stored with`;
  },
  reorderCheckpoints: (log, chance) => {
    if (log.checkpoints.length < 2) return undefined;
    const at = chance.below(log.checkpoints.length - 1);
    log.checkpoints.splice(at, 2, log.checkpoints[at + 1]!, log.checkpoints[at]!);
    return `the order of checkpoints ${at}`;
  },
  editRoot: (log, chance) => {
    log.state = { ...log.state, root: edited(log.state.root, chance) };
    return 'a byte of the root';
  },
  editSize: (log, chance) => {
    log.state = { ...log.state, size: log.state.size + chance.one([-1, 1, 256]) };
    return 'the size';
  },
  editFrontier: (log, chance) => {
    const at = chance.below(log.state.frontier.length);
    const frontier = log.state.frontier.with(at, edited(log.state.frontier[at]!, chance));
    log.state = { ...log.state, frontier };
    return `a byte of hash ${at} of the frontier`;
  },
  delete: (log, chance) => `entries from ${removed(log, chance)}`,
  deleteAndRenumber: (log, chance) => {
    const what = removed(log, chance);
    renumber(log);
    return `entries from ${what}, renumbered`;
  },
  deleteAndRebuild: (log, chance) => {
    const [at, count] = removed(log, chance);
    renumber(log);
    rebuild(log);
    // What no signature covered can be forged by whoever may write: no verifier can know.
    return at < (log.head?.size ?? 0) ? `entries ${at}+${count}, all rebuilt` : undefined;
  },
  reorder: (log, chance) => {
    const what = swapped(log, chance);
    return what && `the order of ${what}`;
  },
  reorderAndRenumber: (log, chance) => {
    const what = swapped(log, chance);
    renumber(log);
    return what && `the order of ${what}, renumbered`;
  },
  changeIndex: (log, chance) => {
    const at = place(log, chance);
    set(log, at, { index: at + chance.one([-1, 1, 7]) });
    return `only the index of ${at}`;
  },
  insert: (log, chance) => {
    const at = place(log, chance);
    log.entries.splice(at, 0, log.entries[place(log, chance)]!);
    if (chance.below(2) === 0) renumber(log);
    return `one more entry at ${at}`;
  },
  swapTenants: (log, chance) => {
    const [one, other] = [place(log, chance), place(log, chance)];
    const tenantOf = (at: number) =>
      /"subjects":\[({[^}]*})/.exec(log.entries[at]!.header.toString())![1]!;
    const [mine, yours] = [tenantOf(one), tenantOf(other)];
    if (one === other) return undefined;
    const exchange = (at: number, from: string, to: string) =>
      set(log, at, {
        header: Buffer.from(log.entries[at]!.header.toString().replace(from, () => to)),
      });
    exchange(one, mine, yours);
    exchange(other, yours, mine);
    return `the tenants of ${one} and ${other}`;
  },
  swapOpenings: (log, chance) => {
    const [one, other] = [place(log, chance), place(log, chance)];
    const [mine, yours] = [log.entries[one]!.openings, log.entries[other]!.openings];
    if (one === other) return undefined;
    set(log, one, { openings: yours });
    set(log, other, { openings: mine });
    return `the openings of ${one} and ${other}`;
  },
  rewriteAndRebuild: (log, chance) => {
    const at = chance.below(log.head?.size ?? 0);
    if (log.head === undefined) return undefined;
    const header = log.entries[at]!.header.toString().replace(/"at":"2026/, '"at":"2025');
    set(log, at, { header: Buffer.from(header) });
    rebuild(log);
    return `the time of ${at}, all rebuilt`;
  },
  cutTail: (log, chance) => {
    if (log.head === undefined) return undefined;
    const size = chance.below(log.head.size);
    rollBack(log, size);
    return `all from ${size}, rolled back`;
  },
  fork: (log, chance) => {
    if (log.head === undefined) return undefined;
    const size = chance.below(log.head.size);
    const rest = log.entries.slice(size);
    rollBack(log, size);
    log.entries.push(
      ...rest.map((entry) => ({
        ...entry,
        header: Buffer.from(entry.header.toString().replace('"at":"2026', '"at":"2027')),
      })),
    );
    rebuild(log);
    return `another history from ${size}`;
  },
  swapKey: (log, chance) => {
    if (log.checkpoints.length === 0) return undefined;
    log.verifierKey = signerOf(origin, chance.bytes(32)).verifierKey;
    return 'the key';
  },
  signAgain: (log, chance) => {
    const stranger = signerOf(origin, chance.bytes(32));
    if (log.checkpoints.length === 0) return undefined;
    const { marks } = treeOver(log.entries, log.checkpoints[0]!.size);
    log.checkpoints = marks.map(({ size, root }) => ({
      size,
      note: signCheckpoint({ origin, size, root: Buffer.from(root) }, [stranger]),
    }));
    return 'all checkpoints, signed with another key';
  },
  dropLastCheckpoints: (log, chance) => {
    if (log.head === undefined) return undefined;
    const count = 1 + chance.below(log.checkpoints.length);
    log.checkpoints.splice(-count);
    const at = log.checkpoints.at(-1)?.size ?? 0;
    set(log, at, {
      header: Buffer.from(log.entries[at]!.header.toString().replace('"at":"2026', '"at":"2025')),
    });
    rebuild(log);
    return `the last ${count} checkpoints, and what they covered`;
  },
};

/** The receipt of an entry, as a caller would keep it. */
export const receiptOf = ({ index, header }: StoredEntry) => ({
  index,
  leafHash: leafHash(header),
});
