// Sends a written document over any wire, whole or in the way a fault wants it. Minds back-pressure.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Delivery } from '../fault-kinds.js';

/** The end of a wire that answers go to. */
export interface Channel {
  readonly stream: Writable;
  /** Closes after what has been written. */
  readonly end: () => void;
  /** Closes at once, as if the machine had gone. */
  readonly reset: () => void;
}

const pieceBytes = 64 * 1024;
const dripPieces = 40;
const dripPauseMs = 10;

/** Ends when the document has left, or when nobody is there to take it any more. `stop` ends pauses early. */
export async function deliver(
  channel: Channel,
  bytes: Buffer,
  { delayMs, isLate, way }: Delivery,
  stop: AbortSignal,
): Promise<void> {
  // A late answer has waited elsewhere, where it keeps nobody from being answered.
  if (delayMs > 0 && !isLate) await pause(delayMs, stop);
  if (way === 'silent' || stop.aborted) return;
  if (way === 'drip') return drip(channel, bytes, stop);
  if (way === 'split') return split(channel, bytes);
  const isHalf = way !== 'whole';
  await send(channel, isHalf ? bytes.subarray(0, Math.ceil(bytes.length / 2)) : bytes);
  if (way === 'cut') channel.end();
  // A reset overtakes what is still on its way; give the half document a moment to arrive.
  if (way === 'reset') await pause(20, stop);
  if (way === 'reset') channel.reset();
}

async function pause(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal: stop });
  } catch {
    // Stopped: whoever waits goes on at once.
  }
}

/** Writes in pieces and waits when the peer is slow to read, so that large tables do not pile up. */
async function send({ stream }: Channel, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    if (stream.destroyed || stream.writableEnded) return;
    if (!stream.write(bytes.subarray(at, at + pieceBytes))) await drained(stream);
  }
}

async function drained(stream: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } catch {
    // The wire broke; the next write sees that it is destroyed.
  } finally {
    waiting.abort();
  }
}

async function drip(channel: Channel, bytes: Buffer, stop: AbortSignal): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / dripPieces));
  for (let at = 0; at < bytes.length && !stop.aborted; at += size) {
    await send(channel, bytes.subarray(at, at + size));
    await pause(dripPauseMs, stop);
  }
}

/** Byte by byte at both ends, where names and tags are cut; pieces of odd sizes between. */
async function split(channel: Channel, bytes: Buffer): Promise<void> {
  const edge = 120;
  for (let at = 0, odd = 1; at < bytes.length; ) {
    const isEdge = at < edge || at >= bytes.length - edge;
    const next = isEdge ? at + 1 : Math.min(at + odd, bytes.length - edge);
    await send(channel, bytes.subarray(at, next));
    await setImmediate();
    at = next;
    odd = odd > 20_000 ? 7 : odd * 2 + 1;
  }
}
