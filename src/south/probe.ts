// Tries a target step by step and says in words what is fine and what is not. Changes nothing, logs in once.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls';
import { asFault, Fault, type FaultCode } from '../fault.js';
import { textOf } from '../ocip/index.js';
import type { OdinSouth } from './odin/odin-call.js';
import type { Road } from './road.js';
import type { LoginFacts } from './session.js';
import type { Target } from './target.js';
import { connectTcp } from './tcp.js';
import { connectionFault, timeoutFault, type WireOptions } from './transport.js';

export type CheckName = 'name' | 'connection' | 'tls' | 'login' | 'release' | 'scope' | 'password';

export interface CheckResult {
  readonly check: CheckName;
  readonly status: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly words: string;
  readonly todo?: string;
  readonly code?: FaultCode;
}

const accessList = 'the address of this machine is probably not on the provisioning access list';

/** Yields one result per check; after a failed one the rest is `skipped`. */
export async function* probe(
  options: WireOptions,
  openRoad: (() => Road | OdinSouth) | undefined,
  now: () => number,
): AsyncGenerator<CheckResult> {
  const steps: readonly [CheckName, () => Promise<Omit<CheckResult, 'check'>>][] = [
    ['name', () => checkName(options.target)],
    ['connection', () => checkConnection(options)],
    ['tls', () => checkTls(options, now)],
  ];
  let failed = false;
  for (const [check, run] of steps) {
    if (failed) yield { check, status: 'skipped', words: 'not tried' };
    else {
      const result = await run().catch((thrown: unknown) => failure(thrown));
      failed = result.status === 'failed';
      yield { check, ...result };
    }
  }
  const account: CheckName[] = ['login', 'release', 'scope', 'password'];
  if (failed || openRoad === undefined) {
    const words = failed ? 'not tried' : 'not tried: no user name and password were given';
    for (const check of account) yield { check, status: 'skipped', words };
    return;
  }
  const road = openRoad();
  try {
    yield* checkAccount(road);
  } finally {
    await road.close();
  }
}

async function* checkAccount(road: Road | OdinSouth): AsyncGenerator<CheckResult> {
  let facts: LoginFacts;
  try {
    facts = await road.connect();
  } catch (thrown) {
    yield { check: 'login', ...loginFailure(thrown, road.protocol) };
    for (const check of ['release', 'scope', 'password'] as const)
      yield { check, status: 'skipped', words: 'not tried' };
    return;
  }
  yield {
    check: 'login',
    status: 'ok',
    words: `logged in as ${facts.userId}${road.protocol === 'ODIN' ? '' : ` with ${facts.loginCommand}`}`,
  };
  yield {
    check: 'release',
    ...(road.protocol === 'ODIN'
      ? { status: 'ok', words: `release ${facts.softwareVersion ?? 'not told'}` }
      : await checkRelease(road).catch((thrown: unknown) => failure(thrown))),
  };
  yield { check: 'scope', ...scopeOf(facts) };
  yield { check: 'password', ...passwordOf(facts) };
}

async function checkName({ host }: Target): Promise<Omit<CheckResult, 'check'>> {
  if (isIP(host) !== 0) return { status: 'ok', words: `${host} is an address, no name to look up` };
  try {
    const found = await lookup(host, { all: true });
    return { status: 'ok', words: `${host} is ${found.map(({ address }) => address).join(', ')}` };
  } catch (cause) {
    throw new Fault('SOUTH_NAME_UNKNOWN', `the name ${host} cannot be resolved`, { cause });
  }
}

async function checkConnection(options: WireOptions): Promise<Omit<CheckResult, 'check'>> {
  const { host, port } = options.target;
  const bare: Target = { ...options.target, transport: 'tcp', encrypted: false };
  const transport = await connectTcp({ ...options, target: bare });
  await transport.close();
  return { status: 'ok', words: `${host} accepts connections on port ${port}` };
}

