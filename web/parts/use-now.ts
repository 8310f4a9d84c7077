// The time, for what tells how long ago something was.
import { useEffect, useState } from 'react';

/** Milliseconds since 1970; anew each minute, and when somebody comes back to the window. */
export function useNow(): number {
  const [now, set] = useState(Date.now);
  useEffect(() => {
    const look = () => set(Date.now());
    const timer = setInterval(look, 60_000);
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, []);
  return now;
}
