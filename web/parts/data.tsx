// Text from the switch or a record: always text, never markup, and never able to turn its surroundings round or hide.
import type { ReactNode } from 'react';

// Controls, and what changes direction or takes no room.
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

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

/** The text with marks in place of what cannot be seen. */
export function visible(text: string): ReactNode {
  if (!invisible.test(text)) return text;
  return [...text].map((one, at) =>
    invisible.test(one) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other identity for its characters
      <span key={at} className="unseen">
        {`U+${one.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`}
      </span>
    ) : (
      one
    ),
  );
}
