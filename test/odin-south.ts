// A road to an ODIN that says what a test wrote down, for tests of readers. Journeys use the stub server instead.
import { Fault, type FaultCode } from '../src/fault.js';
import type { OdinAnswer, OdinCall, OdinSouth } from '../src/south/index.js';

/** What a call is answered with: a body, a refusal, or a fault. */
export type Said =
  | { readonly body: unknown }
  | {
      readonly status: number;
      readonly error: string;
      readonly kind?: string;
      readonly code?: number;
    }
  | { readonly fault: FaultCode };

/** Answers by path, whatever the query, or by a function of it. A path without an answer is a 404. */
export type Script = Readonly<Record<string, Said | ((query: OdinCall['query']) => Said)>>;

export function odinSaying(script: Script): OdinSouth & { readonly calls: OdinCall[] } {
  const calls: OdinCall[] = [];
  let at = Date.UTC(2030, 4, 6, 7, 8, 9);
  return {
    protocol: 'ODIN',
    calls,
    facts: { userId: 'auditor', loginType: 'System', loginCommand: 'POST /auth/token' },
    connect: async () => ({
      userId: 'auditor',
      loginType: 'System',
      softwareVersion: '24sp1',
      loginCommand: 'POST /auth/token',
    }),
    close: async () => undefined,
    get: async (call): Promise<OdinAnswer> => {
      calls.push(call);
      const entry = script[call.path];
      const said =
        entry === undefined
          ? { status: 404, error: 'Not Found', kind: 'notFound' }
          : typeof entry === 'function'
            ? entry(call.query)
            : entry;
      if ('fault' in said) throw new Fault(said.fault, 'it broke');
      const times = { command: `GET ${call.path}`, sentAt: at, answeredAt: ++at };
      if ('body' in said) return { ...times, kind: 'reply', body: said.body };
      const { status, error, kind = 'other', code } = said;
      const refusal = { status, summary: error, kind: kind as 'other' };
      return {
        ...times,
        kind: 'refusal',
        refusal: code === undefined ? refusal : { ...refusal, code },
      };
    },
  };
}
