// What a checkpoint note says, for showing it. Nothing is checked here.

export interface ShownCheckpoint {
  readonly origin: string;
  readonly size: number;
  /** Base64. */
  readonly root: string;
  /** Names of the keys that it says to be signed with. */
  readonly by: readonly string[];
}

/** Reads a note; undefined when it has another form. */
export function checkpointIn(note: string): ShownCheckpoint | undefined {
  const [, origin, digits, root, signatures] =
    /^([^\n]+)\n(\d{1,16})\n([A-Za-z0-9+/=]+)\n(?:[^\n]+\n)*?\n([\s\S]+)$/.exec(note) ?? [];
  if (origin === undefined || root === undefined || signatures === undefined) return undefined;
  const by = [...signatures.matchAll(/^\u2014 (\S+) \S+$/gm)].map(([, name]) => name!);
  return { origin, size: Number(digits), root, by };
}

/** Facts of an entry of a proof, for a list; of a header that cannot be read only its index. */
export interface ShownEntry {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly what: string;
  readonly outcome: string;
}

/** Reads the header of an entry for showing it. */
export function shownEntry({ index, header }: { index: number; header: string }): ShownEntry {
  const told = membersOf(header);
  const facts = isMembers(told.facts) ? told.facts : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    index,
    at: text(told.at),
    kind: text(told.kind),
    what: [text(facts.method), text(facts.endPointName)].filter(Boolean).join(' '),
    outcome: [text(facts.outcome), typeof facts.status === 'number' ? `${facts.status}` : '']
      .filter(Boolean)
      .join(' '),
  };
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function membersOf(header: string): Members {
  try {
    const value: unknown = JSON.parse(header);
    return isMembers(value) ? value : {};
  } catch {
    return {};
  }
}
