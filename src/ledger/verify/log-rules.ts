// Verifies a whole log: walks all entries, builds the tree once more, and compares it with everything that is said of it.
// Imports nothing of the writer. Needs neither the store nor a network, only what it is handed.
import { type Answerer, isSame, type Rules, runSoon } from '../format/asks.js';
import { hashLength, tileWidth } from '../format/layout.js';
import { fold, type GrownTile } from './fold.js';
import { headerIn } from './header.js';
import { histories } from './histories.js';
import { type Mark, marksOf, type Vouched } from './marks.js';
import { type CheckedSlice, checkSlice, type LogEntry, type Wrong } from './slice.js';

/** Beside a live writer read the head first, then the checkpoints, the state, and the entries up to its size. */
export interface LogToWalk extends Vouched {
  /** All entries in order. */
  readonly entries: AsyncIterable<readonly LogEntry[]>;
  /** Where the log stands, as it is stored; the frontier has one hash for each bit of the size. */
  readonly state: {
    readonly size: number;
    readonly root: Uint8Array;
    readonly frontier: readonly Uint8Array[];
  };
  /** What every entry and checkpoint must name; else what the first of them names. */
  readonly origin?: string;
  /** Whoever answers knows the stored tiles. */
  readonly hasTiles?: boolean;
  /** The entries have no openings: what they hold, and sequences, are not checked. */
  readonly isClosed?: boolean;
  /** What callers were told: the entry with this leaf hash is at this index. */
  readonly receipts?: readonly { readonly index: number; readonly leafHash: Uint8Array }[];
  /** Tiles of entries that somebody checks by himself, in order, as far as he can. */
  readonly elsewhere?: (origin: string | undefined) => AsyncIterable<CheckedSlice>;
  /** Called now and then with the number of entries checked. */
  onProgress?(entries: number): void;
}

export interface Verdict {
  readonly ok: boolean;
  /** Entries and checkpoints found right. */
  readonly entries: number;
  readonly checkpoints: number;
  readonly firstWrong?: Wrong;
  /** What one should know of a log that is right: what was erased, what no checkpoint covers. */
  readonly notes: readonly string[];
}

/** Recomputes everything. Throws only what the readers and the answerer that it was handed throw. */
export async function walkLog(log: LogToWalk, answer: Answerer): Promise<Verdict> {
  const walk = new Walk(log, answer);
  const firstWrong = await walk.run();
  return {
    ok: firstWrong === undefined,
    entries: walk.tree.size(),
    checkpoints: walk.checkpoints,
    ...(firstWrong && { firstWrong }),
    notes: firstWrong === undefined ? walk.notes() : [],
  };
}

class Walk {
  readonly tree = fold();
  checkpoints = 0;
  readonly #log: LogToWalk;
  readonly #answer: Answerer;
  readonly #history = histories();
  readonly #receipts: ReadonlyMap<number, Uint8Array>;
  #marks: readonly Mark[] = [];
  /** Place of the first mark that was not reached yet. */
  #next = 0;
  #origin: string | undefined;
  /** Size of the last root that was right, and of the last signed one. */
  #vouched = 0;
  #signed = 0;
  /** An entry that its tile does not know: the next root tells which of the two was changed. */
  #suspect: number | undefined;
  #erased = 0;
  #notKept = 0;

  constructor(log: LogToWalk, answer: Answerer) {
    this.#log = log;
    this.#answer = answer;
    this.#receipts = new Map(log.receipts?.map(({ index, leafHash }) => [index, leafHash]));
  }

