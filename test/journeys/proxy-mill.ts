// Random cuts of bytes, and mutated documents driven through a proxy: for the tests, and for scripts/fuzz-proxy.mjs.
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { DocumentStream, type OciDocument } from '../../src/ocip/index.js';
import { askedFrom } from '../../src/proxy/asked.js';
import { oneDocument } from '../raw-client.js';
import { document, reply, success } from '../stub-answers.js';
import { StubServer } from '../stub-server.js';
import { eventually, openStand, Wire } from './proxy-stand.js';

/** Whole numbers below a bound, the same for the same seed. */
export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

export function* randomCuts(bytes: Buffer, random: Random): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random([3, 30, 300, bytes.length][random(4)] as number);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

const seeds = [
  oneDocument('s', ['UserGetRequest22', '<userId>a@example.net</userId>']),
  oneDocument(
    's',
    ['UserModifyRequest22', '<userId>\xe6&amp;&#233;</userId><a xsi:nil="true"/>'],
    ['GroupGetRequest22V5', '<![CDATA[x]]>'],
  ),
  `<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><q:BroadsoftDocument protocol="OCI" xmlns:q="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId>1</sessionId><command xsi:type="SystemSoftwareVersionGetRequest" xmlns=""/></q:BroadsoftDocument>\n`,
].map((text) => Buffer.from(text, 'latin1'));
const scraps = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  ';',
  '"',
  "'",
  '<!',
  '<!--',
  ']]>',
  '<?',
  '?>',
  'BroadsoftDocument',
  '\0',
  '\xff',
  'xmlns=""',
  '<command',
  '</command>',
  '</BroadsoftDocument>',
];

/** One document with something wrong with it, perhaps. */
export function mutant(random: Random): Buffer {
  let bytes = Buffer.from(seeds[random(seeds.length)] as Buffer);
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(bytes.length);
    const to = Math.min(bytes.length, at + random(20));
    const scrap = Buffer.from(scraps[random(scraps.length)] as string, 'latin1');
    const put: readonly Buffer[] = [
      [Buffer.of(random(256)), bytes.subarray(at + 1)],
      [bytes.subarray(to)],
      [scrap, bytes.subarray(at)],
      [bytes.subarray(at, to), bytes.subarray(at)],
      [scrap, bytes.subarray(to)],
    ][random(5)] as Buffer[];
    bytes = Buffer.concat([bytes.subarray(0, at), ...put]);
    if (bytes.length === 0) bytes = Buffer.from(' ');
  }
  return bytes;
}

/** The documents that may pass, and how many bytes they are: up to the first thing that the strict parser refuses. */
function readable(bytes: Buffer): {
  readonly documents: readonly OciDocument[];
  readonly length: number;
} {
  const documents: OciDocument[] = [];
  const stream = new DocumentStream((one) => documents.push(one), { strict: true });
  let length = 0;
  let count = 0;
  try {
    for (let at = 0; at < bytes.length; ) {
      at += stream.writeOne(bytes.subarray(at));
      if (documents.length === count) continue;
      askedFrom(documents[count] as OciDocument);
      count++;
      length = at;
    }
  } catch {
    // Whoever sends this is answered, and goes no further.
  }
  return { documents: documents.slice(0, count), length };
}

/**
 * Sends so many mutants through a proxy, each over a connection of its own, and throws when what arrives at the other end
 * holds anything that the strict parser refuses, or when a connection does not end.
 */
