// Every setting in one table: flags, environment, profiles, help and docs/settings.md come from it.
import { defaults, odinDefaults, recordDefaults } from '../defaults.js';

export interface Setting {
  readonly name: string;
  /** Flag with its argument; secrets and names of accounts have none, since command lines are visible to others. */
  readonly flag?: string;
  /** Absent where only the settings file can say it. */
  readonly environment?: string;
  /** Whether a profile may hold it. */
  readonly profile: boolean;
  readonly secret?: boolean;
  readonly default?: string;
  /** Only this command has it; without, every command that makes a connection. */
  readonly of?: 'serve';
  /** Where a server has another. */
  readonly serveDefault?: string;
  /** Where ODIN has another. */
  readonly odinDefault?: string;
  readonly help: string;
}

export const settingsTable = [
  {
    name: 'target',
    flag: '--target <url>',
    environment: 'MUSTER_TARGET',
    profile: true,
    help: 'tcp://host[:2208], tls://host[:2209], https://host/webservice/services/ProvisioningService, or odin+https://host/api/v2',
  },
  {
    name: 'profile',
    flag: '--profile <name>',
    environment: 'MUSTER_PROFILE',
    profile: false,
    help: 'profile of the settings file to use; without it, and without a target, the one named by `default`',
  },
  {
    name: 'settings',
    flag: '--settings <file>',
    environment: 'MUSTER_SETTINGS',
    profile: false,
    default: '$XDG_CONFIG_HOME/muster/settings.yaml',
    help: 'settings file with profiles',
  },
  {
    name: 'username',
    environment: 'MUSTER_USERNAME',
    profile: true,
    help: 'login of BroadWorks or ODIN, such as auditor@example.net; asked for on a terminal when missing',
  },
  {
    name: 'password',
    environment: 'MUSTER_PASSWORD',
    profile: true,
    secret: true,
    help: 'its password; asked for on a terminal when missing',
  },
  {
    name: 'passwordFile',
    flag: '--password-file <file>',
    environment: 'MUSTER_PASSWORD_FILE',
    profile: true,
    help: 'file whose first line is the password',
  },
  {
    name: 'ca',
    flag: '--ca <file>',
    environment: 'MUSTER_CA',
    profile: true,
    help: 'PEM of a private certificate authority to trust besides the public ones',
  },
  {
    name: 'timeout',
    flag: '--timeout <time>',
    environment: 'MUSTER_TIMEOUT',
    profile: true,
    default: `${defaults.timeoutMs / 1000}s`,
    help: 'longest silence of the switch: 30s, 500ms, 2m',
  },
  {
    name: 'connections',
    flag: '--connections <n>',
    environment: 'MUSTER_CONNECTIONS',
    profile: true,
    default: String(defaults.connections),
    odinDefault: String(odinDefaults.connections),
    help: 'most sessions at once; over ODIN most calls at once',
  },
  {
    name: 'rate',
    flag: '--rate <n>',
    environment: 'MUSTER_RATE',
    profile: true,
    default: String(defaults.rate),
    serveDefault: '50',
    help: 'commands per second over time, 0 for no limit',
  },
  {
    name: 'burst',
    flag: '--burst <n>',
    environment: 'MUSTER_BURST',
    profile: true,
    default: String(defaults.burst),
    odinDefault: String(odinDefaults.burst),
    help: 'commands that may go at once after a quiet time; over ODIN 0: never more than the rate in one second',
  },
  {
    name: 'batch',
    flag: '--batch <n>',
    environment: 'MUSTER_BATCH',
    profile: true,
    default: String(defaults.batch),
    help: 'OCI-P: most commands in one document, 1 to 15',
  },
  {
    name: 'store',
    flag: '--store <url>',
    environment: 'MUSTER_STORE',
    profile: true,
    default: 'sqlite:$XDG_DATA_HOME/muster/records.sqlite',
    serveDefault: 'sqlite:$XDG_DATA_HOME/muster/serve.sqlite',
    help: 'where audit records are kept: sqlite:PATH, or none to keep none',
  },
  {
    name: 'ledgerKey',
    flag: '--ledger-key <file>',
    environment: 'MUSTER_LEDGER_KEY',
    profile: true,
    help: 'key that signs the checkpoints of the records; made on first use',
  },
  {
    name: 'recordPolicy',
    profile: false,
    help: 'settings file only, beside `profiles`: rules of how much the records keep, which go before the standard ones; see [audit records](audit-records.md)',
  },
  {
    name: 'recordBodyBytes',
    flag: '--record-body-bytes <size>',
    environment: 'MUSTER_RECORD_BODY_BYTES',
    profile: true,
    default: `${recordDefaults.bodyBytes >> 10}KiB`,
    help: 'most that a record keeps of a request or an answer of a call, 1KiB to 16MiB',
  },
  {
    name: 'recordSouthBytes',
    flag: '--record-south-bytes <size>',
    environment: 'MUSTER_RECORD_SOUTH_BYTES',
    profile: true,
    default: `${recordDefaults.southBytes >> 10}KiB`,
    help: 'most that a record keeps of a message to a network element, 1KiB to 16MiB',
  },
  {
    name: 'recordReads',
    flag: '--record-reads <word>',
    environment: 'MUSTER_RECORD_READS',
    profile: true,
    default: 'required',
    help: 'required: no result without its record; optional: a read whose record cannot be written goes on, and the trouble is told. A change always needs its record',
  },
  {
    name: 'listen',
    of: 'serve',
    flag: '--listen <address>',
    environment: 'MUSTER_LISTEN',
    profile: true,
    default: '127.0.0.1:8080',
    help: 'address and port to listen on; port 0 takes a free one',
  },
  {
    name: 'tlsCert',
    of: 'serve',
    flag: '--tls-cert <file>',
    environment: 'MUSTER_TLS_CERT',
    profile: true,
    help: 'PEM of the certificate chain to serve with; read again when it changes, and on SIGHUP',
  },
  {
    name: 'tlsKey',
    of: 'serve',
    flag: '--tls-key <file>',
    environment: 'MUSTER_TLS_KEY',
    profile: true,
    help: 'PEM of its key',
  },
  {
    name: 'tokens',
    of: 'serve',
    flag: '--tokens <file>',
    environment: 'MUSTER_TOKENS',
    profile: true,
    default: '$XDG_STATE_HOME/muster/tokens.json',
    help: 'where machine tokens are kept, as hashes; see `muster token`',
  },
  {
    name: 'oidc',
    of: 'serve',
    profile: false,
    help: 'settings file only, beside `profiles`: issuer, audience and claims of OIDC bearer tokens; see [API](api.md)',
  },
  {
    name: 'elements',
    of: 'serve',
    profile: false,
    secret: true,
    help: 'settings file only, beside `profiles`: other network elements that are reached through Muster; see [elements](elements.md)',
  },
  {
    name: 'proxyListen',
    of: 'serve',
    flag: '--proxy-listen <urls>',
    environment: 'MUSTER_PROXY_LISTEN',
    profile: true,
    help: 'addresses for OCI-P clients, separated by commas: tcp://, tls://, or http(s):// for SOAP; everything is judged, recorded and passed on to the target',
  },
  {
    name: 'proxyConnectTimeout',
    of: 'serve',
    flag: '--proxy-connect-timeout <time>',
    environment: 'MUSTER_PROXY_CONNECT_TIMEOUT',
    profile: true,
    default: '10s',
    help: 'how long the proxy waits until the target has accepted a connection',
  },
  {
    name: 'proxyIdle',
    of: 'serve',
    flag: '--proxy-idle <time>',
    environment: 'MUSTER_PROXY_IDLE',
    profile: true,
    default: '30m',
    help: 'how long a client of the proxy may stay silent between two documents',
  },
  {
    name: 'proxy',
    of: 'serve',
    profile: false,
    help: 'settings file only, beside `profiles`: what the proxy lets pass; see [proxy](proxy.md)',
  },
  {
    name: 'userServicesOver',
    of: 'serve',
    flag: '--user-services-over <name>',
    environment: 'MUSTER_USER_SERVICES_OVER',
    profile: true,
    help: 'connector of protocol BS-XSI over which user services are read and changed as far as XSI has them',
  },
  {
    name: 'sessionIdle',
    of: 'serve',
    flag: '--session-idle <time>',
    environment: 'MUSTER_SESSION_IDLE',
    profile: true,
    default: '30m',
    help: 'a session that was not used for so long ends',
  },
  {
    name: 'sessionLongest',
    of: 'serve',
    flag: '--session-longest <time>',
    environment: 'MUSTER_SESSION_LONGEST',
    profile: true,
    default: '720m',
    help: 'longest life of a session',
  },
  {
    name: 'callsPerMinute',
    of: 'serve',
    flag: '--calls-per-minute <n>',
    environment: 'MUSTER_CALLS_PER_MINUTE',
    profile: true,
    default: '3000',
    help: 'most calls of one caller, or of one address that is not signed in; 0 for no limit',
  },
  {
    name: 'echoRecordId',
    of: 'serve',
    flag: '--echo-record-id <word>',
    environment: 'MUSTER_ECHO_RECORD_ID',
    profile: true,
    default: 'yes',
    help: 'yes or no: JSON answers carry `_record_internal_id`; the header X-Audit-Record-Id is always there',
  },
  {
    name: 'recordReading',
    of: 'serve',
    flag: '--record-reading <word>',
    environment: 'MUSTER_RECORD_READING',
    profile: true,
    default: 'metadata',
    help: 'metadata or none: whether reading audit records is recorded itself',
  },
  {
    name: 'trustProxy',
    of: 'serve',
    flag: '--trust-proxy <addresses>',
    environment: 'MUSTER_TRUST_PROXY',
    profile: true,
    help: 'addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas',
  },
  {
    name: 'logLevel',
    of: 'serve',
    flag: '--log-level <word>',
    environment: 'MUSTER_LOG_LEVEL',
    profile: true,
    default: 'info',
    help: 'debug, info, warn, error or silent',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settingsTable)[number]['name'];
