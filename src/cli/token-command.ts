// The words of `muster token`: flags and help only. What they do is loaded when it is chosen.
import { type Command, Option } from 'commander';
import type { Terminal } from './terminal.js';

type Run = <A extends unknown[]>(
  action: (...words: A) => Promise<number>,
) => (...words: A) => Promise<void>;

/** Makes `token` of an empty command. */
export function addToken(token: Command, terminal: Terminal, run: Run): void {
  const inherit = (parent: Command, command: Command) => command.copyInheritedSettings(parent);
  token.description('make, list and revoke tokens with which programs call the HTTP API');
  const command = (name: string, description: string) =>
    inherit(token, token.command(name))
      .description(description)
      .addOption(
        new Option(
          '--tokens <file>',
          'file of the tokens (default: muster/tokens.json in the state folder) [MUSTER_TOKENS]',
        ),
      );
  command('create', 'make a token; it is shown once, on stdout')
    .requiredOption('--name <name>', 'its name, which records show as the author machine:NAME')
    .addOption(
      new Option('--role <role>', 'what it may do besides reading: nothing, change, or hand over')
        .choices(['reader', 'operator', 'recorder'])
        .makeOptionMandatory(),
    )
    .option('--tenant <id>', 'only this service provider or enterprise; default: everything')
    .option('--group <id>', 'only this group of the tenant')
    .option('--expires <when>', 'a span such as 30d, or a date such as 2027-01-01; default: never')
    .action(run(async (flags) => (await import('./token.js')).createTokenOf(flags, terminal)));
  command('list', 'list the tokens, without their texts')
    .option('--json', 'as JSON')
    .action(run(async (flags) => (await import('./token.js')).listTokens(flags, terminal)));
  command('revoke', 'end a token for good')
    .argument('<name>', 'name of the token')
    .action(
      run(async (name: string, flags) =>
        (await import('./token.js')).revokeTokenOf(name, flags, terminal),
      ),
    );
}
