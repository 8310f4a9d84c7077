// Finds a name that stands twice in one JSON object. Readers differ in which of the two they take, so that a record could show
// another value than the one that was done. For text that is known to be JSON.

interface Level {
  /** Names so far; undefined for a list. */
  readonly names: Set<string> | undefined;
  /** The next text is a name. */
  expectsName: boolean;
}

/** The first name that is there twice; undefined when none is. */
export function duplicateKey(json: string): string | undefined {
  const levels: Level[] = [];
  // Whatever is not of interest is skipped by the search itself.
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],]/g;
  for (let found = tokens.exec(json); found !== null; found = tokens.exec(json)) {
    const [token] = found;
    const level = levels.at(-1);
    if (token === '{') levels.push({ names: new Set(), expectsName: true });
    else if (token === '[') levels.push({ names: undefined, expectsName: false });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',') {
      if (level?.names !== undefined) level.expectsName = true;
    } else if (level?.expectsName) {
      const name = JSON.parse(token) as string;
      if (level.names?.has(name)) return name;
      level.names?.add(name);
      level.expectsName = false;
    }
  }
  return undefined;
}
