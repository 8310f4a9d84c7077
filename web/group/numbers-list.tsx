// The list of numbers: what was searched, where to go in it, what to copy of it. The rows themselves are in numbers-grid.
import {
  type FormEvent,
  type ReactNode,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DnRange } from '../../src/numbers/index.js';
import { CopyButton } from '../parts/copy-button.js';
import { Empty } from '../parts/states.js';
import { numberText } from '../parts/time.js';
import { numbersStrings } from '../strings.js';
import type { GroupKey } from './group-key.js';
import { blockName } from './numbers-blocks.js';
import { type Chosen, mostRows, NumberGrid } from './numbers-grid.js';
import { Swatch, stateWords } from './numbers-mark.js';
import {
  type NumberView,
  nextOfKind,
  numberAt,
  numberLines,
  placeOfMatch,
  rangesIn,
  rangeTexts,
  rowAt,
  viewOf,
} from './numbers-rows.js';
import { parseNumberQuery } from './numbers-search.js';
import type { NumberSpace } from './numbers-space.js';

const s = numbersStrings.list;

interface NumberListProps extends GroupKey {
  readonly space: NumberSpace;
  /** The row of the map that was chosen. */
  readonly within: DnRange | undefined;
  readonly onLeave: () => void;
  /** A number to be shown first. */
  readonly sought: string | undefined;
}

export function NumberList({ space, within, onLeave, sought, ...ids }: NumberListProps): ReactNode {
  const [text, setText] = useState('');
  const [kinds, setKinds] = useState<ReadonlySet<number>>(new Set());
  const searched = useDeferredValue(text);
  const query = useMemo(() => parseNumberQuery(searched), [searched]);
  const view = useMemo(
    () => viewOf(space, { query, within, kinds }),
    [space, query, within, kinds],
  );
  const [chosen, choose] = useState(() => placeSought(space, view, sought));
  // What the list does not reach, or does not have, is searched for.
  const [isOutOfReach] = useState(sought !== undefined && chosen === undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sought === undefined) return;
    if (isOutOfReach) setText(sought);
    list.current?.scrollIntoView();
  }, [sought, isOutOfReach]);
  // What was chosen are places, and those are others now.
  const [of, setOf] = useState(view);
  if (of !== view) {
    setOf(view);
    choose(undefined);
  }
  const toggle = (kind: number) =>
    setKinds(
      new Set(kinds.has(kind) ? [...kinds].filter((one) => one !== kind) : [...kinds, kind]),
    );
  return (
    <div className="number-list unprinted" ref={list}>
      <div className="row spread">
        <h3>{s.title}</h3>
        <p className="small" role="status">
          {s.fits(view.total, space.total)}
          {view.isCut && ` ${s.cut}`}
        </p>
      </div>
      <div className="row">
        <input
          type="search"
          className="number-search"
          aria-label={s.search}
          placeholder={s.searchHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
        />
        {within !== undefined && (
          <span className="chip">
            {s.within(blockName(within))}
            <button type="button" aria-label={s.leave(blockName(within))} onClick={onLeave}>
              ×
            </button>
          </span>
        )}
      </div>
      <fieldset className="row number-kinds">
        <legend className="unshown">{s.byState}</legend>
        {space.kinds.map((kind, at) => (
          <button
            type="button"
            key={stateWords(kind)}
            className="small"
            aria-pressed={kinds.has(at)}
            onClick={() => toggle(at)}
          >
            <Swatch state={kind} /> {stateWords(kind)}{' '}
            <span className="soft">{numberText(view.byKind[at] ?? 0)}</span>
          </button>
        ))}
      </fieldset>
      {view.total === 0 ? (
        <Empty>{s.nothing}</Empty>
      ) : (
        <>
          <Tools space={space} view={view} chosen={chosen} onChoose={choose} />
          <NumberGrid {...ids} space={space} view={view} chosen={chosen} onChoose={choose} />
        </>
      )}
    </div>
  );
}

/** The row of a number that an address names; undefined when there is none in reach. */
function placeSought(
  space: NumberSpace,
  view: NumberView,
  sought: string | undefined,
): Chosen | undefined {
  const query = sought === undefined ? undefined : parseNumberQuery(sought);
  const at = query && placeOfMatch(space, view, query);
  return at === undefined || at >= mostRows ? undefined : { at, from: at, isSought: true };
}

interface ToolsProps {
  readonly space: NumberSpace;
  readonly view: NumberView;
  readonly chosen: Chosen | undefined;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Where to go in the list, and what to take from it. */
function Tools(props: ToolsProps): ReactNode {
  const { space, view, chosen, onChoose } = props;
  const isFree = useCallback((kind: number) => space.kinds[kind]!.assigned === false, [space]);
  const first = useMemo(() => nextOfKind(view, 0, isFree), [view, isFree]);
  const next =
    first === undefined || chosen === undefined ? first : nextOfKind(view, chosen.at + 1, isFree);
  const choose = (at: number) => onChoose({ at, from: at, isSought: true });
  return (
    <div className="row spread small number-tools">
      <div className="row">
        <Jump {...props} />
        {first === undefined ? (
          <span className="soft">{s.noFree}</span>
        ) : (
          <span>
            {s.firstFree}{' '}
            <button
              type="button"
              className="quiet mono"
              disabled={first >= mostRows}
              onClick={() => choose(first)}
            >
              {numberAt(space, rowAt(view, first))}
            </button>
            <CopyButton label={s.copyNumber} text={() => numberAt(space, rowAt(view, first))} />
            <button
              type="button"
              disabled={next === undefined || next >= mostRows}
              onClick={() => choose(next!)}
            >
              {s.nextFree}
            </button>
          </span>
        )}
      </div>
      <CopyTools {...props} />
    </div>
  );
}

function Jump({ space, view, onChoose }: ToolsProps): ReactNode {
  const [text, setText] = useState('');
  const [said, say] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const query = parseNumberQuery(text);
    const at = query && placeOfMatch(space, view, query);
    say(at === undefined ? s.notFound : at < mostRows ? '' : s.beyond);
    if (at !== undefined && at < mostRows) onChoose({ at, from: at, isSought: true });
  };
  return (
    <form className="row" onSubmit={submit}>
      <label>
        {s.jump}
        <input
          className="number-jump"
          inputMode="tel"
          placeholder={s.jumpHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autoComplete="off"
        />
      </label>
      <button type="submit">{s.go}</button>
      <span role="status">{said}</span>
    </form>
  );
}

/** More than these are copied as ranges alone. */
const mostLines = 20_000;

function CopyTools({ space, view, chosen }: ToolsProps): ReactNode {
  if (chosen === undefined)
    return (
      <CopyButton
        label={s.copyAll}
        text={() => rangeTexts(rangesIn(space, view)).texts.join('\n')}
      />
    );
  const from = Math.min(chosen.at, chosen.from);
  const to = Math.max(chosen.at, chosen.from);
  return (
    <div className="row">
      <span role="status">{s.selected(to - from + 1)}</span>
      <CopyButton
        label={s.copyRanges}
        text={() => rangeTexts(rangesIn(space, view, from, to)).texts.join('\n')}
      />
      {to - from < mostLines && (
        <CopyButton label={s.copyNumbers} text={() => numberLines(space, view, from, to)} />
      )}
    </div>
  );
}