async function checkTls(
  options: WireOptions,
  now: () => number,
): Promise<Omit<CheckResult, 'check'>> {
  const { target } = options;
  if (!target.encrypted)
    return {
      status: 'warning',
      ...(target.transport === 'odin'
        ? {
            words:
              'the connection is not encrypted: names, numbers and the password travel in the clear',
            todo: 'Use odin+https://.',
          }
        : {
            words: 'the connection is not encrypted: names and numbers travel in the clear',
            todo: 'Use tls:// or https:// if the switch offers it.',
          }),
    };
  const socket = await shakeHands(options);
  const { valid_to: until, subject } = socket.getPeerCertificate();
  const protocol = socket.getProtocol();
  socket.destroy();
  const days = Math.floor((Date.parse(until) - now()) / 86_400_000);
  const words = `${protocol ?? 'TLS'}, certificate of ${subject?.CN ?? target.host} trusted until ${until}`;
  if (days >= 30) return { status: 'ok', words };
  return { status: 'warning', words: `${words}, only ${days} days`, todo: 'Have it renewed.' };
}

function shakeHands({ target, timeoutMs, ca }: WireOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      // Whatever NODE_TLS_REJECT_UNAUTHORIZED says.
      rejectUnauthorized: true,
      host: target.host,
      port: target.port,
      ...(isIP(target.host) === 0 ? { servername: target.host } : {}),
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(timeoutFault(target, timeoutMs, 'finish the TLS handshake'));
    }, timeoutMs);
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', (cause) => {
      clearTimeout(timer);
      const fault = connectionFault(cause, target, true);
      reject(
        fault.code === 'SOUTH_TLS_REFUSED'
          ? fault
          : new Fault('SOUTH_TLS_REFUSED', `TLS failed: ${fault.message}`, { cause }),
      );
    });
  });
}

async function checkRelease(road: Road): Promise<Omit<CheckResult, 'check'>> {
  const answer = await road.ask({ command: 'SystemSoftwareVersionGetRequest' });
  if (answer.kind === 'reply')
    return {
      status: 'ok',
      words: `release ${textOf(answer.reply.elements, 'version') ?? 'not told'}`,
    };
  const { kind, summary } = answer.refusal;
  if (kind === 'notPermitted')
    return {
      status: 'ok',
      words: 'the release is not told to accounts of this level; audits find out by trying',
    };
  return { status: 'warning', words: `the release is not told: ${summary}` };
}

function scopeOf(facts: LoginFacts): Omit<CheckResult, 'check'> {
  const { loginType, serviceProviderId, groupId } = facts;
  const words = `a ${loginType} account`;
  if (loginType === 'System' || loginType === 'Provisioning')
    return { status: 'ok', words: `${words}: every group can be audited` };
  if (loginType === 'Service Provider' || loginType === 'Reseller')
    return {
      status: 'ok',
      words: `${words}: the groups of ${serviceProviderId ?? 'its own scope'} can be audited`,
    };
  if (loginType === 'Group')
    return { status: 'ok', words: `${words}: only ${serviceProviderId}/${groupId} can be audited` };
  return {
    status: 'warning',
    words: `${words}: too low to audit a group`,
    todo: 'Use a group, service provider or system administrator; a read-only one is enough.',
  };
}

function passwordOf({ passwordExpiresDays: days }: LoginFacts): Omit<CheckResult, 'check'> {
  if (days === undefined) return { status: 'ok', words: 'the password does not expire' };
  const words = days <= 0 ? 'the password has expired' : `the password expires in ${days} days`;
  if (days > 14) return { status: 'ok', words };
  return { status: 'warning', words, todo: 'Change it before it locks the account out.' };
}

function loginFailure(
  thrown: unknown,
  protocol: (Road | OdinSouth)['protocol'],
): Omit<CheckResult, 'check'> {
  const fault = asFault(thrown);
  if (protocol === 'ODIN') return failure(fault);
  if (fault.code === 'SOUTH_LOST')
    return { ...failure(fault), words: `${fault.message}: ${accessList}` };
  if (fault.code === 'SOUTH_TIMEOUT' || fault.code === 'OCIP_MALFORMED')
    return { ...failure(fault), words: `${fault.message}: it is no OCI-P port, or ${accessList}` };
  return failure(fault);
}

function failure(thrown: unknown): Omit<CheckResult, 'check'> {
  const fault = asFault(thrown);
  return { status: 'failed', words: fault.message, todo: fault.todo, code: fault.code };
}
