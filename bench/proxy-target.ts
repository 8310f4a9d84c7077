// A process of its own that answers OCI-P over TCP with bytes made beforehand: `MS`, how long each answer takes. Prints its
// address, ends with its input. Checks nothing.
import { createServer, type Socket } from 'node:net';

const answerMs = Number(process.argv[2] ?? '0');
const end = Buffer.from('</BroadsoftDocument>');

const documentOf = (command: string) =>
  Buffer.from(
    `<?xml version="1.0" encoding="ISO-8859-1"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><sessionId xmlns="">bench</sessionId>${command}</BroadsoftDocument>\n`,
    'latin1',
  );
const command = (type: string, inner: string) =>
  documentOf(`<command echo="" xsi:type="${type}" xmlns="">${inner}</command>`);

/** What a read of one user gives, 1.3 KB of it. */
const user = Array.from(
  { length: 22 },
  (_, at) => `<member${at}>value ${at} of a user\xe9</member${at}>`,
).join('');
const replies = [
  ['AuthenticationRequest', command('AuthenticationResponse', '<nonce>1234567890</nonce>')],
  [
    'LoginRequest14sp4',
    command(
      'LoginResponse14sp4',
      '<loginType>System</loginType><locale>en_US</locale><encoding>ISO-8859-1</encoding>',
    ),
  ],
  ['UserGetRequest22', command('UserGetResponse22', user)],
] as const;

/** 100 MB of rows, a piece at a time: none of it is held. */
async function sendBulk(socket: Socket): Promise<void> {
  const row = `<row>${'<col>a value that is not long</col>'.repeat(8)}</row>`;
  const piece = Buffer.from(row.repeat(220), 'latin1');
  const [head, tail] = command('GroupDnGetListResponse', '\0').toString('latin1').split('\0');
  socket.write(head as string, 'latin1');
  for (let sent = 0; sent < 100 << 20; sent += piece.length)
    if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
  socket.write(tail as string, 'latin1');
}

function answer(socket: Socket, request: Buffer): void {
  if (request.includes('GroupDnGetListRequest')) return void sendBulk(socket);
  const found = replies.findLast(([name]) => request.includes(name));
  socket.write((found ?? replies[2])[1]);
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let rest: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let at = rest.indexOf(end); at >= 0; at = rest.indexOf(end)) {
      const request = rest.subarray(0, at);
      rest = rest.subarray(at + end.length);
      if (answerMs === 0) answer(socket, request);
      else setTimeout(() => answer(socket, request), answerMs);
    }
  });
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`tcp://127.0.0.1:${address?.port}\n`);
});
process.stdin.resume().on('end', () => process.exit());
