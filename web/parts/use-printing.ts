// Whether the page is being printed. Lists that show a window of themselves must be written out for that.
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Longer lists are cut on paper, and say so. */
export const printedRows = 1000;

/** True from just before printing until after it. */
export function usePrinting(): boolean {
  const [isPrinting, set] = useState(false);
  useEffect(() => {
    const paper = window.matchMedia('print');
    // What is not drawn when the handler returns is not on the paper.
    const begin = () => flushSync(() => set(true));
    const end = () => set(false);
    const change = () => set(paper.matches);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    paper.addEventListener('change', change);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      paper.removeEventListener('change', change);
    };
  }, []);
  return isPrinting;
}
