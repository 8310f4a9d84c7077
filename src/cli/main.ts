// The command line: words to actions. Each action is loaded when it is chosen, so that start-up stays short.
import { Command, CommanderError, Option } from 'commander';
import { Fault } from '../fault.js';
import { exitCodes, report } from './exit.js';
import { filtered } from './record-filters.js';
import { withConnection, withProxy, withServe, withStore } from './setting-flags.js';
import { addSimulate } from './simulate-command.js';
import { addSouth } from './south-command.js';
import { type Terminal, terminalOf } from './terminal.js';
import { addToken } from './token-command.js';
import { version } from './version.js';

/** Runs the command line of a process and sets its exit code. */
export async function main(host: NodeJS.Process): Promise<void> {
  const terminal = terminalOf(host);
  const outcome = { code: exitCodes.complete as number };
  const words = host.argv.slice(2);
  const program = programFor(terminal, outcome, words[0]);
  try {
    if (words[0] === 'complete' && words.length > 1 && words[1] !== '--help')
      await completion(program);
    else addCompletionHelp(program);
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    outcome.code = failed(thrown, terminal);
  }
  host.exitCode = outcome.code;
}

/**
 * The commands, without running any: help pages are written from it too. When `chosen` is one of them, only that one:
 * most of start-up would go into flags that nobody asks for.
 */
