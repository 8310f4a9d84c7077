// The words of `muster south`: flags and help only. What they do is loaded when it is chosen.
import type { Command } from 'commander';
import { withStore } from './setting-flags.js';
import type { Terminal } from './terminal.js';

type Run = <A extends unknown[]>(
  action: (...words: A) => Promise<number>,
) => (...words: A) => Promise<void>;

/** Makes `south` of an empty command. */
export function addSouth(south: Command, terminal: Terminal, run: Run): void {
  south.description('look after the connectors to other network elements');
  withStore(south.command('check').copyInheritedSettings(south))
    .description('try each connector of the settings file, and say in words what is wrong')
    .argument('[name]', 'only this one')
    .action(
      run(async (name: string | undefined, flags) =>
        (await import('./south.js')).checkSouth(name, flags, terminal),
      ),
    );
}
