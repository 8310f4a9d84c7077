// Characters that cannot be seen: controls, what changes direction or takes no room, and blanks that pass
// for others. One account must not look like another. Pure.

// Of the emptiest letters two have no property that says so.
const unseen =
  /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u;
const runs =
  /([\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])\1*/gu;

export interface Run {
  /** Where it begins. */
  readonly at: number;
  readonly text: string;
  /** What is shown in its place; undefined where it can be seen. */
  readonly mark?: string;
}

/** The text in pieces; there is at least one. */
export function unseenRuns(text: string): readonly Run[] {
  if (!unseen.test(text)) return [{ at: 0, text }];
  const found: Run[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(runs)) {
    if (index > end) found.push({ at: end, text: text.slice(end, index) });
    found.push({ at: index, text: run, mark: markOf(run) });
    end = index + run.length;
  }
  if (end < text.length) found.push({ at: end, text: text.slice(end) });
  return found.length === 0 ? [{ at: 0, text }] : found;
}

function markOf(run: string): string {
  const code = run.codePointAt(0)!;
  const count = run.length / String.fromCodePoint(code).length;
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return count === 1 ? name : `${name} × ${count}`;
}

const longest = 120;

/** For titles and attributes, which know no marks: what cannot be seen is named, and what is long is cut. */
export function plain(text: string): string {
  const named = unseenRuns(text.slice(0, 4 * longest))
    .map(({ text, mark }) => (mark === undefined ? text : `[${mark}]`))
    .join('');
  return named.length > longest || text.length > 4 * longest
    ? `${named.slice(0, longest).toWellFormed()}…`
    : named;
}
