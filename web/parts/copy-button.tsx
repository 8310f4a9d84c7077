// Copies a text, and says that it did. A function makes the text when it is wanted.
import { type ReactNode, useEffect, useState } from 'react';
import { shellStrings as s } from '../strings.js';

export function CopyButton({
  text,
  label = s.copy,
}: {
  readonly text: string | (() => string);
  readonly label?: string;
}): ReactNode {
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    // Without TLS browsers have no clipboard but on this machine.
    const copied = typeof text === 'function' ? text() : text;
    const isDone = await (navigator.clipboard?.writeText(copied) ?? Promise.reject()).then(
      () => true,
      () => false,
    );
    say(isDone ? s.copied : s.notCopied);
  };
  return (
    <>
      <button type="button" className="quiet" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}
