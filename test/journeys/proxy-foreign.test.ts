// Clients that nobody here wrote, through the proxy: `openssl s_client`, `curl` and bare Python sockets. What they get is byte
// for byte what the target sent, and what the target gets is byte for byte what they sent.
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { demoWorld, startSimulator } from '../../src/simulator/index.js';
import { oneDocument } from '../raw-client.js';
import { emptyFolder } from '../run-cli.js';
import { certificate, key } from '../stub-certificate.js';
import { eventually, keepAll, openStand, type Stand } from './proxy-stand.js';

type Command = readonly [string, string];
const userId = 'office@brightwater.example.net';
const login: Command = [
  'LoginRequest14sp4',
  `<userId>${userId}</userId><plainTextPassword>tide-table-7</plainTextPassword>`,
];
const group = '<serviceProviderId>Brightwater</serviceProviderId><groupId>Head-Office</groupId>';
const read: Command = ['GroupGetRequest22V5', group];
const users: Command = ['UserGetListInGroupRequest', group.replaceAll('groupId', 'GroupId')];
const change: Command = [
  'UserAnonymousCallRejectionModifyRequest',
  '<userId>amelia.stone@brightwater.example.net</userId><isActive>true</isActive>',
];
const logout: Command = ['LogoutRequest', `<userId>${userId}</userId>`];
/** Five documents, one of them a batch; six commands. */
const documents = [[login], [read], [change], [users, read], [logout]] as const;
const session = Buffer.concat(
  documents.map((commands) => Buffer.from(oneDocument('foreign-1', ...commands), 'latin1')),
);
const expected = [
  ['LoginRequest14sp4', 200, userId],
  ['GroupGetRequest22V5', 200, userId],
  ['UserAnonymousCallRejectionModifyRequest', 200, userId],
  ['UserGetListInGroupRequest', 200, userId],
  ['LogoutRequest', 200, userId],
];

/** Why a test with this program cannot run; it is said aloud, not passed over. */
function missing(program: string, ...words: string[]): string | false {
  const { error, status } = spawnSync(program, words, { stdio: 'ignore' });
  return error === undefined && status === 0 ? false : `${program} is not here`;
}

interface Tap extends AsyncDisposable {
  readonly url: string;
  /** What came from the proxy, and what the target sent, of all connections. */
  readonly asked: () => Buffer;
  readonly sent: () => Buffer;
}

/** Stands between proxy and target and keeps every byte. */
async function tapOf(target: string): Promise<Tap> {
  const { hostname, port, pathname } = new URL(target.replace(/^tcp:/, 'http:'));
  const asked: Buffer[] = [];
  const sent: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    const carry = (from: Socket, to: Socket, kept: Buffer[]) => {
      sockets.add(from);
      from.on('data', (chunk: Buffer) => {
        kept.push(chunk);
        to.write(chunk);
      });
      from.on('end', () => to.end()).on('error', () => to.destroy());
      from.on('close', () => to.destroySoon());
    };
    carry(near, far, asked);
    carry(far, near, sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  const scheme = target.slice(0, target.indexOf(':'));
  return {
    url: `${scheme}://127.0.0.1:${own}${scheme === 'http' ? pathname : ''}`,
    asked: () => Buffer.concat(asked),
    sent: () => Buffer.concat(sent),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Runs a program that is fed `input` and closed when so many documents came; gives its output. */
async function talk(command: string, words: readonly string[], input: Buffer, count: number) {
  const child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
  const pieces: Buffer[] = [];
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  child.stdin.on('error', () => undefined).write(input);
  const all = new Promise<Buffer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => reject(new Error(`ended early: ${complaints}`)));
    child.stdout.on('data', (chunk: Buffer) => {
      pieces.push(chunk);
      const bytes = Buffer.concat(pieces);
      if (bytes.toString('latin1').split('</BroadsoftDocument>\n').length > count) resolve(bytes);
    });
  });
  try {
    return await all;
  } finally {
    child.kill();
  }
}

async function summary(stand: Stand, count: number) {
  await eventually(() => stand.lines.length >= count);
  const records = await stand.records();
  return records.map((one) => [
    one.end_point_name.split('.').at(-1),
    one.status_code,
    one.author_id,
  ]);
}

/** A socket of another language that sends in pieces of its own making and reads in small bites. */
const python = `
import socket, sys
host, port, step, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
data = sys.stdin.buffer.read()
s = socket.create_connection((host, port), timeout=30)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for at in range(0, len(data), step):
    s.sendall(data[at:at + step])
s.shutdown(socket.SHUT_WR)
got = b''
while got.count(b'</BroadsoftDocument>\\n') < count:
    piece = s.recv(97)
    if not piece:
        break
    got += piece
sys.stdout.buffer.write(got)
`;

