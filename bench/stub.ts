// A process of its own that answers with ready-made replies, so that a bench measures the client alone.
// Arguments: rows, one-way delay in ms. Prints its port. Not a simulator: it checks nothing.
import { createServer } from 'node:net';
import { peerGroup, replyDocument } from './peer-data.js';

const [rows = '10', delay = '0'] = process.argv.slice(2);
const { replies } = peerGroup(Number(rows));
const encoded = new Map(
  Object.entries(replies).map(([name, reply]) => [name, Buffer.from(reply, 'latin1')]),
);
const oneWay = Number(delay);

const server = createServer((socket) => {
  socket.setNoDelay(true);
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (;;) {
      const end = text.indexOf('</BroadsoftDocument>');
      if (end < 0) return;
      const request = text.slice(0, end);
      text = text.slice(end + 20);
      // Out and back over a link of that delay.
      if (oneWay === 0) answer(request);
      else setTimeout(() => answer(request), 2 * oneWay);
    }
  });
  const answer = (request: string) => {
    const sessionId = /<sessionId[^>]*>([^<]*)</.exec(request)?.[1] ?? '';
    const names = [...request.matchAll(/xsi:type="(\w+)"/g)].map((match) => match[1] as string);
    const [head, tail] = replyDocument(sessionId, '\0').split('\0') as [string, string];
    socket.write(Buffer.from(head, 'latin1'));
    for (const name of names) socket.write(encoded.get(name) as Buffer);
    socket.write(Buffer.from(tail, 'latin1'));
  };
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(address.port);
});
