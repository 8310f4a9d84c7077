// The ledger as it is stored, for those who verify it elsewhere, such as the page in a browser: where it stands, and its
// entries in order. Nothing is judged here.
import type { StoredEntry, StoreReader } from '../../ledger/index.js';
import { problem } from '../problem.js';
import type { ApiCall, House, Reply, Route, Schema } from '../route.js';

const path = '/api/v1/local/ledger/';
const name = 'svc_v1:muster.local.ledger';
const tag = 'Audit records';

/** The newest checkpoints that are shown: older ones cover nothing that these do not. */
const mostCheckpoints = 1000;
/** Where a page ends: so many entries, or so many bytes of headers and openings; one entry may be longer. */
const mostEntries = 1024;
const mostBytes = 4 << 20;
/** So many are read at once: few until it is seen how long they are. */
const fewAtOnce = 8;
const manyAtOnce = 128;
const longEntry = 8192;

const text: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0 };
const object = (
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((one) => !optional.includes(one)),
  properties,
});

const stateSchema = object({
  origin: { ...text, description: 'Name of the log.' },
  size: { ...count, description: 'Entries.' },
  root: { ...text, description: 'Root of the tree, as it is stored; base64.' },
  frontier: {
    type: 'array',
    items: text,
    description: 'Roots of the full subtrees, from the largest to the smallest; base64.',
  },
  checkpoints: {
    type: 'array',
    items: object({ size: count, note: text }),
    description: `Signed notes by size, the newest ${mostCheckpoints}.`,
  },
  more: { type: 'boolean', description: 'There are older checkpoints.' },
  verifierKey: {
    ...text,
    description: 'Compare it with what the operator tells you by another way.',
  },
});

const pageSchema = object({
  entries: {
    type: 'array',
    items: object(
      {
        index: count,
        header: { ...text, description: 'Canonical JSON, the leaf.' },
        openings: { ...text, description: 'Base64.' },
      },
      ['openings'],
    ),
  },
  next: { type: ['integer', 'null'], description: 'Where the next page begins; null: no more.' },
});

const query: Readonly<Record<string, Schema>> = {
  from: { ...count, maximum: Number.MAX_SAFE_INTEGER, description: 'First index; default 0.' },
  openings: {
    ...text,
    enum: ['', 'yes', 'no'],
    description: 'no: without openings, so that the contents cannot be checked. Default yes.',
  },
};

/** Both routes. What they show is everybody's, so they are for those who may see everything. */
export function ledgerRoutes(house: House): readonly Route[] {
  const open = { access: { least: 16, reach: 'list' }, changes: false, tag, bare: true } as const;
  return [
    {
      ...open,
      method: 'GET',
      path,
      operation: 'getLedger',
      endPointName: name,
      summary: 'Where the ledger stands, and its signed checkpoints',
      description: 'Read this before the entries: what is written later is for the next time.',
      answers: { 200: { description: 'Size, root, checkpoints.', schema: stateSchema } },
      example: {},
      handle: async (call) => refusedTo(call) ?? { status: 200, body: await stateOf(house) },
    },
    {
      ...open,
      method: 'GET',
      path: `${path}entries/`,
      operation: 'listLedgerEntries',
      endPointName: `${name}.entries`,
      summary: 'Entries of the ledger in order, to be verified elsewhere',
      description: `At most ${mostEntries} entries or about ${mostBytes >> 20} MiB. How they are checked is told in docs/record-format.md.`,
      query,
      answers: { 200: { description: 'Consecutive entries.', schema: pageSchema } },
      example: { query: { from: '0' } },
      handle: async (call) => refusedTo(call) ?? listed(house.reader, call.query),
    },
  ];
}

/** Resellers have the level of the system, and see their own service providers only. */
const refusedTo = ({ caller }: ApiCall): Reply | undefined =>
  caller.scope.kind === 'system'
    ? undefined
    : problem('NOT_PERMITTED', 'the whole ledger is for administrators of the system');

async function stateOf({ reader, origin, verifierKey, checkpoint }: House) {
  let checkpoints = await reader.checkpoints();
  if (checkpoints.length === 0) {
    await checkpoint();
    checkpoints = await reader.checkpoints();
  }
  // After them, so that none lies beyond it.
  const { size, root, frontier } = await reader.state();
  return {
    origin,
    size,
    root: base64(root),
    frontier: frontier.map(base64),
    checkpoints: checkpoints.slice(-mostCheckpoints).map(({ size, note }) => ({ size, note })),
    more: checkpoints.length > mostCheckpoints,
    verifierKey,
  };
}

async function listed(
  reader: StoreReader,
  { from: said = '0', openings }: ApiCall['query'],
): Promise<Reply> {
  const from = Number(said);
  const { size } = await reader.state();
  const entries = await pageFrom(reader, from, size);
  const next = (entries.at(-1)?.index ?? size) + 1;
  const shown = entries.map((entry) => ({
    index: entry.index,
    header: entry.header.toString('utf8'),
    ...(openings === 'no' ? {} : { openings: base64(entry.openings) }),
  }));
  return {
    status: 200,
    body: { entries: shown, next: next < size ? next : null },
    // Not the entries once more: the ledger would grow by its own length each time.
    kept: {
      type: 'application/json',
      content: JSON.stringify({ shown: { from, to: from + entries.length } }),
    },
  };
}

async function pageFrom(reader: StoreReader, from: number, size: number) {
  const page: StoredEntry[] = [];
  let [bytes, next] = [0, from];
  while (next < size && page.length < mostEntries && bytes < mostBytes) {
    const isShort = page.length > 0 && bytes / page.length < longEntry;
    const atOnce = Math.min(isShort ? manyAtOnce : fewAtOnce, mostEntries - page.length);
    const to = Math.min(next + atOnce, size);
    for await (const some of reader.entries(next, to))
      for (const entry of some) {
        const length = entry.header.length + entry.openings.length;
        // An entry that is longer than a page is one by itself.
        if (page.length > 0 && bytes + length > mostBytes) return page;
        page.push(entry);
        bytes += length;
      }
    next = to;
  }
  return page;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
