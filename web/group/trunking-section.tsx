// Trunk call capacity of the group as gauges, each with its figures in words.
import { type ReactNode, useId } from 'react';
import type { Amount } from '../../src/audit/model.js';
import { trunkingStrings as s } from '../strings.js';
import type { PartJson, TrunkingJson } from './audit-json.js';
import { PartFrame } from './part-frame.js';
import { amountWords, gaugeOf } from './trunking-gauge.js';
import './numbers.css';

export function TrunkingSection({
  part,
}: {
  readonly part: PartJson<TrunkingJson> | undefined;
}): ReactNode {
  return (
    <PartFrame title={s.title} id="trunking" part={part}>
      {(trunking) => (
        <div className="gauges">
          <Gauge
            {...s.gauges.calls}
            has={trunking.maxActiveCalls}
            most={trunking.maxAvailableActiveCalls}
          />
          <Gauge
            {...s.gauges.bursting}
            has={trunking.burstingMaxActiveCalls}
            most={trunking.burstingMaxAvailableActiveCalls}
          />
          <Gauge
            {...s.gauges.units}
            has={trunking.numberOfBurstingBTLUs}
            most={trunking.maxAvailableNumberOfBurstingBTLUs}
          />
        </div>
      )}
    </PartFrame>
  );
}

/** Half a ring. Its length is 100, so that a share is a length. */
const ring = 'M10 60 A50 50 0 0 1 110 60';

function Gauge({
  title,
  what,
  hint,
  has,
  most,
}: {
  readonly title: string;
  readonly what: string;
  readonly hint: string;
  readonly has: Amount;
  readonly most: Amount;
}): ReactNode {
  const id = useId();
  const gauge = gaugeOf(has, most);
  const isMeter = gauge.kind === 'share';
  return (
    <div className="gauge">
      <h3 id={id}>{title}</h3>
      <div
        className={`gauge-face ${gauge.kind}${gauge.isOver ? ' over' : ''}`}
        {...(isMeter
          ? {
              role: 'meter',
              'aria-labelledby': id,
              'aria-valuemin': 0,
              'aria-valuemax': Math.max(Number(most), Number(has)),
              'aria-valuenow': Number(has),
              'aria-valuetext': gauge.words,
            }
          : { role: 'img', 'aria-label': `${title}: ${gauge.words}` })}
      >
        <svg viewBox="0 0 120 66" aria-hidden="true">
          <path className="track" d={ring} pathLength="100" />
          {gauge.share > 0 && (
            <path
              className="level"
              d={ring}
              pathLength="100"
              strokeDasharray={`${gauge.share * 100} 200`}
            />
          )}
          <text x="60" y="56" textAnchor="middle" className={gauge.figure === '∞' ? 'sign' : ''}>
            {gauge.figure}
          </text>
        </svg>
      </div>
      <dl className="small">
        <div>
          <dt>{s.has}</dt>
          <dd>
            <Figure amount={has} /> {typeof has === 'number' && what}
            {gauge.isOver && <span className="badge bad">{s.over}</span>}
          </dd>
        </div>
        <div>
          <dt>{s.most}</dt>
          <dd>
            <Figure amount={most} />
          </dd>
        </div>
      </dl>
      <p className="small soft">{hint}</p>
    </div>
  );
}

function Figure({ amount }: { readonly amount: Amount }): ReactNode {
  if (amount === 'unknown') return <span className="badge unknown">{amountWords(amount)}</span>;
  if (amount === 'notOnThisRelease') return <span className="soft">{amountWords(amount)}</span>;
  return <strong>{amountWords(amount)}</strong>;
}