describe('clients of others through the proxy', () => {
  test('openssl s_client over TLS, all documents in one write', {
    skip: missing('openssl', 'version'),
  }, async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({ world: demoWorld() });
    await using tap = await tapOf(simulator.urls[0]!);
    await using stand = await openStand(tap.url, {
      listen: ['tls://127.0.0.1:0'],
      tls: { key, cert: certificate },
      keep: keepAll,
    });
    const ca = join(folder.path, 'ca.pem');
    writeFileSync(ca, certificate);
    const address = stand.proxy.urls[0]!.replace('tls://', '');
    const words = ['s_client', '-quiet', '-verify_return_error', '-CAfile', ca];
    const got = await talk('openssl', [...words, '-connect', address], session, 5);
    assert.deepEqual(await summary(stand, 5), expected);
    assert.deepEqual(got, tap.sent());
    assert.deepEqual(tap.asked(), session);
    const kept = JSON.stringify((await stand.records()).map((one) => one.south_data));
    assert.ok(kept.includes('Head-Office') && !kept.includes('tide-table-7'));
  });

  for (const step of [1, 61, 100_000])
    test(`a Python socket that sends ${step} bytes at a time`, {
      skip: missing('python3', '-c', 'pass'),
    }, async () => {
      await using simulator = await startSimulator({ world: demoWorld() });
      await using tap = await tapOf(simulator.urls[0]!);
      await using stand = await openStand(tap.url, { keep: keepAll });
      const { hostname, port } = new URL(stand.proxy.urls[0]!.replace('tcp:', 'http:'));
      const child = execFile('python3', ['-c', python, hostname, port, String(step), '5'], {
        encoding: 'buffer',
      });
      const pieces: Buffer[] = [];
      child.stdout?.on('data', (chunk: Buffer) => pieces.push(Buffer.from(chunk)));
      child.stdin?.end(session);
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.equal(code, 0);
      const got = Buffer.concat(pieces);
      assert.deepEqual(await summary(stand, 5), expected);
      assert.deepEqual(got, tap.sent());
      assert.deepEqual(tap.asked(), session);
    });

  test('curl over SOAP, with its cookie jar', { skip: missing('curl', '--version') }, async () => {
    using folder = emptyFolder();
    await using simulator = await startSimulator({
      world: demoWorld(),
      listen: ['http://127.0.0.1:0'],
    });
    await using tap = await tapOf(simulator.urls[0]!);
    await using stand = await openStand(tap.url, { keep: keepAll });
    const run = promisify(execFile);
    const jar = join(folder.path, 'jar');
    const got: Buffer[] = [];
    const asked: Buffer[] = [];
    for (const [at, commands] of documents.slice(0, 4).entries()) {
      const text = oneDocument('foreign-1', ...commands);
      const body = Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><processOCIMessage xmlns="urn:com:broadsoft:webservice"><in0><![CDATA[${text}]]></in0></processOCIMessage></s:Body></s:Envelope>`,
      );
      const [ask, answer] = [join(folder.path, `ask${at}`), join(folder.path, `answer${at}`)];
      writeFileSync(ask, body);
      const words = ['-sS', '-f', '-b', jar, '-c', jar, '-o', answer, '--data-binary', `@${ask}`];
      const type = ['-H', 'Content-Type: text/xml; charset=utf-8', '-H', 'SOAPAction: ""'];
      await run('curl', [...words, ...type, stand.proxy.urls[0]!]);
      got.push(readFileSync(answer));
      asked.push(body);
    }
    // Behind the heads that the target sent, and before them, the bodies stand as they are.
    let [from, to] = [0, 0];
    for (const [at, body] of got.entries()) {
      assert.match(body.toString('utf8'), /processOCIMessageResponse/);
      const sent = tap.sent().indexOf(Buffer.concat([Buffer.from('\r\n\r\n'), body]), from);
      const seen = tap.asked().indexOf(Buffer.concat([Buffer.from('\r\n\r\n'), asked[at]!]), to);
      assert.ok(sent >= 0 && seen >= 0, `exchange ${at} did not pass as it was`);
      [from, to] = [sent + body.length, seen + asked[at]!.length];
    }
    assert.deepEqual(await summary(stand, 4), expected.slice(0, 4));
  });
});
