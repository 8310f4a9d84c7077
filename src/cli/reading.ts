// Runs one recorded call: opens the road that a target asks for, lets something be read over it, hangs up, and closes the
// record before anybody sees the result. Progress goes to stderr.
import type { AuditorOptions } from '../audit/index.js';
import { asFault, Fault } from '../fault.js';
import {
  actorOf,
  type CallEnd,
  failureOf,
  type NamedCall,
  type OpenRecord,
  type Recorder,
} from '../records/index.js';
import { type Connection, openOdin, openSouth, type SouthOptions } from '../south/index.js';
import type { Terminal } from './terminal.js';

/** Tells whoever waits what is still being read. */
export type ShowLeft = (left: Iterable<string>) => void;

export interface Reading<T> {
  readonly connection: Connection;
  readonly recorder: Recorder;
  readonly call: NamedCall;
  /** Stands before the progress. */
  readonly label: string;
  readonly read: (auditor: AuditorOptions, showLeft: ShowLeft) => Promise<T>;
  /** What the record says of the result. */
  readonly ended: (result: T) => CallEnd;
}

/** Reads something; on Ctrl-C it hangs up politely. Without its record there is no result. */
export async function reading<T>(run: Reading<T>, terminal: Terminal): Promise<T> {
  const { connection, recorder } = run;
  const actor = { id: connection.credentials.username, role: '' };
  const record = await recorder.open({ ...run.call, actor, changes: false });
  try {
    const result = await overRoad(run, record, terminal);
    await record.close(run.ended(result));
    return result;
  } catch (thrown) {
    const fault = asFault(thrown);
    // The record of a run that failed must not hide why it failed.
    await record
      .close(failureOf(fault))
      .catch((lost: unknown) => terminal.warn(`its record is lost too: ${asFault(lost).message}`));
    throw fault;
  } finally {
    await recorder.close();
  }
}

async function overRoad<T>(
  { connection, label, read }: Reading<T>,
  record: OpenRecord,
  terminal: Terminal,
): Promise<T> {
  const started = terminal.now();
  let answered = 0;
  let left: readonly string[] = [];
  const show = () =>
    terminal.progress(
      `${label}: ${answered} answers${left.length > 0 ? `, reading ${left.join(', ')}` : ''} … ${((terminal.now() - started) / 1000).toFixed(1)} s`,
    );
  const options: SouthOptions = {
    ...connection,
    log: record.south,
    onExchange: ({ commands, outcome }) => {
      if (outcome === 'answered') answered += commands.length;
      show();
    },
  };
  const { target } = connection;
  const south = target.transport === 'odin' ? openOdin(options) : openSouth(options);
  const stop = () => void south.close();
  terminal.stop.addEventListener('abort', stop);
  try {
    // A login that fails is one fault, not one in every part.
    record.learn({ actor: actorOf(await south.connect()) });
    show();
    const auditor = { south, target: target.url, now: () => new Date(terminal.now()) };
    const result = await read(auditor, (names) => {
      left = [...names];
      show();
    });
    if (terminal.stop.aborted) throw new Fault('INTERRUPTED', 'stopped; nothing was written');
    return result;
  } finally {
    terminal.stop.removeEventListener('abort', stop);
    terminal.progress('');
    await south.close();
  }
}
