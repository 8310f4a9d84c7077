// The rows of the diagram: a message, a run of many, the call itself and how it ended.
import type { ReactNode } from 'react';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { outcomeText } from '../parts/outcome.js';
import { recordStrings } from '../strings.js';
import { type Bar, clientX, type Lane, musterX, type Row, type Run } from './diagram.js';
import { refusalIn, titleOf } from './exchanges.js';
import type { Story } from './story.js';
import { elementText, offsetText, titleText } from './words.js';

const s = recordStrings.south;

interface PlotProps {
  readonly lanes: readonly Lane[];
  readonly bars?: readonly Bar[];
  readonly from: number;
  readonly to: number;
  readonly look: 'request' | 'answer' | 'bad' | 'run';
  readonly children: ReactNode;
}

/** Lines of the participants, one arrow, and its words above. */
function Plot({ lanes, bars = [], from, to, look, children }: PlotProps): ReactNode {
  const left = Math.min(from, to);
  return (
    <span className="seq-plot">
      <span aria-hidden="true">
        {[clientX, musterX, ...lanes.map(({ x }) => x)].map((x) => (
          <span key={x} className="seq-line" style={{ left: `${x}%` }} />
        ))}
        {bars.map(({ lane, slot, part }) => (
          <span
            key={`${lane} ${slot} ${part}`}
            className={`seq-bar is-${part}`}
            style={{ left: `calc(${lanes[lane]?.x ?? musterX}% + ${slot * 6 - 2}px)` }}
          />
        ))}
        <span
          className={`seq-arrow is-${look} ${to < from ? 'to-left' : 'to-right'}`}
          style={{ left: `${left}%`, width: `${Math.abs(to - from)}%` }}
        />
      </span>
      <span className="seq-label" style={{ marginLeft: `${left}%` }}>
        {children}
      </span>
    </span>
  );
}

export function MessageRow({
  row,
  lanes,
  hits,
  length,
  isChosen,
  onChoose,
}: {
  readonly row: Row;
  readonly lanes: readonly Lane[];
  readonly hits: number;
  /** Bytes of a content that was not kept. */
  readonly length: number | undefined;
  readonly isChosen: boolean;
  readonly onChoose: (byKey: boolean) => void;
}): ReactNode {
  const { exchange, side, lane, offset, bars } = row;
  const x = lanes[lane]?.x ?? musterX;
  const isRequest = side === 'request';
  const isBad = exchange.ended === 'error' || exchange.ended === 'refused';
  const isLost = exchange.ended === 'noAnswer';
  const look = isRequest ? (isLost ? 'bad' : 'request') : isBad ? 'bad' : 'answer';
  const message = (isRequest ? exchange.request : exchange.answer)!.message;
  const says = isRequest ? s.requestTo : message.type === 'error' ? s.errorFrom : s.answerFrom;
  return (
    <button
      type="button"
      className="seq-row"
      aria-pressed={isChosen}
      // A click that no pointer made came from the keyboard.
      onClick={({ detail }) => onChoose(detail === 0)}
    >
      <span className="seq-time">{offsetText(offset)}</span>
      <Plot
        lanes={lanes}
        bars={bars}
        from={isRequest ? musterX : x}
        to={isRequest ? x : musterX}
        look={look}
      >
        <span className="unshown">
          {says} <Data text={elementText(exchange.element)} />:{' '}
        </span>
        <Data
          text={titleText(isRequest ? exchange.title : titleOf(message), length)}
          className={isRequest ? 'seq-title' : 'seq-title soft'}
        />{' '}
        {!isRequest && <AnswerMarks row={row} />}
        {isRequest && isLost && (
          <span className={exchange.isUnsure ? 'badge unknown' : 'badge bad'}>
            {exchange.isUnsure ? s.unsure : s.noAnswer}
          </span>
        )}
        {hits > 0 && <span className="badge warn">{s.hits(hits)}</span>}
      </Plot>
    </button>
  );
}

function AnswerMarks({ row: { exchange } }: { readonly row: Row }): ReactNode {
  const { answer, ended, seconds, request, isUnsure } = exchange;
  const { message } = answer!;
  const status = message.status_code ?? '';
  const words = message.type === 'error' ? s.errors[message.content.trim()] : refusalIn(message);
  return (
    <>
      {status !== '' && (
        <span className="soft">
          <Data text={s.status(status)} />{' '}
        </span>
      )}
      {ended === 'refused' && <span className="badge bad">{s.refused}</span>}
      {ended === 'error' && <span className="badge bad">{s.errorMark}</span>}
      {request === undefined && <span className="badge warn">{s.noRequest}</span>}
      {isUnsure && <span className="badge unknown">{s.unsure}</span>}
      {words !== undefined && words !== '' && <Data text={words} className="seq-words" />}
      {seconds !== undefined && (
        <span className="soft seq-took">{s.took(durationText(seconds * 1000))}</span>
      )}
    </>
  );
}

/** Many of one sort; a click shows each. */
export function RunRow({
  run,
  lanes,
  onOpen,
}: {
  readonly run: Run;
  readonly lanes: readonly Lane[];
  readonly onOpen: () => void;
}): ReactNode {
  return (
    <button type="button" className="seq-row is-run" aria-expanded={false} onClick={onOpen}>
      <span className="seq-time">{offsetText(run.offset)}</span>
      <Plot lanes={lanes} from={musterX} to={lanes[run.lane]?.x ?? musterX} look="run">
        <Data text={titleText(run.title)} className="seq-title" />{' '}
        <span className="badge">{s.run(run.exchanges)}</span>{' '}
        {run.bad > 0 && <span className="badge bad">{s.runBad(run.bad)}</span>}
        {run.seconds !== undefined && (
          <span className="soft seq-took">{s.took(durationText(run.seconds * 1000))}</span>
        )}
        <span className="seq-more">{s.runOpen}</span>
      </Plot>
    </button>
  );
}

interface EdgeProps {
  readonly story: Story;
  readonly lanes: readonly Lane[];
}

/** The call of the client. */
export function CallRow({ story: { record }, lanes }: EdgeProps): ReactNode {
  return (
    <div className="seq-row">
      <span className="seq-time">{offsetText(0)}</span>
      <Plot lanes={lanes} from={clientX} to={musterX} look="request">
        <span className="unshown">{s.began}: </span>
        <Data
          text={`${record.http_method} ${record.end_point_full_url}`}
          className="seq-title seq-url"
        />
      </Plot>
    </div>
  );
}

/** What the client was answered; said when nothing was. */
export function EndRow({ story, lanes }: EdgeProps): ReactNode {
  const { record, durationMs, outcome } = story;
  const isOpen = record.answer_time === '';
  return (
    <div className="seq-row">
      <span className="seq-time">
        {durationMs === undefined ? '' : offsetText(durationMs / 1000)}
      </span>
      <Plot
        lanes={lanes}
        from={musterX}
        to={clientX}
        look={outcome === 'succeeded' || outcome === 'partial' ? 'answer' : 'bad'}
      >
        <span className="unshown">{s.ended}: </span>
        {isOpen ? (
          <span className="badge unknown">{s.noEnd}</span>
        ) : (
          <>
            <span className="seq-title">{record.status_code ?? s.noEnd}</span>{' '}
            <span className="soft">{outcomeText(outcome)}</span>
          </>
        )}
      </Plot>
    </div>
  );
}
