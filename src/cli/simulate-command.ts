// The words of `muster simulate`: flags and help only. What they do is loaded when it is chosen.
import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

type Run = <A extends unknown[]>(
  action: (...words: A) => Promise<number>,
) => (...words: A) => Promise<void>;

/** Makes `simulate` of an empty command. */
export function addSimulate(simulate: Command, terminal: Terminal, run: Run): void {
  const collect = (word: string, words: string[] = []) => [...words, word];
  simulate
    .description('run a simulated BroadWorks')
    .option(
      '-l, --listen <url>',
      'tcp://, tls://, http(s)://, odin+http(s)://, xsi+http(s):// or elements+http(s):// address; repeatable',
      collect,
    )
    .option('-w, --world <file>', 'world file; without it the demo world')
    .option('-g, --generate <GROUPSxUSERS>', 'a made-up world of that size, such as 1000x100')
    .option(
      '--fault <name>',
      'trouble to be in, repeatable; `muster simulate --list-faults` names them',
      collect,
    )
    .option('--list-faults', 'list the faults')
    .option('-r, --release <n>', 'play this release: 21 to 25')
    .option('--max-batch <n>', 'refuse documents with more commands than this')
    .option(
      '--certificate <file>',
      'write the certificate of tls:// and https:// to a file, for --ca',
    )
    .action(
      run(async (flags) =>
        flags.listFaults
          ? (await import('./lists.js')).listFaults(terminal)
          : (await import('./simulate.js')).simulate(flags, terminal),
      ),
    );
}
