// Writes the pages that come from tables in the code, and the generated blocks inside hand-written pages.
// `node scripts/docs.mjs` writes them; with `--check` it writes nothing, names the stale ones and exits 1.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { problems } from '../dist/api/problem.js';
import { exitCodeOf } from '../dist/cli/exit.js';
import { programFor } from '../dist/cli/main.js';
import { settingsTable } from '../dist/cli/settings.js';
import { faultTable } from '../dist/fault.js';
import {
  changeCommands,
  readCommands,
  sessionCommands,
  shapes,
} from '../dist/ocip/command-table.js';
import { faultTable as simulatorFaults } from '../dist/simulator/index.js';

const helpWidth = 100;
const root = new URL('../', import.meta.url);

const at = (file) => new URL(file, root);
const read = (file) => (existsSync(at(file)) ? readFileSync(at(file), 'utf8') : undefined);
const page = (title, ...blocks) =>
  `${[`# ${title}`, '<!-- Written by scripts/docs.mjs. Do not edit. -->', ...blocks].join('\n\n')}\n`;
const fenced = (language, text) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
const code = (text) => (text ? `\`${text}\`` : '');
const row = (cells) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
const table = (headings, rows) =>
  [row(headings), `|${'---|'.repeat(headings.length)}`, ...rows.map(row)].join('\n');

function cliPage() {
  // Commands only print when they are run, and none is.
  const program = programFor({}, { code: 0 });
  const helpOf = (command, path) => {
    command.configureOutput({ getOutHelpWidth: () => helpWidth, getOutHasColors: () => false });
    const title = `## ${path === '' ? 'muster' : path.trim()}`;
    const below = command.commands.flatMap((one) => helpOf(one, `${path} ${one.name()}`));
    return [title, fenced('text', command.helpInformation()), ...below];
  };
  return page(
    'Command line',
    'In a checkout write `node bin/muster.js` in place of `muster`.',
    ...helpOf(program, ''),
    '## complete',
    'Prints a completion script for a shell: `muster complete bash`, `zsh`, `fish` or `powershell`.',
    '## Exit codes',
    '0 complete · 2 partial, or it could not be done · 64 wrong usage: a flag, setting, file or name that cannot be used. 1 is kept for commands that are asked to judge; there is none yet.',
  );
}

function settingsPage() {
  const rows = settingsTable.map((setting) => [
    code(setting.name),
    code(setting.flag) || 'none',
    code(setting.environment),
    setting.profile ? 'yes' : 'no',
    setting.serveDefault
      ? `${code(setting.default)}, of a server ${code(setting.serveDefault)}`
      : code(setting.default),
    setting.help,
  ]);
  return page(
    'Settings',
    'The first of these that is set counts: flag, environment variable, profile, default. `muster settings` shows what is in force and where it came from.',
    table(['Setting', 'Flag', 'Environment', 'In a profile', 'Default', 'What it is'], rows),
    'Names and secrets of accounts have no flag, because other users of a machine can see command lines. See [profiles](../README.md#profiles) for the settings file.',
  );
}

function faultsPage() {
  const rows = Object.entries(faultTable).map(([name, { what, todo }]) => [
    code(name),
    what,
    todo,
    exitCodeOf(name),
  ]);
  return page(
    'Faults',
    'A fault says that Muster could not do something. What BroadWorks refuses is no fault: it is an answer, shown in its own words. The library throws a `Fault` with one of these codes; the command line prints its message and exits.',
    table(['Code', 'What happened', 'What to do', 'Exit code'], rows),
  );
}

function commandsPage() {
  const section = (title, commands) => {
    const names = Object.keys(commands).sort();
    const rows = names.map((name) => [name, ...commands[name]].map((cell) => code(cell)));
    return [`## ${title}`, table(['Command', 'Reply', 'Elements'], rows)];
  };
  return page(
    'Commands',
    'The OCI-P commands that Muster knows. `client.send` takes those that read, and those that change something when the connection was opened with `mayChange: true`. Muster sends the session commands itself.',
    'An element may be given in any order; Muster writes the order of the wire. A plain name is text that must be there. `?` may be left out, `*` takes a list, `~` takes null to clear the value, `#` is a number, `!` is true or false, `{…}` holds further elements, `:shape` holds those of a shape below, `( | )` takes exactly one of its branches, `( | )?` at most one.',
    ...section('Commands that read', readCommands),
    ...section('Commands that change something', changeCommands),
    ...section('Session commands', sessionCommands),
    '## Shapes',
    table(
      ['Shape', 'Elements'],
      Object.entries(shapes).map((shape) => shape.map(code)),
    ),
  );
}

/** What stands between `<!-- KIND: NAME -->` and `<!-- /KIND -->` in pages that are written by hand. */
const blocks = {
  problems: () =>
    table(
      ['Code', 'Name', 'Status', 'What it means'],
      Object.entries(problems).map(([name, one]) => [one.code, code(name), one.status, one.what]),
    ),
  example: (name) => {
    const text = read(`examples/${name}`);
    if (text === undefined) throw new Error(`a page shows examples/${name}, which is not there`);
    return fenced('ts', text);
  },
  faults: () =>
    table(
      ['Fault', 'What happens'],
      Object.entries(simulatorFaults).map(([name, help]) => [code(name), help]),
    ),
};

/** The page with its blocks filled afresh; undefined when there is no such page. */
function filled(file) {
  const block = /(<!-- (example|faults|problems)(?:: (\S+))? -->\n)[\s\S]*?(<!-- \/\2 -->)/g;
  return read(file)?.replace(
    block,
    (_, open, kind, name, close) => `${open}${blocks[kind](name)}\n${close}`,
  );
}

const pages = {
  'docs/cli.md': cliPage(),
  'docs/settings.md': settingsPage(),
  'docs/faults.md': faultsPage(),
  'docs/commands.md': commandsPage(),
  'docs/api.md': filled('docs/api.md'),
  'docs/library.md': filled('docs/library.md'),
  'docs/simulator.md': filled('docs/simulator.md'),
  'README.md': filled('README.md'),
};

const stale = Object.keys(pages).filter(
  (file) => pages[file] !== undefined && pages[file] !== read(file),
);
if (!process.argv.includes('--check'))
  for (const file of stale) {
    writeFileSync(at(file), pages[file]);
    console.log(`wrote ${file}`);
  }
else if (stale.length > 0) {
  console.error(`stale: ${stale.join(', ')}; run: npm run docs`);
  process.exitCode = 1;
}
