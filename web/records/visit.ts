// What belongs to one step of the browser's history: whoever comes back by it finds the list as it was left. Kept with what
// else was read for the person who is signed in.
import type { QueryClient } from '@tanstack/react-query';
import type { VirtualItem } from '@tanstack/react-virtual';
import { type Followed, nothingFollowed } from './record-list.js';

/** How a list was left. */
export interface Left {
  readonly scroll: number;
  /** Heights of the rows that were seen. */
  readonly heights: VirtualItem[];
  readonly followed: Followed;
  /** Up to where was followed. */
  readonly since: number | undefined;
}

const nothingLeft: Left = { scroll: 0, heights: [], followed: nothingFollowed, since: undefined };

/** Lists that nobody looks at are kept this long. */
export const keptMs = 30 * 60_000;

let count = 0;

/** A name for the present step of the history: the same again when somebody comes back to it. */
export function visitNow(): string {
  const state = window.history.state as { readonly recordsVisit?: unknown } | null;
  if (typeof state?.recordsVisit === 'string') return state.recordsVisit;
  count += 1;
  const visit = `${Date.now()}.${count}`;
  window.history.replaceState({ ...state, recordsVisit: visit }, '');
  return visit;
}

export const leftAt = (client: QueryClient, visit: string): Left =>
  client.getQueryData<Left>(['recordsLeft', visit]) ?? nothingLeft;

/** Notes how the list stands now. */
export function leave(client: QueryClient, visit: string, how: Partial<Left>): void {
  client.setQueryDefaults(['recordsLeft'], { gcTime: keptMs });
  client.setQueryData<Left>(['recordsLeft', visit], { ...leftAt(client, visit), ...how });
}
