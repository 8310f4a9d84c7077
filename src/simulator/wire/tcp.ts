// OCI-P on a TCP or TLS connection: documents end with their root, one request at a time, answers in order.
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { DocumentStream, type OciDocument } from '../../ocip/index.js';
import { refuse } from '../answers/answer.js';
import {
  type Core,
  converse,
  newPeer,
  type Outcome,
  type Peer,
  type Transport,
} from './conversation.js';
import { type Channel, deliver } from './deliver.js';
import { type WrittenTables, writeLogout, writeReply } from './writer.js';

/** Serves one connection until it closes. `raw` is the socket below TLS, which alone can be reset. */
export function serveConnection(
  core: Core,
  socket: Socket,
  raw: Socket,
  transport: Transport,
  stop: AbortSignal,
): void {
  const channel: Channel = {
    stream: socket,
    end: () => socket.end(),
    reset: () => {
      raw.resetAndDestroy();
      socket.destroy();
    },
  };
  const waiting: OciDocument[] = [];
  const answer = answering(core, newPeer(transport), channel, stop);
  let isBusy = false;
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await answer(next);
    isBusy = false;
    if (!socket.destroyed) socket.resume();
  };
  const stream = new DocumentStream((document) => {
    waiting.push(document);
  });
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    try {
      stream.write(chunk);
    } catch {
      socket.end(writeReply(malformed));
      return;
    }
    if (waiting.length === 0) return;
    // Nothing more is read while requests wait, so a client that floods is slowed down.
    socket.pause();
    work().catch(() => socket.destroy());
  });
}

/** Answers one document after the other; ends when the next may be answered. */
function answering(
  core: Core,
  peer: Peer,
  channel: Channel,
  stop: AbortSignal,
): (document: OciDocument) => Promise<void> {
  // Two answers never mix, not even a late one with the one that overtook it.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (send: () => Promise<void>) => {
    const sent = last.then(send);
    last = sent.catch(() => {});
    return sent;
  };
  return async (document) => {
    const outcome = converse(core, peer, document);
    const { delayMs, isLate } = outcome.delivery;
    const send = () => inTurn(() => carry(channel, outcome, core.written, stop));
    if (!isLate) return await send();
    setTimeout(delayMs, undefined, { signal: stop })
      .then(send)
      .catch(() => channel.stream.destroy());
  };
}

const malformed = {
  sessionId: undefined,
  answers: [
    {
      echo: '',
      answer: refuse(6004, 'OCI XML Request validation error', 'The document cannot be read.'),
    },
  ],
};

async function carry(
  channel: Channel,
  outcome: Outcome,
  written: WrittenTables,
  stop: AbortSignal,
): Promise<void> {
  const { reply, style, delivery, userId } = outcome;
  if (delivery.logout !== 'instead')
    await deliver(channel, writeReply(reply, style, written), delivery, stop);
  if (delivery.logout === 'no') return;
  await deliver(channel, writeLogout(reply.sessionId, userId, style), delivery, stop);
  channel.end();
}
