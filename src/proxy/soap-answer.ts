// The answer to a SOAP call on its way back: bytes as they come, read beside that for the record. The end of a change's
// answer waits until its record is durable.
import type { IncomingHttpHeaders, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { HttpRelayAnswer } from '../south/index.js';
import type { OpenCall } from './open-call.js';
import { type SoapAnswer, SoapAnswerReader } from './soap-text.js';

const there = ['content-type', 'soapaction', 'cookie'] as const;
const back = [
  'content-type',
  'content-length',
  'content-encoding',
  'set-cookie',
  'retry-after',
] as const;

/** The headers of a call that go on. */
export function passable(headers: IncomingHttpHeaders): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of there) {
    const value = headers[name];
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}

/** The headers of an answer that come back. */
export function headersBack(headers: HttpRelayAnswer['headers']): OutgoingHttpHeaders {
  const found: Record<string, string | string[]> = {};
  for (const name of back) {
    const value = headers[name];
    if (value !== undefined) found[name] = typeof value === 'string' ? value : [...value];
  }
  return found;
}

/** Passes an answer on and ends its call. Throws what goes wrong on the way from the target. */
export async function carryAnswer(
  call: OpenCall,
  { status, headers, body }: HttpRelayAnswer,
  response: ServerResponse,
  silenceMs: number,
): Promise<void> {
  const reader = new SoapAnswerReader([headers['content-type'] ?? ''].flat()[0] ?? '');
  const { changes } = call.asked;
  const pass = async (bytes: Buffer): Promise<void> => {
    if (!response.headersSent && !response.destroyed)
      response.writeHead(status, headersBack(headers));
    if (response.destroyed || response.write(bytes)) return;
    await drained(response, silenceMs);
  };
  let held: Buffer | undefined;
  for await (const piece of body as AsyncIterable<Buffer>) {
    call.take(piece);
    if (held !== undefined) await pass(held);
    held = undefined;
    if (changes) held = piece;
    else await pass(piece);
    reader.write(piece);
  }
  const closed = ended(call, reader.finish(), status);
  if (changes) await closed;
  if (held !== undefined) await pass(held);
  if (!response.headersSent && !response.destroyed)
    response.writeHead(status, headersBack(headers));
  response.end();
}

function ended(
  call: OpenCall,
  { document, faultWords }: SoapAnswer,
  status: number,
): Promise<void> {
  if (document !== undefined) return call.answered(document, status);
  if (/NO_OCS_CONNECTION/.test(faultWords) || status === 503) return call.told(503, status);
  if (/log ?in|not logged|session/i.test(faultWords) || status === 401)
    return call.told(401, status);
  // Whatever stands between may have said this after the switch had acted.
  return call.told(502, status, call.asked.changes);
}

/** Until the client has taken what it was sent; one that does not is given up. */
function drained(response: ServerResponse, silenceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = silenceMs > 0 ? setTimeout(() => response.destroy(), silenceMs) : undefined;
    const end = () => {
      clearTimeout(timer);
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
