// What must hold between entries: the gapless sequence of every scope, and the course of every record.

/** Follows entries in order; gives what is wrong with the next one, if anything is. */
export function histories() {
  const next = new Map<string, number>();
  const records = new Map<string, 'open' | 'ended'>();
  const counts = { open: 0, unplaced: 0 };
  let missing = 0;

  return {
    /** Records without an end yet, and entries whose scope was erased. */
    counts: counts as Readonly<typeof counts>,

    /** An empty scope was erased: as many numbers may be missing elsewhere as there were such entries. */
    wrongSequence(scope: string, sequence: number): string | undefined {
      if (scope === '') {
        counts.unplaced += 1;
        return undefined;
      }
      const wanted = next.get(scope) ?? 0;
      next.set(scope, sequence + 1);
      if (sequence < wanted) return `number ${sequence} of its scope was there before`;
      missing += sequence - wanted;
      if (missing <= counts.unplaced) return undefined;
      return `it is number ${sequence} of its scope, but number ${wanted} is missing`;
    },

    wrongCourse(kind: string, record: string): string | undefined {
      const isFirst = kind === 'intent' || kind === 'call';
      if (!isFirst && kind !== 'outcome' && kind !== 'unknown') return undefined;
      const before = records.get(record);
      records.set(record, kind === 'intent' ? 'open' : 'ended');
      if (isFirst && before !== undefined) return 'its record was begun before';
      if (kind === 'intent') counts.open += 1;
      if (isFirst) return undefined;
      counts.open -= 1;
      if (before === undefined) return `it is the ${kind} of a record without an intent`;
      return before === 'ended' ? 'it is a second end of its record' : undefined;
    },
  };
}
