// Compares a record as it is shown with what was proven: a proof says nothing of a text that came from elsewhere. Puts the
// record together from the proven entries once more (docs/audit-records.md), without the code of the server that did it.
import type { ProvenEntry } from '../../src/ledger/verify/proof-file-rules.js';
import { type ProvenMember, provenRecord } from './verify-record-members.js';

export interface MemberComparison {
  /** A member of the record, or `south_data[3]` for one message; `south_data` is the list itself: number and order. */
  readonly name: string;
  readonly state: 'equal' | 'differs' | 'notCovered';
  /** What is proven, when it differs; as the record would show it. Nothing when its value is not in the file. */
  readonly proven?: string;
  /**
   * Of what is equal: `cut`, only the start was kept, and it is that. Of what is not covered: nothing was kept; the value is
   * not in the file (erased or withheld), and nothing is shown of it; or records have no such member. Of what differs:
   * `missing`, it is shown though it is not in the file.
   */
  readonly why?: 'cut' | 'notKept' | 'missing' | 'unknownMember';
}

export interface RecordComparison {
  /** The file is about this record, and nothing differs. What is not covered is not counted as equal. */
  readonly matches: boolean;
  /** Nothing that an entry of the file commits to is missing in it. Only then all that is shown is proven. */
  readonly isWhole: boolean;
  readonly members: readonly MemberComparison[];
  readonly counts: {
    readonly equal: number;
    readonly differs: number;
    readonly notCovered: number;
  };
}

/** Members that the server adds to an answer about the call itself. */
const beside = new Set(['_record_internal_id']);

/** `shown`: the record as it came in JSON. */
export function compareRecord(
  entries: readonly ProvenEntry[],
  shown: Readonly<Record<string, unknown>>,
): RecordComparison {
  const { members, messages } = provenRecord(entries);
  const compared = [...members].map(([name, member]) => comparedMember(name, member, shown[name]));
  const strangers = Object.keys(shown)
    .filter((name) => name !== 'south_data' && !members.has(name) && !beside.has(name))
    .map((name): MemberComparison => ({ name, state: 'notCovered', why: 'unknownMember' }));
  const all = [...compared, ...comparedMessages(messages, shown.south_data), ...strangers];
  const count = (state: MemberComparison['state']) =>
    all.filter((one) => one.state === state).length;
  const counts = {
    equal: count('equal'),
    differs: count('differs'),
    notCovered: count('notCovered'),
  };
  const isThis = all.some(({ name, state }) => name === 'internal_id' && state === 'equal');
  const isWhole = !all.some(({ why }) => why === 'missing');
  return { matches: isThis && counts.differs === 0, isWhole, members: all, counts };
}

const textOf = (value: string | number | null) => (value === null ? '' : String(value));

function comparedMember(name: string, member: ProvenMember, shown: unknown): MemberComparison {
  const { value, why } = member;
  if (shown !== value)
    return why === 'missing'
      ? { name, state: 'differs', why }
      : { name, state: 'differs', proven: textOf(value) };
  if (why === 'notKept' || why === 'missing') return { name, state: 'notCovered', why };
  return { name, state: 'equal', ...(why && { why }) };
}

type Messages = ReturnType<typeof provenRecord>['messages'];

function comparedMessages(
  { list, isThere, isMissing }: Messages,
  shown: unknown,
): readonly MemberComparison[] {
  const name = 'south_data';
  const wanted = isThere ? `${list.length} messages` : '';
  const found = messagesIn(shown);
  if (found === undefined) return [{ name, state: 'differs', proven: wanted }];
  const isSame = isThere === (shown !== '') && found.length === list.length;
  return [
    comparedMember(
      name,
      { value: wanted, ...(isMissing && { why: 'missing' }) },
      isSame ? wanted : undefined,
    ),
    ...found.map((message, at) => comparedMessage(`${name}[${at}]`, list[at], message)),
  ];
}

function comparedMessage(
  name: string,
  proven: Messages['list'][number] | undefined,
  shown: Readonly<Record<string, unknown>>,
): MemberComparison {
  if (proven === undefined) return { name, state: 'differs', proven: '' };
  const { said, content } = proven;
  const { content: shownContent, ...others } = shown;
  const names = new Set([...Object.keys(said), ...Object.keys(others)]);
  const isSame = [...names].every((one) => said[one] === others[one]);
  const one = comparedMember(name, content, shownContent);
  if (isSame && one.state !== 'differs') return one;
  return { name, state: 'differs', proven: JSON.stringify({ ...said, content: content.value }) };
}

/** The messages that a record shows; none for the empty text, undefined for what is no list of messages. */
function messagesIn(shown: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (shown === '') return [];
  if (typeof shown !== 'string') return undefined;
  try {
    const list: unknown = JSON.parse(shown);
    const isObject = (one: unknown) => typeof one === 'object' && one !== null;
    return Array.isArray(list) && list.every(isObject)
      ? (list as Readonly<Record<string, unknown>>[])
      : undefined;
  } catch {
    return undefined;
  }
}
