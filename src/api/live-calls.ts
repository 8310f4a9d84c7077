// What is under way in an HTTP server: its connections, and the calls on them, so that it can stop without cutting a call and
// without waiting for connections that say nothing.
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../fault.js';

export interface LiveCalls {
  connected(socket: Socket): void;
  /** The headers of a request are there. It ends when the answer is out, or the client has gone. */
  arrived(request: FastifyRequest, reply: FastifyReply): void;
  /** Aborted when the client goes away, or the call is given up. */
  signalOf(request: FastifyRequest): AbortSignal;
  /** New calls are refused from now on, and connections without a call are closed. */
  stopTaking(): void;
  isStopping(): boolean;
  /** Gives up what is still under way. */
  abort(fault: Fault): void;
}

/** With TLS a request knows another socket than the one that was accepted; its peer is the same. */
const peerOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

/** Nothing is under way yet. */
export function liveCalls(): LiveCalls {
  const sockets = new Map<string, Socket>();
  // A set of our own: `AbortSignal.any` keeps what it joins as long as its oldest source lives.
  const live = new Map<
    FastifyRequest,
    { readonly peer: string; readonly control: AbortController }
  >();
  let isStopping = false;
  return {
    connected: (socket) => {
      const peer = peerOf(socket);
      sockets.set(peer, socket);
      socket.once('close', () => {
        if (sockets.get(peer) === socket) sockets.delete(peer);
      });
    },
    arrived: (request, reply) => {
      const control = new AbortController();
      live.set(request, { peer: peerOf(request.raw.socket), control });
      reply.raw.once('close', () => {
        live.delete(request);
        if (!reply.raw.writableFinished)
          control.abort(new Fault('INTERRUPTED', 'the client went away'));
      });
    },
    signalOf: (request) => live.get(request)?.control.signal ?? AbortSignal.abort(),
    stopTaking: () => {
      isStopping = true;
      const busy = new Set([...live.values()].map(({ peer }) => peer));
      for (const [peer, socket] of sockets) if (!busy.has(peer)) socket.destroy();
    },
    isStopping: () => isStopping,
    abort: (fault) => {
      for (const { control } of live.values()) control.abort(fault);
    },
  };
}
