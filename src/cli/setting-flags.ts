// The flags of the settings table, given to commands.
import { type Command, Option } from 'commander';
import { Fault } from '../fault.js';
import { type Setting, settingsTable } from './settings.js';

/** The flags of the settings table; and a password flag only to say why there is none. */
export function withConnection(command: Command, isServer = false): Command {
  withSettings(command, ({ of }) => of === undefined, isServer);
  const refuse = () => {
    throw new Fault(
      'USAGE_INVALID',
      'passwords and user names are never taken from the command line, where others can see them; use MUSTER_USERNAME and MUSTER_PASSWORD, --password-file, or a profile',
    );
  };
  for (const flag of ['--password [value]', '--username [value]'])
    command.addOption(new Option(flag).hideHelp().argParser(refuse));
  // Given without a value, the parser above is not called.
  command.hook('preAction', () => {
    if (command.opts().password !== undefined || command.opts().username !== undefined) refuse();
  });
  return command;
}

function withSettings(
  command: Command,
  wanted: (setting: Setting) => boolean,
  isServer = false,
): Command {
  for (const setting of settingsTable) {
    if (!('flag' in setting) || !wanted(setting)) continue;
    const overOdin = 'odinDefault' in setting ? `, ODIN ${setting.odinDefault}` : '';
    const ofServer = isServer && 'serveDefault' in setting ? setting.serveDefault : undefined;
    const standard =
      'default' in setting ? ` (default: ${ofServer ?? `${setting.default}${overOdin}`})` : '';
    command.addOption(
      new Option(setting.flag, `${setting.help}${standard} [${setting.environment}]`),
    );
  }
  return command;
}

/** The flags of a server besides. */
export function withServe(command: Command): Command {
  return withSettings(command, ({ of }) => of === 'serve');
}

const proxySettings = new Set<string>([
  'proxyListen',
  'proxyConnectTimeout',
  'proxyIdle',
  'tlsCert',
  'tlsKey',
  'logLevel',
]);

/** The flags of a proxy besides. */
export function withProxy(command: Command): Command {
  return withSettings(command, ({ name }) => proxySettings.has(name));
}

const storeSettings = new Set<string>(['profile', 'settings', 'store', 'ledgerKey']);

/** The flags that say where records are. */
export function withStore(command: Command): Command {
  return withSettings(command, ({ name }) => storeSettings.has(name));
}
