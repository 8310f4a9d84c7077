// A length of time in words. Pure.

/** `736 µs`, `8.0 ms`, `340 ms`, `2.1 s`, `3 min 5 s`, `2 h 10 min`. Less than nothing, as clocks may have it, is nothing. */
export function durationText(ms: number): string {
  // Each is rounded before its unit is chosen: 59.97 s are a minute.
  const micros = Math.round(ms * 1000);
  if (!(micros > 0)) return '0 ms';
  if (micros < 1000) return `${micros} µs`;
  const tenths = Math.round(ms * 10);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} ms`;
  const millis = Math.round(ms);
  if (millis < 1000) return `${millis} ms`;
  const deci = Math.round(ms / 100);
  if (deci < 600) return `${(deci / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