export async function mutantsThrough(
  count: number,
  seed: number,
): Promise<{ passed: number; refused: number }> {
  const random = randomOf(seed);
  const arrived: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let all = Buffer.alloc(0);
    let answered = 0;
    socket.on('data', (chunk: Buffer) => {
      all = Buffer.concat([all, chunk]);
      const { documents } = readable(all);
      for (; answered < documents.length; answered++)
        socket.write(document('s', ...documents[answered]!.commands.map(() => success)));
    });
    socket.on('end', () => {
      arrived.push(all);
      socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  let passed = 0;
  const limits = { connectMs: 5_000, idleMs: 5_000, silenceMs: 5_000 };
  const stand = await openStand(`tcp://127.0.0.1:${port}`, { timeouts: limits });
  // What must arrive, without the white space around it, and how often.
  const expected = new Map<string, number>();
  const one = async (bytes: Buffer): Promise<void> => {
    const good = bytes.toString('latin1', 0, readable(bytes).length).trim();
    if (good !== '') expected.set(good, (expected.get(good) ?? 0) + 1);
    const wire = await Wire.open(stand.proxy.urls[0]!);
    for (const piece of random(2) === 0 ? [bytes] : randomCuts(bytes, random))
      wire.socket.write(piece);
    wire.socket.end();
    await wire.over();
    wire.socket.destroy();
  };
  for (let at = 0; at < count; at += 50) {
    const mutants = Array.from({ length: Math.min(50, count - at) }, () => mutant(random));
    await Promise.all(mutants.map(one));
  }
  await stand.proxy.close(2_000);
  while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const bytes of arrived) {
    const text = bytes.toString('latin1').trim();
    if (text === '') continue;
    const left = (expected.get(text) ?? 0) - 1;
    if (left < 0) throw new Error(`this arrived: ${JSON.stringify(text)}`);
    if (left === 0) expected.delete(text);
    else expected.set(text, left);
    passed++;
  }
  const [lost] = expected.keys();
  if (lost !== undefined) throw new Error(`this did not arrive: ${JSON.stringify(lost)}`);
  if (stand.troubles.some(({ code }) => code === 'INTERNAL')) throw stand.troubles[0];
  await new Promise((resolve) => server.close(resolve));
  return { passed, refused: count - passed };
}

/** A stand-in that answers each command with its own elements, in random pieces. */
function echoing(isCut: boolean): Promise<StubServer> {
  return StubServer.start({
    on: ({ commands, sessionId, socket }) => {
      const answers = commands.map(({ name, xml }) =>
        reply(name.replace('Request', 'Response'), xml),
      );
      socket.setNoDelay(true);
      const bytes = Buffer.from(document(sessionId, ...answers), 'latin1');
      const random = randomOf(commands.length + sessionId.length);
      for (const piece of isCut ? randomCuts(bytes, random) : [bytes]) socket.write(piece);
      return true;
    },
  });
}

/** Documents of random size in random batches, cut anywhere both ways; throws when anything differs. Gives their number. */
export async function cutsThrough(count: number, seed: number): Promise<number> {
  await using stub = await echoing(true);
  await using stand = await openStand(stub.url);
  await using direct = await Wire.open(stub.url);
  await using wire = await Wire.open(stand.proxy.urls[0]!);
  const random = randomOf(seed);
  let sent = 0;
  let asked = 0;
  while (asked < count) {
    const batch = Array.from({ length: 1 + random(4) }, () => oddDocument(random)).join('');
    const documents = batch.split('</BroadsoftDocument>').length - 1;
    const answer = direct.ask(batch, documents);
    const from = wire.length;
    for (const piece of randomCuts(Buffer.from(batch, 'latin1'), random)) {
      wire.socket.write(piece);
      if (random(3) === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const expected = await answer;
    await wire.until(() => wire.length >= from + expected.length);
    assert.equal(wire.text.slice(from), expected);
    sent += batch.length;
    asked += documents;
  }
  await eventually(() => stand.lines.length === asked);
  // Both connections brought the same, one as it was, one by way of the proxy.
  assert.equal(stub.received.length, sent * 2);
  assert.equal(stand.ledger.rows.length, asked, 'one record for each document');
  return asked;
}

function oddDocument(random: Random): string {
  const name = random(3) === 0 ? 'UserModifyRequest22' : 'UserGetRequest22';
  const commands = Array.from(
    { length: 1 + random(3) },
    () => [name, `<a>\xe6${'x'.repeat(random(300))}</a>`] as const,
  );
  return oneDocument(`s${random(5)}`, ...commands) + ['', '\n', '\r\n \n'][random(3)];
}

/** So many clients at once, three documents each; throws when one gets what another asked for, or a record is missing. */
export async function clientsThrough(count: number): Promise<void> {
  await using stub = await echoing(false);
  await using stand = await openStand(stub.url);
  const one = async (at: number): Promise<void> => {
    await using wire = await Wire.open(stand.proxy.urls[0]!);
    for (const turn of [1, 2, 3]) {
      const mine = `<userId>u${at}-${turn}@example.net</userId>`;
      const answer = await wire.ask(oneDocument(`s-${at}`, ['UserGetRequest22', mine]));
      assert.ok(answer.includes(mine) && answer.includes(`>s-${at}<`));
    }
  };
  await Promise.all(Array.from({ length: count }, (_, at) => one(at)));
  await eventually(() => stand.lines.length === count * 3);
  const users = stand.ledger.rows.map(({ values }) => values.user);
  assert.equal(new Set(users).size, count * 3);
}
