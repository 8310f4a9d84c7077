// One text of a record: laid out or as it came, with its hits and redacted places. Long ones keep only what is in view.
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type ReactNode, useEffect, useRef, useState } from 'react';
import { CopyButton } from '../parts/copy-button.js';
import { visible } from '../parts/data.js';
import { numberText } from '../parts/time.js';
import { recordStrings } from '../strings.js';
import type { View } from './record-view.js';
import { type Place, withPlaces } from './search.js';
import type { TextKey } from './texts.js';
import type { Line } from './tokens.js';

const s = recordStrings.bodies;

/** Longer texts keep only the lines in view in the document. */
const longText = 400;
/** Shorter ones are shown whole. */
const shortText = 26;

export function CodeView({
  view,
  textKey,
  label,
}: {
  readonly view: View;
  readonly textKey: TextKey;
  readonly label: string;
}): ReactNode {
  const { texts, find, rawKeys, setRaw } = view;
  const [isWrapped, setWrapped] = useState(true);
  const [isOpen, setOpen] = useState(false);
  const isRaw = rawKeys.has(textKey);
  const laid = texts.laid(textKey, isRaw);
  const { text = '' } = texts.get(textKey) ?? {};
  const { length } = laid.lines;
  const hasLayout = isRaw || laid.state === 'whole' || laid.state === 'cut';
  const form = laid.form.toUpperCase();
  return (
    <div className="code">
      <div className="row spread code-tools unprinted">
        <span className="row">
          {hasLayout && (
            <label>
              <input
                type="checkbox"
                checked={isRaw}
                onChange={(event) => setRaw(textKey, event.currentTarget.checked)}
              />
              {s.raw}
            </label>
          )}
          <label>
            <input
              type="checkbox"
              checked={isWrapped}
              onChange={(event) => setWrapped(event.currentTarget.checked)}
            />
            {s.wrap}
          </label>
        </span>
        <span className="row">
          {length > shortText && (
            <button type="button" className="quiet" onClick={() => setOpen(!isOpen)}>
              {isOpen ? s.showFewer : s.showAll(numberText(length))}
            </button>
          )}
          <CopyButton text={text} label={s.copy} />
        </span>
      </div>
      {laid.state === 'invalid' && <p className="notice warn small">{s.invalid(form)}</p>}
      {laid.state === 'cut' && <p className="notice note small">{s.ends(form)}</p>}
      {laid.state === 'long' && <p className="notice note small">{s.long}</p>}
      <Lines
        lines={laid.lines}
        places={find.placesIn(textKey)}
        now={find.at}
        steps={find.hits.hits[find.at ?? -1]?.section === textKey ? find.steps : 0}
        nowLine={find.hits.hits[find.at ?? -1]?.line}
        className={`code-lines${isWrapped ? ' is-wrapped' : ''}${isOpen ? ' is-open' : ''}`}
        label={label}
      />
    </div>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly places: ReadonlyMap<number, readonly Place[]>;
  /** The hit one stands at, in whatever text it is. */
  readonly now: number | undefined;
  readonly nowLine: number | undefined;
  /** Above 0: one stands in this text. */
  readonly steps: number;
  readonly className: string;
  readonly label: string;
}

const Lines = memo(function Lines(props: LinesProps): ReactNode {
  const { lines, places, now, nowLine, steps, className, label } = props;
  const box = useRef<HTMLDivElement>(null);
  const isLong = lines.length > longText;
  const rows = useVirtualizer({
    count: isLong ? lines.length : 0,
    getScrollElement: () => box.current,
    estimateSize: () => 20,
    overscan: 30,
  });
  useEffect(() => {
    if (steps === 0) return;
    if (isLong && nowLine !== undefined) rows.scrollToIndex(nowLine, { align: 'center' });
    // What has just come into view is drawn first.
    const frame = requestAnimationFrame(() => {
      const mark = box.current?.querySelector('mark.is-now') ?? box.current;
      mark?.scrollIntoView({ block: 'center', inline: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [steps, isLong, nowLine, rows]);
  const one = (at: number) => (
    <CodeLine line={lines[at]!} places={places.get(at)} now={places.has(at) ? now : undefined} />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a box that scrolls, not a section of the page
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it
    <div className={className} ref={box} tabIndex={0} role="group" aria-label={label}>
      {isLong ? (
        <div className="code-long" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              style={{ transform: `translateY(${start}px)` }}
            >
              {one(index)}
            </div>
          ))}
        </div>
      ) : (
        lines.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its place
          <div key={at}>{one(at)}</div>
        ))
      )}
    </div>
  );
});

const nothingThere = '\u00a0';

const CodeLine = memo(function CodeLine({
  line,
  places,
  now,
}: {
  readonly line: Line;
  readonly places: readonly Place[] | undefined;
  readonly now: number | undefined;
}): ReactNode {
  const [first] = line;
  if (first === undefined) return nothingThere;
  const indent = /^ +$/.test(first.text) ? first.text.length : 0;
  // Where a line is wrapped it goes on below its own beginning.
  const hang = { paddingInlineStart: `${indent + 2}ch`, textIndent: `-${indent + 2}ch` };
  const pieces = withPlaces(line, places).map(({ kind, text, hit }, at) => {
    const className = kind === 'text' ? undefined : `is-${kind}`;
    // Without a chance to break between them, a long word stays beside its indent.
    const shown = at === 0 && indent > 0 ? text.replaceAll(' ', nothingThere) : shownText(text);
    return hit === undefined ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other identity than its place
      <span key={at} className={className}>
        {shown}
      </span>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece has no other identity than its place
      <mark key={at} className={`${className ?? ''}${hit === now ? ' is-now' : ''}`}>
        {shown}
      </mark>
    );
  });
  return <div style={hang}>{pieces}</div>;
});

/** What cannot be seen is named, but for tabs, which every layout may have. */
const shownText = (text: string): ReactNode =>
  text.includes('\t')
    ? text.split(/(\t)/).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a part has no other identity than its place
        <span key={at}>{part === '\t' ? part : visible(part)}</span>
      ))
    : visible(text);
