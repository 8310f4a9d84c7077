// A log that keeps every message of a road as it was, for tests.
import type { SouthLog, SouthRequest } from '../src/records/index.js';

export interface KeptMessage {
  readonly request: SouthRequest;
  /** What came so far. */
  answer: string;
  /** How it ended: `answered`, the status over HTTP, or why not. */
  end: string | undefined;
}

export function keptLog(): SouthLog & { readonly messages: KeptMessage[] } {
  const messages: KeptMessage[] = [];
  return {
    messages,
    request: (request) => {
      const kept: KeptMessage = { request, answer: '', end: undefined };
      messages.push(kept);
      return {
        write: (piece) => {
          kept.answer += Buffer.from(piece).toString('utf8');
        },
        end: (status) => {
          kept.end = status === undefined ? 'answered' : String(status);
        },
        fail: (why) => {
          kept.end = why;
        },
      };
    },
  };
}
