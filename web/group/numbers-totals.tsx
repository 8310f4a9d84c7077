// How many numbers the group has, by state, with their ranges: what is printed of them.
import { Fragment, type ReactNode } from 'react';
import { DnSet } from '../../src/numbers/index.js';
import { numberText } from '../parts/time.js';
import { numbersStrings as s } from '../strings.js';
import type { NumbersJson } from './audit-json.js';
import { fillOf, Swatch, stateWords } from './numbers-mark.js';
import { rangeTexts } from './numbers-rows.js';
import type { NumberKind, NumberSpace } from './numbers-space.js';

/** Ranges of a state that are spelled out on the screen and on paper. */
const onScreen = 3;
const onPaper = 500;

export function NumberTotals({
  numbers,
  space,
}: {
  readonly numbers: NumbersJson;
  readonly space: NumberSpace;
}): ReactNode {
  const { total, assigned, unassigned, unknown = 0 } = numbers;
  const shown = freeButShown(space);
  return (
    <>
      <dl className="number-totals">
        <Total name={s.totals.total} count={total} />
        <Total name={s.totals.assigned} count={assigned} />
        <Total name={s.totals.free} count={unassigned}>
          {shown > 0 && s.freeButShown(shown)}
        </Total>
        <Total name={s.totals.unknown} count={unknown} isUnknown={unknown > 0} />
      </dl>
      {space.total > 0 && <Shares space={space} />}
      <StateTable space={space} />
    </>
  );
}

function Total({
  name,
  count,
  isUnknown = false,
  children,
}: {
  readonly name: string;
  readonly count: number;
  readonly isUnknown?: boolean;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <div className={isUnknown ? 'unknown-ground' : ''}>
      <dt>{name}</dt>
      <dd>
        <span className="count">{numberText(count)}</span>
        {children !== false && children !== undefined && (
          <span className="small soft">{children}</span>
        )}
      </dd>
    </div>
  );
}

/** All numbers as one bar; the table below says the same in words. */
function Shares({ space }: { readonly space: NumberSpace }): ReactNode {
  let from = 0;
  return (
    <svg className="number-shares" width="100%" height="18" aria-hidden="true">
      {space.kinds.map((kind) => {
        const start = (from / space.total) * 100;
        from += kind.total;
        return (
          <rect
            key={stateWords(kind)}
            x={`${start}%`}
            width={`${(kind.total / space.total) * 100}%`}
            height="18"
            fill={fillOf(kind)}
          />
        );
      })}
    </svg>
  );
}

function StateTable({ space }: { readonly space: NumberSpace }): ReactNode {
  const heads = s.stateHeads;
  return (
    <div className="wide">
      <table className="number-states">
        <caption className="unshown">{s.states}</caption>
        <thead>
          <tr>
            <th scope="col">{heads.state}</th>
            <th scope="col" className="number">
              {heads.numbers}
            </th>
            <th scope="col" className="number">
              {heads.share}
            </th>
            <th scope="col">{heads.ranges}</th>
          </tr>
        </thead>
        <tbody>
          {space.kinds.map((kind) => (
            <tr key={stateWords(kind)}>
              <th scope="row">
                <Swatch state={kind} /> {stateWords(kind)}
              </th>
              <td className="number">{numberText(kind.total)}</td>
              <td className="number">{shareText(kind.total, space.total)}</td>
              <td className="mono">
                <Ranges kind={kind} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One text for all of them: thousands of elements would weigh on the page, and on paper more would not be read. */
function Ranges({ kind: { ranges } }: { readonly kind: NumberKind }): ReactNode {
  const screen = rangeTexts(ranges, onScreen);
  const paper = rangeTexts(ranges, onPaper);
  return (
    <>
      <span className="number-screen">
        {screen.texts.map((text, at) => (
          <Fragment key={text}>
            <span>
              {text}
              {at + 1 < screen.texts.length && ','}
            </span>{' '}
          </Fragment>
        ))}
        {screen.more > 0 && s.moreRanges(screen.more)}
      </span>
      <span className="number-paper">
        {paper.texts.join(', ')} {paper.more > 0 && s.moreOnPaper(paper.more)}
      </span>
    </>
  );
}

/** Free numbers that the group shows to whom it calls: not as free as they look. */
function freeButShown({ kinds, callingLineIds }: NumberSpace): number {
  if (callingLineIds.size === 0) return 0;
  return kinds
    .filter(({ assigned }) => assigned === false)
    .reduce((sum, { ranges }) => sum + DnSet.of(ranges).intersection(callingLineIds).size, 0);
}

/** `12 %`; what is there but rounds to nothing, or is not all but rounds to it, says so. */
function shareText(count: number, total: number): string {
  if (total === 0 || count === 0) return '';
  const share = (count / total) * 100;
  if (share < 1) return '< 1 %';
  if (share > 99 && count < total) return '> 99 %';
  return `${Math.round(share)} %`;
}
