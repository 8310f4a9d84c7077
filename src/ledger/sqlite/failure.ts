// What SQLite throws, as a Fault that says what to see to. No statement and no value of a record gets into a message.
import { Fault, type FaultCode } from '../../fault.js';

/** Primary result codes that an operator can do something about. */
const meanings: Readonly<Record<number, string>> = {
  3: 'permission is denied',
  5: 'it is locked by another process',
  6: 'it is locked',
  8: 'it is read-only',
  10: 'reading or writing the medium failed',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened',
  26: 'it is not a SQLite database',
};

const resultCode = (thrown: unknown): number | undefined => {
  const { errcode } = (thrown ?? {}) as { readonly errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
};

export const isLocked = (thrown: unknown) => resultCode(thrown) === 5;

/** A Fault stays as it is; anything else becomes `LEDGER_UNAVAILABLE`. */
export function storeFault(url: string, thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  const code = resultCode(thrown);
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const why = (code === undefined ? undefined : meanings[code]) ?? said;
  const detail = code === undefined ? {} : { sqliteCode: code };
  return new Fault('LEDGER_UNAVAILABLE', `the store ${url} cannot be used: ${why}`, {
    cause: thrown,
    detail,
  });
}

/** A Fault as it goes from one thread to another. */
export interface PlainFault {
  readonly code: FaultCode;
  readonly message: string;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

export const plainFault = ({ code, message, detail }: Fault): PlainFault => ({
  code,
  message,
  detail,
});

export const faultFrom = ({ code, message, detail }: PlainFault): Fault =>
  new Fault(code, message, { detail });
