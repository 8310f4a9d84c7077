// Verifying the whole ledger in a thread of its own: start, stop, how far it is, how it ended.
import { useCallback, useEffect, useRef, useState } from 'react';
import { read } from '../api/ask.js';
import { ApiProblem } from '../api/problem.js';
import type { FromWorker, LedgerProgress, LedgerVerdict, ToWorker } from './verify-ledger.js';

export type WholeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: LedgerProgress | undefined }
  | { readonly kind: 'stopped'; readonly entries: number }
  /** `verifierKey`: what it was checked with. */
  | { readonly kind: 'done'; readonly verdict: LedgerVerdict; readonly verifierKey: string };

export interface Whole {
  readonly state: WholeState;
  start(wanted: ToWorker): void;
  stop(): void;
}

/** The thread ends with the page, or when something else is started. */
export function useWhole(): Whole {
  const [state, setState] = useState<WholeState>({ kind: 'idle' });
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback((wanted: ToWorker) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const { signal } = own;
    const show = (next: WholeState) => {
      if (!signal.aborted) setState(next);
    };
    show({ kind: 'running', progress: undefined });
    checked(wanted, signal, (progress) => show({ kind: 'running', progress })).then(
      (verdict) => show({ kind: 'done', verdict, verifierKey: wanted.verifierKey }),
      // Nobody is signed in any more, and the page goes away.
      () => show({ kind: 'idle' }),
    );
  }, []);
  const stop = useCallback(() => {
    running.current?.abort();
    setState((now) =>
      now.kind === 'running' ? { kind: 'stopped', entries: now.progress?.entries ?? 0 } : now,
    );
  }, []);
  return { state, start, stop };
}

/**
 * A worker cannot have anybody sign in: the page does, when it asks for the latest checkpoint, and the check begins anew. What
 * the worker reads behind it must continue that.
 */
async function checked(
  wanted: ToWorker,
  signal: AbortSignal,
  onProgress: (progress: LedgerProgress | undefined) => void,
): Promise<LedgerVerdict> {
  for (;;) {
    onProgress(undefined);
    let note: string;
    try {
      note = await read<string>('/api/v1/local/checkpoint/', signal);
    } catch (thrown) {
      if (!(thrown instanceof ApiProblem)) throw thrown;
      return { kind: 'failed', entries: 0, why: thrown.status === 0 ? 'noAnswer' : thrown.status };
    }
    const also = [...wanted.also, note];
    const verdict = await inThread({ ...wanted, also }, signal, onProgress);
    if (verdict.kind !== 'failed' || verdict.why !== 401) return verdict;
  }
}

function inThread(
  wanted: ToWorker,
  signal: AbortSignal,
  onProgress: (progress: LedgerProgress) => void,
): Promise<LedgerVerdict> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    let entries = 0;
    const end = (verdict: LedgerVerdict) => {
      worker.terminate();
      resolve(verdict);
    };
    const stop = () => {
      worker.terminate();
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'verdict') return end(data.verdict);
      entries = data.progress.entries;
      onProgress(data.progress);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end({ kind: 'failed', entries, why: 'brokeOff' });
    };
    worker.postMessage(wanted);
  });
}
