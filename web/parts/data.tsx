// Text from the switch or a record: always text, never markup, and never able to turn its surroundings round or hide.
import { Fragment, type ReactNode } from 'react';
import { unseenRuns } from './unseen.js';

/** Text that came from elsewhere, kept apart from the direction of its neighbours; what cannot be seen is named. */
export function Data({
  text,
  className,
}: {
  readonly text: string;
  readonly className?: string;
}): ReactNode {
  return <bdi className={className}>{visible(text)}</bdi>;
}

/** The text with marks in place of what cannot be seen; a run of the same is one mark. */
export function visible(text: string): ReactNode {
  const runs = unseenRuns(text);
  if (runs.length === 1 && runs[0]!.mark === undefined) return text;
  return runs.map(({ at, text, mark }) =>
    mark === undefined ? (
      <Fragment key={at}>{text}</Fragment>
    ) : (
      <span key={at} className="unseen">
        {mark}
      </span>
    ),
  );
}