export function programFor(
  terminal: Terminal,
  outcome: { code: number },
  chosen?: string,
): Command {
  const program = new Command('muster')
    .description('Takes the roll of a BroadWorks group: what it has, and who uses it.')
    .version(version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError(true);
  const run =
    <A extends unknown[]>(action: (...words: A) => Promise<number>) =>
    async (...words: A) => {
      outcome.code = await action(...words);
    };
  const commands = commandsOf(terminal, run);
  const isOne = chosen !== undefined && Object.hasOwn(commands, chosen);
  for (const name of isOne ? [chosen] : Object.keys(commands))
    commands[name]?.(inherit(program, program.command(name)));
  return program;
}

/** What makes each command out of an empty one, in the order of the help page. */
function commandsOf(
  terminal: Terminal,
  run: Run,
): Readonly<Record<string, (command: Command) => void>> {
  return {
    audit: (audit) => addAudits(audit.description('read what something has'), terminal, run),
    doctor: (doctor) =>
      withConnection(doctor)
        .description('say whether a target can be audited, and if not, why')
        .action(run(async (flags) => (await import('./actions.js')).doctor(flags, terminal))),
    demo: (demo) =>
      demo
        .description(
          'a simulated BroadWorks with a week of history: audits a group, then opens the page on it',
        )
        .option(
          '-l, --listen <host:port>',
          'where the page is (default: 127.0.0.1:8080, or any free port)',
        )
        .option('--no-page', 'only audit the group, say what to try next, and end')
        .action(
          run(async (flags) =>
            (await import('./demo.js')).demo(flags, terminal, { version, keyboard: process.stdin }),
          ),
        ),
    records: (records) => addRecords(records, terminal, run),
    serve: (serve) =>
      withServe(withConnection(serve, true))
        .description(
          'serve the HTTP API: audit records, audits, and a recorded gateway to BroadWorks',
        )
        .option('--config <file>', 'the same as --settings')
        .option('--read-only', 'refuse every call that changes something')
        .option(
          '--i-accept-passwords-in-clear-text',
          'listen on other addresses than those of this machine without TLS',
        )
        .action(run(async (flags) => (await import('./serve.js')).serve(flags, terminal))),
    proxy: (proxy) =>
      withProxy(withConnection(proxy))
        .description(
          'stand between OCI-P clients and the target: judge and record everything, change no byte',
        )
        .option('-l, --listen <urls>', 'the same as --proxy-listen (default: tcp://127.0.0.1:2208)')
        .option('--config <file>', 'the same as --settings')
        .option('--read-only', 'let only logins and reads pass')
        .option(
          '--learn [time]',
          'after that time (default: 10m), or at the end when that comes first, print which logins use which commands how often',
        )
        .option(
          '--i-accept-passwords-in-clear-text',
          'listen on other addresses than those of this machine without TLS',
        )
        .action(run(async (flags) => (await import('./proxy.js')).proxy(flags, terminal))),
    south: (south) => addSouth(south, terminal, run),
    token: (token) => addToken(token, terminal, run),
    simulate: (simulate) => addSimulate(simulate, terminal, run),
    commands: (list) =>
      list
        .description('list the OCI-P commands that Muster knows')
        .action(run(async () => (await import('./lists.js')).listCommands(terminal))),
    settings: (settings) =>
      withConnection(settings)
        .description('show the settings in force and where each came from; secrets stay hidden')
        .action(run(async (flags) => (await import('./lists.js')).listSettings(flags, terminal))),
  };
}

type Run = <A extends unknown[]>(
  action: (...words: A) => Promise<number>,
) => (...words: A) => Promise<void>;

/** The audits: one of everything, and three that ask only one thing. */
function addAudits(audit: Command, terminal: Terminal, run: Run): void {
  const provider = ['<serviceProviderId>', 'service provider or enterprise'] as const;
  const format = (choices: readonly string[]) =>
    new Option('-f, --format <format>', 'how to show it').choices(choices).default('table');
  const output = '-o, --output <file>';
  const where = 'write to a file instead of stdout; for csv a folder';
  const ofGroup = (name: string, description: string, choices: readonly string[]) =>
    inherit(audit, audit.command(name))
      .description(description)
      .argument(provider[0], `${provider[1]} that the group belongs to`)
      .argument('<groupId>', 'id of the group')
      .addOption(format(choices))
      .option(output, where);
  const few = ['table', 'json', 'csv', 'odin'];
  const group = ofGroup('group', 'audit one group: details, licences, users, numbers, trunking', [
    'table',
    'json',
    'mercury',
    'csv',
    'odin',
    'odin-camel',
  ])
    .option(
      '-p, --parts <names>',
      'only these: details,licences,users,numbers,trunking,packs,instances',
    )
    .option('--expand-numbers', 'json: spell every number out')
    .option('--all', 'table: also what is neither authorised nor used, and every holder')
    .action(
      run(async (serviceProviderId: string, groupId: string, flags) =>
        (await import('./actions.js')).auditGroup({ serviceProviderId, groupId }, flags, terminal),
      ),
    );
  withConnection(group);
  const only = (part: 'packs' | 'instances', description: string) =>
    withConnection(
      ofGroup(part, description, few)
        .option('--all', 'table: everything, however long')
        .action(
          run(async (serviceProviderId: string, groupId: string, flags) =>
            (await import('./actions.js')).auditPart(
              part,
              { serviceProviderId, groupId },
              flags,
              terminal,
            ),
          ),
        ),
    );
  only('packs', 'the service packs of one group, counts only');
  only('instances', 'auto attendants, call centers and hunt groups, and the services of each');
  withConnection(
    inherit(audit, audit.command('trunks'))
      .description('trunk capacity of a service provider, its groups and their trunk groups')
      .argument(...provider)
      .addOption(format(few))
      .option(output, where)
      .option('--all', 'table: also groups without trunks')
      .action(
        run(async (serviceProviderId: string, flags) =>
          (await import('./actions.js')).auditTrunks(serviceProviderId, flags, terminal),
        ),
      ),
  );
}

/** Audit records: finding, showing and proving them. */
function addRecords(records: Command, terminal: Terminal, run: Run): void {
  records.description('find, show and prove the audit records of what was done');
  const command = (name: string, description: string) =>
    withStore(inherit(records, records.command(name)).description(description));
  const format = (choices: readonly string[]) =>
    new Option('-f, --format <format>', 'how to show it').choices(choices).default(choices[0]);
  const output = ['-o, --output <file>', 'write to a file instead of stdout'] as const;
  filtered(command('list', 'list records, newest first'))
    .addOption(format(['table', 'json', 'ndjson', 'csv']))
    .option('--limit <n>', 'most records of a page, 1 to 1000', '100')
    .option('--cursor <text>', 'go on where the page before ended')
    .option('--oldest', 'oldest first')
    .option('--count', 'also say how many there are in all')
    .option('--follow', 'show records as they come in')
    .action(run(async (flags) => (await import('./actions.js')).listRecordsOf(flags, terminal)));
  command('show', 'show one record with its messages to network elements')
    .argument('<id>', 'id of the record')
    .action(
      run(async (id: string, flags) =>
        (await import('./actions.js')).showRecord(id, flags, terminal),
      ),
    );
  filtered(command('export', 'write out all records that fit, oldest first'))
    .addOption(format(['ndjson', 'json', 'csv']))
    .option(...output)
    .action(run(async (flags) => (await import('./actions.js')).exportRecords(flags, terminal)));
  command('verify', 'recompute everything, and name the first entry that is wrong')
    .option('--from <file>', 'a checkpoint that was kept elsewhere, which the log must continue')
    .option('--key <key>', 'verifier key or its file; default: the one beside the key of the store')
    .action(run(async (flags) => (await import('./actions.js')).verifyRecords(flags, terminal)));
  command('proof', 'write one file that proves a record without store and network')
    .argument('<id>', 'id of the record')
    .option(...output)
    .action(
      run(async (id: string, flags) =>
        (await import('./actions.js')).proveRecord(id, flags, terminal),
      ),
    );
  command('verify-proof', 'check a proof file with a key alone')
    .argument('<file>', 'the proof')
    .option('--key <key>', 'verifier key or its file; default: the one beside the key of the store')
    .action(
      run(async (file: string, flags) =>
        (await import('./actions.js')).verifyProof(file, flags, terminal),
      ),
    );
  inherit(records, records.command('redaction'))
    .description('say what redaction would take out of a file, and by which rule')
    .requiredOption('--explain <file>', 'a message, body or document')
    .action(
      run(async ({ explain }: { explain: string }) =>
        (await import('./actions.js')).explainRedaction(explain, terminal),
      ),
    );
}

function inherit(parent: Command, command: Command): Command {
  return command.copyInheritedSettings(parent);
}

async function completion(program: Command): Promise<void> {
  const { default: tab } = await import('@bomb.sh/tab/commander');
  tab(program);
}

/** Stands for the real one, whose library is only loaded when it is used. */
function addCompletionHelp(program: Command): void {
  const help = 'print the completion script of a shell: bash, zsh, fish or powershell';
  inherit(program, program.command('complete'))
    .description(help)
    .argument('<shell>', 'name of the shell');
}

function failed(thrown: unknown, terminal: Terminal): number {
  if (!(thrown instanceof CommanderError)) return report(thrown, terminal);
  // Help and version have been printed; they are no mistakes.
  if (thrown.exitCode === 0) return exitCodes.complete;
  if (thrown.code === 'commander.help') return exitCodes.usage;
  // What follows an unknown option may be anything, a password too: it is not repeated.
  const message = thrown.message
    .replace(/^error: /, '')
    .replace(/(unknown option '[^=']*)=[^']*/, '$1=…');
  return report(new Fault('USAGE_INVALID', message), terminal);
}
