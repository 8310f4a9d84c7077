// The one error class: "we could not". What BroadWorks refuses is a value (a refusal), never a Fault.

/** What each code means and what to do about it. Help, docs and both edges (CLI, library) read this table. */
export const faultTable = {
  USAGE_INVALID: {
    what: 'The command line cannot be understood.',
    todo: 'Read the message, then `muster COMMAND --help`.',
  },
  SETTING_INVALID: {
    what: 'A setting, profile or settings file has a value that cannot be used.',
    todo: 'Correct the setting that the message names.',
  },
  CREDENTIALS_MISSING: {
    what: 'No user name or no password was given, and there is no terminal to ask on.',
    todo: 'Set MUSTER_USERNAME and MUSTER_PASSWORD, use --password-file, or a profile.',
  },
  COMMAND_UNKNOWN: {
    what: 'Muster does not know this OCI-P command, so it cannot order its elements.',
    todo: 'Check the spelling; `muster commands` lists the known ones.',
  },
  COMMAND_INVALID: {
    what: 'The fields given for an OCI-P command do not fit its definition.',
    todo: 'Correct the field that the message names.',
  },
  NOT_PERMITTED: {
    what: 'Muster was told only to read, and this command changes something.',
    todo: 'Open the connection with `mayChange: true` if the change is meant.',
  },
  OCIP_MALFORMED: {
    what: 'What came over the wire is not a well-formed OCI-P document.',
    todo: 'Check that the address is an OCI-P port. If it is, keep the message and report it.',
  },
  OCIP_TOO_LARGE: {
    what: 'A document is deeper or larger than the limits allow.',
    todo: 'BroadWorks is not known to send such replies. If yours does, please report it.',
  },
  SOUTH_NAME_UNKNOWN: {
    what: 'The host name of the target cannot be resolved.',
    todo: 'Check the spelling of the host and the name server.',
  },
  SOUTH_UNREACHABLE: {
    what: 'No connection to the target could be opened.',
    todo: 'Check host, port and firewall; run `muster doctor`.',
  },
  SOUTH_TLS_REFUSED: {
    what: 'The TLS handshake failed or the certificate is not trusted.',
    todo: 'Check that the port speaks TLS; name a private authority with --ca FILE. Muster never falls back to clear text.',
  },
  SOUTH_TIMEOUT: {
    what: 'The target did not answer in time. The connection was closed, so that a late answer cannot be taken for another.',
    todo: 'Try again when the switch is less busy, or raise --timeout.',
  },
  SOUTH_LOST: {
    what: 'The connection or the session was lost before the answer was complete.',
    todo: 'Try again. If the connection closes at once, the address is probably not on the provisioning access list.',
  },
  SOUTH_BUSY: {
    what: 'The target has no free connection to the application server.',
    todo: 'Try again when the switch is less busy, or use fewer --connections.',
  },
  SOUTH_OUTCOME_UNKNOWN: {
    what: 'A command that changes something was sent, and no answer came. It may or may not have happened.',
    todo: 'Read the object back before trying again. Muster never sends a change twice.',
  },
  SOUTH_LOGIN_REFUSED: {
    what: 'BroadWorks refused the login.',
    todo: 'Check user name and password. Muster tries once only, so that the account is not locked.',
  },
  SOUTH_PASSWORD_EXPIRED: {
    what: 'The password must be changed before the account can be used.',
    todo: 'Change it in the portal, then run this again with the new one.',
  },
  ODIN_MALFORMED: {
    what: 'What came from ODIN is not JSON, or not of the shape that is expected.',
    todo: 'Check that the address is the base of the ODIN API, such as odin+https://host/api/v2. If it is, keep the message and report it.',
  },
  SOUTH_SPEAKS_ODIN: {
    what: 'The target is an ODIN host, and this needs the OCI-P interface.',
    todo: 'Name a tcp://, tls:// or https:// target of the same BroadWorks.',
  },
  SOUTH_PROTOCOL: {
    what: 'The reply does not belong to the request: another session, type or number of answers.',
    todo: 'Try again. If it stays, keep the message and report it.',
  },
  LEDGER_INVALID: {
    what: 'Something cannot be entered in the ledger, or the ledger does not have the shape that it must have.',
    todo: 'Please report the message; nothing was written.',
  },
  LEDGER_UNAVAILABLE: {
    what: 'The store of the audit records cannot take or give anything: it is missing, full, read-only or damaged.',
    todo: 'See to what the message names. Until then nothing that must be recorded is done.',
  },
  LEDGER_BUSY: {
    what: 'The store is being written by another process, or more waits to be written than the limit allows.',
    todo: 'Try again in a moment, or use another --store.',
  },
  LEDGER_FORKED: {
    what: 'The store does not continue the history that was signed last: it was restored, replaced or changed.',
    todo: 'Run `muster records verify`. Do not write to it before you know why.',
  },
  SIGN_IN_UNAVAILABLE: {
    what: 'Whether a token is good cannot be told at the moment: its issuer does not answer, or the file of the tokens cannot be read.',
    todo: 'Try again in a moment; the message names what is missing.',
  },
  LISTEN_REFUSED: {
    what: 'The address to listen on cannot be used.',
    todo: 'Choose another with --listen, or stop what uses it.',
  },
  WORLD_INVALID: {
    what: 'A world file of the simulator cannot be used.',
    todo: 'Correct the place that the message names; see docs/simulator.md.',
  },
  OUTPUT_UNWRITABLE: {
    what: 'The result could not be written.',
    todo: 'Check folder, rights and free space. Nothing was overwritten half-way.',
  },
  INTERRUPTED: {
    what: 'The run was stopped before it was complete.',
    todo: 'Run it again; reading changes nothing on the switch.',
  },
  INTERNAL: {
    what: 'Muster itself made a mistake.',
    todo: 'Please report the message.',
  },
} as const satisfies Record<string, { what: string; todo: string }>;

export type FaultCode = keyof typeof faultTable;

/** Small facts about a fault, safe to print: never a secret, never a whole document. */
export type FaultDetail = Readonly<Record<string, string | number | boolean>>;

/** "We could not", with a code a program can branch on. `cause` is always passed on. */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    message: string,
    options: { readonly cause?: unknown; readonly detail?: FaultDetail } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.detail = options.detail ?? {};
  }

  readonly detail: FaultDetail;

  /** What the operator can do about it. */
  get todo(): string {
    return faultTable[this.code].todo;
  }
}

/** Makes a Fault of anything that was thrown; a Fault stays as it is. */
export function asFault(thrown: unknown, code: FaultCode = 'INTERNAL'): Fault {
  if (thrown instanceof Fault) return thrown;
  return new Fault(code, thrown instanceof Error ? thrown.message : String(thrown), {
    cause: thrown,
  });
}
