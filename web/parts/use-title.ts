// The title of the window: no place for characters that cannot be seen or turn the others round.
import { useEffect } from 'react';
import { shellStrings as s } from '../strings.js';
import { plain } from './unseen.js';

/** Sets it as long as nothing else does. */
export function useTitle(what: string): void {
  useEffect(() => {
    document.title = s.documentTitle(plain(what));
  }, [what]);
}
