// `muster records verify | proof | verify-proof | redaction`: what anybody needs to check the records for himself.
import { readFileSync } from 'node:fs';
import { Fault } from '../fault.js';
import {
  makeProofFile,
  readHead,
  type StoreReader,
  type Verifier,
  verifierOf,
  verifyLog,
  verifyProofFile,
} from '../ledger/index.js';
import { explainText } from '../ocip/index.js';
import { checkSearch } from '../records/index.js';
import { exitCodes } from './exit.js';
import { placeOf, type RecordFlags, withReader } from './records.js';
import { originOf, type RecordPlace } from './store.js';
import { type Terminal, writeFileWhole } from './terminal.js';

/** Recomputes everything; the first wrong entry is named. */
export function verifyRecords(flags: RecordFlags, terminal: Terminal): Promise<number> {
  return withReader(flags, terminal, async (reader, place) => {
    const wrong = await wrongIn(reader, place, flags, terminal);
    terminal.progress('');
    if (wrong === undefined) return exitCodes.complete;
    await terminal.print(`WRONG: ${wrong}\n`);
    return exitCodes.incomplete;
  });
}

/** What is wrong with the records in words; undefined when nothing is, and then it has been said how many there are. */
export async function wrongIn(
  reader: StoreReader,
  place: RecordPlace,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<string | undefined> {
  const origin = await originOf(place);
  const head = await readHead(place.headFile, origin);
  const checkpoints = await reader.checkpoints();
  const state = await reader.state();
  const verdict = await verifyLog({
    entries: reader.entries(0, state.size),
    state,
    origin,
    checkpoints,
    verifiers: [verifierFor(place, flags)],
    tiles: (level, index) => reader.tile(level, index),
    ...(head === undefined ? {} : { head }),
    ...(typeof flags.from === 'string' ? { from: textIn(flags.from, 'checkpoint') } : {}),
    threads: state.size > 20_000 ? 2 : 0,
    onProgress: (entries) => terminal.progress(`verified ${entries} of ${state.size} entries`),
  });
  const { firstWrong } = verdict;
  if (firstWrong !== undefined)
    return firstWrong.index === undefined
      ? firstWrong.what
      : `entry ${firstWrong.index}: ${firstWrong.what}`;
  const index = await checkSearch(reader, (count) =>
    terminal.progress(`compared ${count} of ${state.size} entries with the index`),
  );
  const [trouble] = index.troubles;
  if (trouble !== undefined)
    return `the index, at record ${trouble.record}: ${trouble.why} (${index.wrong} in all); the entries themselves are right`;
  terminal.progress('');
  await terminal.print(
    `right: ${verdict.entries} entries, ${index.records} records, ${verdict.checkpoints} checkpoints of ${origin}\n`,
  );
  for (const note of verdict.notes) await terminal.print(`  ${note}\n`);
  return undefined;
}

function verifierFor(place: RecordPlace, { key }: RecordFlags): Verifier {
  const text =
    typeof key === 'string' ? keyText(key) : textIn(`${place.keyFile}.pub`, 'public key');
  const verifier = verifierOf(text);
  if (verifier === undefined) throw new Fault('USAGE_INVALID', 'that is no verifier key');
  return verifier;
}

/** A verifier key itself, or the file that holds it. */
function keyText(said: string): string {
  return verifierOf(said) === undefined ? textIn(said, 'key') : said;
}

function textIn(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault(
      'USAGE_INVALID',
      `the ${what} ${file} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Everything that somebody needs to check one record, in one file. */
export async function proveRecord(
  id: string,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<number> {
  return withReader(flags, terminal, async (reader) => {
    const entries = await reader.entriesOf(id);
    const last = entries.at(-1);
    if (last === undefined) throw new Fault('USAGE_INVALID', `there is no record ${id}`);
    const checkpoint = (await reader.checkpoints()).findLast(({ size }) => size > last.index);
    if (checkpoint === undefined)
      throw new Fault(
        'LEDGER_BUSY',
        `no checkpoint covers record ${id} yet; try again in a moment`,
      );
    const file = await makeProofFile({
      about: { record: id },
      entries,
      checkpoint,
      readTile: (level, index) => reader.tile(level, index),
    });
    if (typeof flags.output === 'string') await writeFileWhole(flags.output, [file]);
    else await terminal.print(file);
    return exitCodes.complete;
  });
}

/** Checks a proof file with a key alone. */
export async function verifyProof(
  file: string,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<number> {
  const key =
    typeof flags.key === 'string'
      ? keyText(flags.key)
      : textIn(`${(await placeOf(flags, terminal)).keyFile}.pub`, 'public key');
  const verdict = verifyProofFile(textIn(file, 'proof'), key);
  if (!verdict.ok) {
    await terminal.print(`WRONG: ${verdict.what}\n`);
    return exitCodes.incomplete;
  }
  const about =
    'record' in verdict.about ? `record ${verdict.about.record}` : `all of ${verdict.about.scope}`;
  await terminal.print(
    `right: ${about}, ${verdict.entries.length} entries among ${verdict.size} of ${verdict.origin}, signed by ${verdict.by.join(', ')}\n`,
  );
  return exitCodes.complete;
}

/** What redaction would take out of a file, and by which rule; never the secret itself. */
export async function explainRedaction(file: string, terminal: Terminal): Promise<number> {
  const found = explainText(textIn(file, 'file'));
  for (const { rule, where, length } of found)
    await terminal.print(`${rule.padEnd(28)} ${String(length).padStart(6)} characters  ${where}\n`);
  terminal.say(found.length === 0 ? 'nothing would be taken out' : `${found.length} places`);
  return exitCodes.complete;
}
