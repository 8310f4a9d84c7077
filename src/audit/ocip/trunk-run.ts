// What the questions about the trunks of one service provider share: the way to ask, problems with their place, rows.
import type { FieldValues } from '../../ocip/index.js';
import type { Problem } from '../model.js';
import type { Asker, Got, Variant } from './asker.js';
import { columnOf, missing, wordsOf } from './cells.js';
import { withoutReply } from './trunking.js';

export type AskNewest = (fields: FieldValues) => Promise<Got>;

export interface Run {
  readonly asker: Asker;
  readonly serviceProviderId: string;
  readonly problems: Problem[];
  readonly askCapacity: AskNewest;
  readonly askTrunkGroup: AskNewest;
  readonly askEnterpriseTrunk: AskNewest;
}

/**
 * Asks the newest form that the target understands. Whoever asks first finds out and the others wait for it: one form
 * that is not understood spoils a document of many.
 */
export function ledByFirst(asker: Asker, variants: readonly Variant[]): AskNewest {
  let understood = variants;
  let finding: Promise<void> | undefined;
  return async (fields) => {
    if (finding !== undefined) {
      await finding;
      return asker.askNewest(understood, fields);
    }
    const asking = asker.askNewest(variants, fields);
    const found = (got: Got) => {
      if (got.kind === 'refused' && got.refusal.kind === 'invalid') return;
      understood = variants.slice(variants.findIndex(({ command }) => command === got.command));
    };
    // What went wrong is told to whoever asked; the others may have better luck.
    finding = asking.then(found, () => undefined);
    return asking;
  };
}

/** Notes what went wrong with one question, as one problem that tells the place. */
export function note(run: Run, place: string, problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const words = problems.map(({ message }) => message).join('; ');
  run.problems.push({ ...first, message: place === '' ? words : `${place}: ${words}` });
}

/** Notes why a question brought nothing. */
export function noteRefused(
  run: Run,
  place: string,
  got: Exclude<Got, { kind: 'reply' }>,
): 'outOfScope' | 'unknown' {
  const { value, problems } = withoutReply(got);
  note(run, place, problems);
  return value;
}

/** One row by its headings; undefined for an empty cell and for a column that is not there. */
export type Row = (heading: string) => string | undefined;

interface List {
  readonly table: string;
  /** The heading of the column that names the row. */
  readonly heading: string;
  readonly words: string;
}

/** The rows that have a name, each name once; none when the answer has no such list. What was left out is told. */
export function namedRows(
  { command, reply }: Got & { kind: 'reply' },
  { table, heading, words }: List,
  wanted: (row: Row) => boolean = () => true,
): { readonly rows?: readonly (readonly [string, Row])[]; readonly problems: readonly Problem[] } {
  const found = reply.tables.get(table);
  if (found === undefined) return { problems: [missing(command, `table ${table}`)] };
  const { headings } = found;
  if (columnOf(headings, heading) < 0)
    return { problems: [missing(command, `column "${heading}" in ${table}`)] };
  const all = found.rows
    .map(
      (cells): Row =>
        (name) =>
          wordsOf(cells[columnOf(headings, name)]),
    )
    .filter(wanted);
  const rows = new Map<string, Row>();
  let odd = 0;
  for (const row of all) {
    const name = row(heading);
    if (name === undefined) odd++;
    else rows.set(name, row);
  }
  const message = `${odd} of the ${words} ${odd === 1 ? 'has' : 'have'} no "${heading}"`;
  const problems = odd === 0 ? [] : [{ command, code: 'TABLE_UNREADABLE', message }];
  return { rows: [...rows], problems };
}
