// One exchange, opened: request and answer with all that is known of them.
import { type ReactNode, useEffect, useRef } from 'react';
import { CopyButton } from '../parts/copy-button.js';
import { Data } from '../parts/data.js';
import { durationText } from '../parts/duration.js';
import { recordStrings } from '../strings.js';
import { Text } from './bodies.js';
import { type Exchange, type Told, timeOf } from './exchanges.js';
import type { Chosen, View } from './record-view.js';
import { southKey } from './texts.js';
import { elementText, offsetText, titleText } from './words.js';

const s = recordStrings.south;

export function MessageView({
  view,
  exchange,
  chosen,
}: {
  readonly view: View;
  readonly exchange: Exchange;
  readonly chosen: Chosen;
}): ReactNode {
  const { request, answer, element, title, seconds, isUnsure } = exchange;
  const own = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { number, side, byKey = false } = chosen;
  // Where there is no room beside the diagram it opens below, perhaps out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever another exchange is chosen
  useEffect(() => {
    if (window.matchMedia('(max-width: 70rem)').matches)
      own.current?.scrollIntoView({ block: 'nearest' });
    if (byKey) heading.current?.focus();
  }, [number, side, byKey]);
  const close = () => {
    document.querySelector<HTMLElement>('.seq-row[aria-pressed="true"]')?.focus();
    view.choose(undefined);
  };
  return (
    <section className="panel message" aria-labelledby="message" ref={own}>
      <div className="row spread">
        <h3 id="message" ref={heading} tabIndex={-1}>
          <Data text={titleText(title, lengthOf(view, request ?? answer))} />
        </h3>
        <button type="button" className="quiet" aria-label={s.close} onClick={close}>
          ✕
        </button>
      </div>
      <p className="soft small">
        <Data text={elementText(element)} />
        {seconds === undefined ? '' : ` · ${s.took(durationText(seconds * 1000))}`}
      </p>
      {isUnsure && <p className="notice unknown-ground">{s.unsureWhy}</p>}
      {request === undefined ? (
        <p className="notice warn">{s.noRequest}</p>
      ) : (
        <Message view={view} told={request} name={s.request} isChosen={chosen.side === 'request'} />
      )}
      {answer === undefined ? (
        <p className="notice bad">{s.noAnswerWhy}</p>
      ) : (
        <Message
          view={view}
          told={answer}
          name={answer.message.type === 'error' ? s.error : s.answer}
          isChosen={chosen.side === 'answer'}
        />
      )}
    </section>
  );
}

const lengthOf = ({ texts }: View, told: Told | undefined) =>
  texts.get(southKey(told?.at ?? -1))?.remark?.length;

function Message({
  view,
  told: { at, message },
  name,
  isChosen,
}: {
  readonly view: View;
  readonly told: Told;
  readonly name: string;
  readonly isChosen: boolean;
}): ReactNode {
  const { startedAt } = view.story;
  const time = timeOf(message);
  const offset = time === undefined || startedAt === undefined ? undefined : time - startedAt;
  const facts = [message.method, message.endpoint, message.action, message.status_code].filter(
    (one) => one !== undefined && one !== '',
  );
  return (
    <div className={isChosen ? 'one-message is-chosen' : 'one-message'}>
      <h4>
        {name} <span className="soft small">{offsetText(offset)}</span>
      </h4>
      <p className="small mono soft">
        <Data text={[message.protocol, ...facts].join(' · ')} />{' '}
        <span className="unprinted">
          <CopyButton text={message.id} label={s.copyId} />
        </span>
      </p>
      <Text
        view={view}
        textKey={southKey(at)}
        label={name}
        whenEmpty={recordStrings.bodies.empty}
      />
    </div>
  );
}
