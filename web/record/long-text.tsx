// A text of any length in the midst of others: its beginning, and all of it for whoever asks.
import { type ReactNode, useState } from 'react';
import { Data } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { recordStrings } from '../strings.js';

/** In UTF-16 units. */
const most = 2_000;

export function LongText({
  text,
  className = '',
}: {
  readonly text: string;
  readonly className?: string;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  if (text.length <= most) return <Data text={text} className={className} />;
  return (
    <>
      <Data text={isOpen ? text : text.slice(0, most).toWellFormed()} className={className} />{' '}
      {!isOpen && (
        <button type="button" className="quiet small" onClick={() => setOpen(true)}>
          {recordStrings.allText(numberText(text.length))}
        </button>
      )}
    </>
  );
}
