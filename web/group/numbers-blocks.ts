// The map of numbers: blocks of a hundred, a thousand or ten thousand in a row, and what stands in each.
import { type DnRange, formatDn } from '../../src/numbers/index.js';
import type { NumberSpace } from './numbers-space.js';

export const blockSizes = [100, 1_000, 10_000] as const;
export type BlockSize = (typeof blockSizes)[number];

/** Rows that are made at most; where there would be more, the size is not offered. */
const mostBlocks = 20_000;
/** Rows that can be taken in: the map begins with the finest size that needs no more. */
const easyBlocks = 120;

/** A row of the map: numbers `first` to `last` of a series, some of which are in stretches `from` to before `to`. */
export interface Block {
  readonly kind: 'block';
  readonly series: number;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** Numbers between two rows that are not the group's; `count` is undefined where other numbers begin. */
export interface Gap {
  readonly kind: 'gap';
  readonly count: number | undefined;
}

/** Sizes to choose from, and the one to begin with. */
export function sizesFor(space: NumberSpace): {
  readonly sizes: readonly BlockSize[];
  readonly first: BlockSize;
} {
  const counts = blockSizes.map((size) => [size, countBlocks(space, size)] as const);
  const last = blockSizes[blockSizes.length - 1]!;
  const offered = counts.filter(([size, count]) => count <= mostBlocks || size === last);
  const easy = offered.find(([, count]) => count <= easyBlocks);
  // A coarser size that needs hardly fewer rows shows less and gains nothing.
  const worth = offered.find(([, count]) => count <= (offered.at(-1)?.[1] ?? 0) * 2);
  return { sizes: offered.map(([size]) => size), first: (easy ?? worth ?? offered[0]!)[0] };
}

/** The rows of the map, with the gaps between them. Rows without any number of the group are left out. */
export function blocksOf(
  { stretches, series }: NumberSpace,
  size: number,
): readonly (Block | Gap)[] {
  const rows: (Block | Gap)[] = [];
  let open: { series: number; first: number; last: number; from: number; to: number } | undefined;
  const close = () => {
    if (open !== undefined) rows.push({ kind: 'block', ...open });
  };
  for (const [at, stretch] of stretches.entries()) {
    const { width } = series[stretch.series]!;
    const lastStart = Math.floor(stretch.last / size) * size;
    for (let first = Math.floor(stretch.first / size) * size; first <= lastStart; first += size) {
      if (open?.series === stretch.series && open.first === first) {
        open.to = at + 1;
        continue;
      }
      close();
      if (open !== undefined && open.series !== stretch.series)
        rows.push({ kind: 'gap', count: undefined });
      else if (open !== undefined && open.last + 1 < first)
        rows.push({ kind: 'gap', count: first - open.last - 1 });
      const last = Math.min(first + size, 10 ** width) - 1;
      open = { series: stretch.series, first, last, from: at, to: at + 1 };
    }
  }
  close();
  return rows;
}

/** A piece of a row, as places from its left end, both included. */
export interface Piece {
  readonly kind: number;
  readonly from: number;
  readonly to: number;
}

export function piecesOf({ stretches }: NumberSpace, block: Block): readonly Piece[] {
  return stretches.slice(block.from, block.to).map(({ kind, first, last }) => ({
    kind,
    from: Math.max(first, block.first) - block.first,
    to: Math.min(last, block.last) - block.first,
  }));
}

/** How many numbers of a row are of each kind. */
export function countsOf(space: NumberSpace, block: Block): readonly number[] {
  const counts = space.kinds.map(() => 0);
  for (const { kind, from, to } of piecesOf(space, block)) counts[kind]! += to - from + 1;
  return counts;
}

/** The numbers of a row as a range. */
export function rangeOf({ series }: NumberSpace, { series: at, first, last }: Block): DnRange {
  const { prefix, width } = series[at]!;
  return { prefix, width, first, last };
}

/** `+44-16329601xx`: the digits that its numbers share, then an x for each of the others. */
export function blockName({ prefix, width, first, last }: DnRange): string {
  const open = Math.min(width, Math.round(Math.log10(last - first + 1)));
  const head = formatDn(prefix, width, first);
  return head.slice(0, head.length - open) + 'x'.repeat(open);
}

function countBlocks({ stretches }: NumberSpace, size: number): number {
  let count = 0;
  let series = -1;
  let block = -1;
  for (const stretch of stretches) {
    const first = Math.floor(stretch.first / size);
    const last = Math.floor(stretch.last / size);
    count += last - first + (stretch.series === series && first === block ? 0 : 1);
    series = stretch.series;
    block = last;
  }
  return count;
}
