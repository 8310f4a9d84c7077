// The Web Worker that checks the whole ledger beside the page; what it does is in verify-worker.ts.
import type { FromWorker, ToWorker } from './verify-ledger.js';
import { checkLedger } from './verify-worker.js';

/** What of a worker's own scope is used; the page's types do not know it. */
interface Scope {
  postMessage(message: FromWorker): void;
  addEventListener(kind: 'message', listener: (event: { readonly data: ToWorker }) => void): void;
}

const scope = globalThis as unknown as Scope;
const say = (message: FromWorker) => scope.postMessage(message);
scope.addEventListener('message', ({ data }) => {
  void checkLedger(data, say, fetch.bind(globalThis));
});
