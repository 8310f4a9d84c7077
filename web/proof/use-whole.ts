// Verifying the whole ledger in a thread of its own: start, stop, how far it is, how it ended.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FromWorker, LedgerProgress, LedgerVerdict, ToWorker } from './verify-ledger.js';

export type WholeState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: LedgerProgress | undefined }
  | { readonly kind: 'done'; readonly verdict: LedgerVerdict }
  /** The thread itself died: nothing is known. */
  | { readonly kind: 'crashed' };

export interface Whole {
  readonly state: WholeState;
  start(wanted: Omit<Extract<ToWorker, { kind: 'start' }>, 'kind'>): void;
  stop(): void;
}

/** The thread ends with the page, or when something else is started. */
export function useWhole(): Whole {
  const [state, setState] = useState<WholeState>({ kind: 'idle' });
  const worker = useRef<Worker | undefined>(undefined);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = undefined;
  }, []);
  useEffect(() => end, [end]);
  const start = useCallback<Whole['start']>(
    (wanted) => {
      end();
      setState({ kind: 'running', progress: undefined });
      const own = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
      worker.current = own;
      own.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (worker.current !== own) return;
        if (data.kind === 'progress') setState({ kind: 'running', progress: data.progress });
        if (data.kind !== 'verdict') return;
        end();
        setState({ kind: 'done', verdict: data.verdict });
      };
      own.onerror = (event) => {
        event.preventDefault();
        if (worker.current !== own) return;
        end();
        setState({ kind: 'crashed' });
      };
      const message: ToWorker = { kind: 'start', ...wanted };
      own.postMessage(message);
    },
    [end],
  );
  const stop = useCallback(() => {
    const message: ToWorker = { kind: 'stop' };
    worker.current?.postMessage(message);
  }, []);
  return { state, start, stop };
}
