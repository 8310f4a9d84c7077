// What the parts of the page share: the record taken apart, its texts, the search, and how texts are to be shown.
import { useCallback, useMemo, useState } from 'react';
import type { AuditRecord } from '../../src/records/audit-record.js';
import type { Side } from './diagram.js';
import { type Exchange, exchangesOf } from './exchanges.js';
import { commandsAt, type Story, storyOf } from './story.js';
import { messageAt, type TextKey, type Texts, textsOf } from './texts.js';
import { type Find, useFind } from './use-find.js';

/** The message that was chosen in the diagram. */
export interface Chosen {
  readonly number: number;
  readonly side: Side;
  /** By the keyboard: then it goes to the message. */
  readonly byKey?: boolean;
}

export interface View {
  readonly story: Story;
  readonly texts: Texts;
  readonly exchanges: readonly Exchange[];
  readonly find: Find;
  readonly rawKeys: ReadonlySet<TextKey>;
  setRaw(key: TextKey, isRaw: boolean): void;
  readonly chosen: Chosen | undefined;
  choose(chosen: Chosen | undefined): void;
}

/** Everything that is shown of a record. */
export function useView(record: AuditRecord): View {
  const story = useMemo(() => storyOf(record), [record]);
  const texts = useMemo(() => textsOf(story), [story]);
  const exchanges = useMemo(
    () => exchangesOf(story.messages, (at) => commandsAt(story, at)),
    [story],
  );
  const [rawKeys, setRawKeys] = useState<ReadonlySet<TextKey>>(new Set());
  const [chosen, choose] = useState<Chosen | undefined>();
  const setRaw = useCallback((key: TextKey, isRaw: boolean) => {
    setRawKeys((before) => {
      const next = new Set(before);
      if (isRaw) next.add(key);
      else next.delete(key);
      return next;
    });
  }, []);
  const find = useFind(texts, rawKeys, ({ section }) => {
    const at = messageAt(section);
    if (at === undefined) return;
    const found = chosenAt(exchanges, at);
    if (found !== undefined) choose(found);
  });
  return { story, texts, exchanges, find, rawKeys, setRaw, chosen, choose };
}

function chosenAt(exchanges: readonly Exchange[], at: number): Chosen | undefined {
  for (const { number, request, answer } of exchanges) {
    if (request?.at === at) return { number, side: 'request' };
    if (answer?.at === at) return { number, side: 'answer' };
  }
  return undefined;
}