  async run(): Promise<Wrong | undefined> {
    let wrong = await runSoon(this.#begin(), this.#answer);
    if (wrong !== undefined) return wrong;
    for await (const slice of this.#slices()) {
      wrong =
        (await runSoon(this.#wrongSlice(slice), this.#answer)) ??
        (slice.wrong && this.#wrong(slice.wrong));
      if (wrong !== undefined) return wrong;
      this.#log.onProgress?.(this.tree.size());
    }
    return runSoon(this.#end(), this.#answer);
  }

  *#begin(): Rules<Wrong | undefined> {
    this.#marks = yield* marksOf(this.#log);
    this.#origin =
      this.#log.origin ?? this.#marks.find(({ origin }) => origin !== undefined)?.origin;
    return yield* this.#wrongMarks();
  }

  *#end(): Rules<Wrong | undefined> {
    return (yield* this.#wrongTiles(this.tree.lastTiles())) ?? (yield* this.#wrongEnd());
  }

  /** What is found in the entries, tile by tile: elsewhere as far as it goes, and here from there on. */
  async *#slices(): AsyncGenerator<CheckedSlice> {
    const { entries, elsewhere, isClosed = false } = this.#log;
    for await (const slice of elsewhere?.(this.#origin) ?? []) {
      yield slice;
      if (slice.count < tileWidth) return;
    }
    let [first, run]: [number, LogEntry[]] = [0, []];
    const found = () => {
      const slice = { origin: this.#origin ?? '', first, entries: run, isClosed };
      return runSoon(checkSlice(slice), this.#answer);
    };
    for await (const some of entries)
      for (const entry of some) {
        this.#origin ??= logOf(entry);
        run.push(entry);
        if (run.length < tileWidth) continue;
        if (first >= this.tree.size()) yield await found();
        [first, run] = [first + tileWidth, []];
      }
    if (run.length > 0) yield await found();
  }

  *#wrongSlice(slice: CheckedSlice): Rules<Wrong | undefined> {
    const { leafHashes, sequences, count, top } = slice;
    const texts = slice.texts.split('\n');
    const first = this.tree.size();
    this.#erased += slice.erased;
    this.#notKept += slice.notKept;
    if (count > 0) yield* this.#suspectTile(first / tileWidth, leafHashes);
    const mark = this.#marks[this.#next]?.size ?? Number.POSITIVE_INFINITY;
    // A full tile without a mark within goes into the tree as a whole.
    const whole = count === tileWidth && mark >= first + count ? top : undefined;
    const isApart = whole === undefined || this.#receipts.size > 0;
    for (let place = 0; place < count; place += 1) {
      const [kind, record, scope] = [
        texts[3 * place]!,
        texts[3 * place + 1]!,
        texts[3 * place + 2]!,
      ];
      const what =
        this.#history.wrongSequence(scope, sequences[place]!) ??
        this.#history.wrongCourse(kind, record);
      const index = first + place;
      if (what !== undefined) return this.#wrong({ index, what });
      if (!isApart) continue;
      const leaf = leafHashes.subarray(place * hashLength, (place + 1) * hashLength);
      if (!isSame(leaf, this.#receipts.get(index) ?? leaf))
        return this.#wrong({ index, what: 'it is not the one that a receipt was given for' });
      if (whole !== undefined) continue;
      yield* this.tree.add(leaf);
      const wrong = yield* this.#wrongMarks();
      if (wrong !== undefined) return wrong;
    }
    if (whole !== undefined) yield* this.tree.add(whole, Math.log2(tileWidth));
    return (yield* this.#wrongTiles(this.tree.fullTiles())) ?? (yield* this.#wrongMarks());
  }

  /** Looks up the leaves in their tile. */
  *#suspectTile(index: number, leafHashes: Uint8Array): Rules<void> {
    if (this.#suspect !== undefined) return;
    const stored = yield* this.#tile(0, index);
    if (stored === undefined) return;
    if (isSame(stored.subarray(0, leafHashes.length), leafHashes)) return;
    const place = leafHashes.findIndex((byte, at) => byte !== stored[at]);
    this.#suspect = index * tileWidth + Math.floor(place / hashLength);
  }

  *#wrongTiles(tiles: readonly GrownTile[]): Rules<Wrong | undefined> {
    for (const { level, index, hashes } of tiles) {
      const stored = yield* this.#tile(level, index);
      if (stored === undefined) return undefined;
      // A tile that is not full may have grown since.
      if (!isSame(stored.subarray(0, hashes.length), hashes))
        return this.#wrong({ what: `tile ${index} of level ${level} is missing or damaged` });
    }
    return undefined;
  }

  /** As it is stored, empty when it is not there; undefined when nobody knows the tiles. */
  *#tile(level: number, index: number): Rules<Uint8Array | undefined> {
    if (this.#log.hasTiles !== true) return undefined;
    return ((yield { kind: 'tile', level, index }) as Uint8Array | undefined) ?? new Uint8Array();
  }

  /** Asks the marks of the present size. */
  *#wrongMarks(): Rules<Wrong | undefined> {
    for (; this.#marks[this.#next]?.size === this.tree.size(); this.#next += 1) {
      const { name, wrong, origin, root, isStored } = this.#marks[this.#next]!;
      if (wrong !== undefined) return this.#wrong({ what: `${name} cannot be used: ${wrong}` });
      if (origin !== undefined && origin !== (this.#origin ?? origin))
        return this.#wrong({ what: `${name} is of another log: ${origin}` });
      const found = yield* this.#wrongRoot(root, name);
      if (found !== undefined) return found;
      if (origin !== undefined) this.#signed = this.tree.size();
      if (isStored) this.checkpoints += 1;
    }
    return undefined;
  }

  *#wrongRoot(root: Uint8Array | undefined, name: string): Rules<Wrong | undefined> {
    const size = this.tree.size();
    if (root === undefined || !isSame(yield* this.tree.root(), root))
      return this.#wrong({
        what: `history was changed, cut or forked: the first ${size} entries do not have the root of ${name}; the first that no earlier root covers is entry ${this.#vouched}`,
      });
    this.#vouched = size;
    const suspect = this.#suspectBelow(size);
    if (suspect === undefined) return undefined;
    const tile = Math.floor(suspect / tileWidth);
    return { what: `tile ${tile} of level 0 is missing or damaged, at entry ${suspect}` };
  }

  *#wrongEnd(): Rules<Wrong | undefined> {
    const { size, root, frontier } = this.#log.state;
    const entries = this.tree.size();
    const beyond = this.#marks[this.#next];
    const told = [...this.#receipts.keys()].find((index) => index >= entries);
    if (beyond?.wrong !== undefined)
      return { what: `${beyond.name} cannot be used: ${beyond.wrong}` };
    if (beyond !== undefined || told !== undefined)
      return this.#wrong({
        index: entries,
        what: `it is missing: the log ends here, but ${beyond ? `${beyond.name} vouches for ${beyond.size} entries` : `a receipt was given for entry ${told}`}`,
      });
    if (size !== entries)
      return this.#wrong({
        what: `the log says that it has ${size} entries, but it has ${entries}`,
      });
    const wrong = yield* this.#wrongRoot(root, 'the stored state');
    if (wrong !== undefined) return wrong;
    const mine = this.tree.frontier();
    return mine.length === frontier.length && mine.every((hash, at) => isSame(hash, frontier[at]!))
      ? undefined
      : { what: 'the stored state is damaged: its frontier is not that of the entries' };
  }

  notes(): readonly string[] {
    const { open, unplaced } = this.#history.counts;
    const isClosed = this.#log.isClosed === true;
    const notes: readonly (readonly [string, number])[] = [
      ['entries that no checkpoint covers', this.tree.size() - this.#signed],
      [
        isClosed
          ? 'entries whose contents and sequence were not checked'
          : 'entries whose scope was erased, so that their sequence is not checked',
        unplaced,
      ],
      ['records that have no end yet', open],
      ['values and bodies that were erased', this.#erased],
      ['bodies of which nothing was kept', this.#notKept],
    ];
    return notes.flatMap(([what, count]) => (count > 0 ? [`${what}: ${count}`] : []));
  }

  /** The first wrong thing: an earlier entry that its tile does not know goes first. */
  #wrong(wrong: Wrong): Wrong {
    return this.#suspectBelow(wrong.index ?? this.tree.size()) === undefined
      ? wrong
      : { index: this.#suspect!, what: 'it was changed: its hash is not the one in the tree' };
  }

  #suspectBelow(index: number): number | undefined {
    return this.#suspect !== undefined && this.#suspect < index ? this.#suspect : undefined;
  }
}

function logOf({ header }: LogEntry): string | undefined {
  const log = headerIn(header)?.log;
  return log === undefined ? undefined : (JSON.parse(`"${log}"`) as string);
}
