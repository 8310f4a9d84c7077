// Opens the road that a target asks for, lets an audit be read over it, and hangs up. Progress goes to stderr.
import type { AuditorOptions } from '../audit/index.js';
import { Fault } from '../fault.js';
import { openOdin, openSouth, type SouthOptions } from '../south/index.js';
import type { Terminal } from './terminal.js';

/** Tells whoever waits what is still being read. */
export type ShowLeft = (left: Iterable<string>) => void;

/** Reads something; on Ctrl-C it hangs up politely. `label` stands before the progress. */
export async function reading<T>(
  connection: SouthOptions,
  label: string,
  terminal: Terminal,
  read: (auditor: AuditorOptions, showLeft: ShowLeft) => Promise<T>,
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
    await south.connect();
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
