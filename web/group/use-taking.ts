// One audit being taken: how far it is, how it ended. Leaving the page ends the waiting, not the audit: the server goes on
// and keeps it.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { PartName } from '../../src/audit/model.js';
import { listen } from '../api/ask.js';
import { noAnswer, problemOf } from '../api/problem.js';
import { groupStrings } from '../strings.js';
import type { GroupAuditJson } from './audit-json.js';

export type Taking =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      /** Milliseconds since 1970. */
      readonly since: number;
      readonly parts: readonly PartName[];
      /** Undefined until the server has said something. */
      readonly left: readonly PartName[] | undefined;
      readonly answered: number;
    }
  | { readonly kind: 'failed'; readonly problem: unknown }
  | { readonly kind: 'left' }
  /** `id`: under which it is kept; undefined when it is not, or not whole. */
  | { readonly kind: 'taken'; readonly audit: GroupAuditJson; readonly id: string | undefined };

export interface TakingControl {
  readonly taking: Taking;
  readonly start: (parts: readonly PartName[]) => void;
  /** Waits no longer. */
  readonly leave: () => void;
  /** Forgets how the last one ended. */
  readonly dismiss: () => void;
}

/** Takes audits at `path`, one at a time. `onTaken` shows each that has something in it, and gives its id. */
export function useTaking(
  path: string,
  onTaken: (audit: GroupAuditJson, recordId: string | undefined) => Promise<string | undefined>,
): TakingControl {
  const [taking, set] = useState<Taking>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  const taken = useRef(onTaken);
  useEffect(() => {
    taken.current = onTaken;
  });
  useEffect(() => () => running.current?.abort(), []);
  const start = useCallback(
    (parts: readonly PartName[]) => {
      if (running.current !== undefined) return;
      const control = new AbortController();
      running.current = control;
      set({ kind: 'running', since: Date.now(), parts, left: undefined, answered: 0 });
      const tell = (said: Progress) =>
        set((now) => (now.kind === 'running' ? { ...now, ...said } : now));
      take(path, parts, control.signal, tell)
        .then(async ({ audit, recordId }) =>
          set({ kind: 'taken', audit, id: await taken.current(audit, recordId) }),
        )
        .catch((problem: unknown) =>
          set(control.signal.aborted ? { kind: 'left' } : { kind: 'failed', problem }),
        )
        .finally(() => {
          running.current = undefined;
        });
    },
    [path],
  );
  const leave = useCallback(() => running.current?.abort(), []);
  const dismiss = useCallback(() => set({ kind: 'idle' }), []);
  return { taking, start, leave, dismiss };
}

interface Progress {
  readonly left: readonly PartName[];
  readonly answered: number;
}

/** Throws `ApiProblem` when nothing came of it. */
async function take(
  path: string,
  parts: readonly PartName[],
  signal: AbortSignal,
  tell: (said: Progress) => void,
): Promise<{ readonly audit: GroupAuditJson; readonly recordId: string | undefined }> {
  let recordId: string | undefined;
  for await (const { event, data } of listen(path, { method: 'POST', body: { parts }, signal })) {
    if (event === 'open') ({ recordId } = data as { recordId: string | undefined });
    if (event === 'progress') tell(data as Progress);
    if (event !== 'result') continue;
    const { status, body } = data as { readonly status: number; readonly body: unknown };
    if (status >= 200 && status < 300) return { audit: body as GroupAuditJson, recordId };
    const headers = new Headers(recordId === undefined ? {} : { 'x-audit-record-id': recordId });
    throw problemOf(status, headers, body);
  }
  throw noAnswer(groupStrings.taking.cut);
}
