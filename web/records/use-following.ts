// Live follow for a component: begins and ends with its switch, rests while the window is out of sight for long.
import { useEffect, useRef, useState } from 'react';
import { listen } from '../api/ask.js';
import { type FollowState, follow } from './following.js';
import type { Summary } from './record-list.js';

export type LiveState = { readonly kind: 'off' } | { readonly kind: 'hidden' } | FollowState;

interface Wanted {
  /** Switched on, and the list is there. */
  readonly isOn: boolean;
  /** Of the filters. */
  readonly query: string;
  /** Where to begin. */
  since(): number | undefined;
  onRecords(records: readonly Summary[]): void;
  onSince(since: number): void;
}

const hiddenMs = 60_000;
/** Records are shown together that come within this time. */
const gatherMs = 120;

/** How following stands, and the way to go on where it stopped. */
export function useFollowing(wanted: Wanted): readonly [LiveState, () => void] {
  const { isOn, query } = wanted;
  const [state, setState] = useState<LiveState>({ kind: 'off' });
  const [attempt, setAttempt] = useState(0);
  const isHidden = useHiddenLong();
  const wasUsed = useUse();
  const latest = useRef(wanted);
  useEffect(() => {
    latest.current = wanted;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt begins anew
  useEffect(() => {
    if (!isOn || isHidden) {
      setState({ kind: isOn ? 'hidden' : 'off' });
      return;
    }
    const controller = new AbortController();
    const gathered = gathering((records) => latest.current.onRecords(records));
    void follow({
      signal: controller.signal,
      since: latest.current.since(),
      listen: (since, signal) => listen(pathOf(query, since), { signal }),
      onState: (next) => {
        if (!controller.signal.aborted)
          setState((before) => (before.kind === 'live' && next.kind === 'live' ? before : next));
      },
      onEvent: (record, since) => {
        if (controller.signal.aborted) return;
        if (record !== undefined) gathered.add(record);
        latest.current.onSince(since);
      },
      wasUsed,
      wait,
    });
    return () => {
      gathered.flush();
      controller.abort();
    };
  }, [isOn, query, isHidden, attempt, wasUsed]);
  return [state, () => setAttempt((before) => before + 1)];
}

function pathOf(query: string, since: number | undefined): string {
  const asked = new URLSearchParams(query);
  if (since !== undefined) asked.set('since', String(since));
  return `/api/v1/local/audit_records/follow/?${asked}`;
}

function gathering(onRecords: (records: readonly Summary[]) => void) {
  let held: Summary[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const came = held;
    held = [];
    if (came.length > 0) onRecords(came);
  };
  const add = (record: Summary) => {
    held.push(record);
    timer ??= setTimeout(flush, gatherMs);
  };
  return { add, flush };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

function useHiddenLong(): boolean {
  const [isHidden, setHidden] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'hidden')
        timer = setTimeout(() => setHidden(true), hiddenMs);
      else setHidden(false);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return isHidden;
}

/** Tells whether somebody used the page since it was asked last. */
function useUse(): () => boolean {
  const isUsed = useRef(true);
  useEffect(() => {
    const note = () => {
      isUsed.current = true;
    };
    const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
    for (const one of events) window.addEventListener(one, note, { passive: true });
    return () => {
      for (const one of events) window.removeEventListener(one, note);
    };
  }, []);
  const [ask] = useState(() => () => {
    const was = isUsed.current;
    isUsed.current = false;
    return was;
  });
  return ask;
}
