// The switch for following live, and how it stands.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { recordsStrings } from '../strings.js';
import type { LiveState } from './use-following.js';

const s = recordsStrings.live;

export function LiveSwitch({
  isLive,
  onLive,
  state,
  onResume,
}: {
  readonly isLive: boolean;
  readonly onLive: (isLive: boolean) => void;
  readonly state: LiveState;
  readonly onResume: () => void;
}): ReactNode {
  return (
    <div className="row live">
      <span role="status" className="small soft live-state">
        {isLive && <Data text={stateText(state)} />}
      </span>
      {isLive && (state.kind === 'idle' || state.kind === 'stopped') && (
        <button type="button" className="quiet" onClick={onResume}>
          {s.resume}
        </button>
      )}
      <label className={`live-switch is-${isLive ? state.kind : 'off'}`}>
        <input
          type="checkbox"
          role="switch"
          checked={isLive}
          aria-checked={isLive}
          onChange={(event) => onLive(event.currentTarget.checked)}
        />
        <span className="live-dot" aria-hidden="true" />
        {s.label}
      </label>
    </div>
  );
}

function stateText(state: LiveState): string {
  if (state.kind === 'reconnecting') return s.reconnecting(state.why);
  if (state.kind === 'stopped') return s.stopped(state.why);
  return s[state.kind];
}
