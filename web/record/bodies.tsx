// Request and answer side by side, and what is said of a text that is not there as it was. Never an empty box.
import { type ReactNode, useMemo } from 'react';
import { Data } from '../parts/data.js';
import { recordStrings } from '../strings.js';
import { askedFields } from './asked-fields.js';
import { CodeView } from './code-view.js';
import { LongText } from './long-text.js';
import type { View } from './record-view.js';
import { hasNoRequest, type TextKey } from './texts.js';

const s = recordStrings.bodies;

export function Bodies({ view }: { readonly view: View }): ReactNode {
  const { story } = view;
  const { record } = story;
  return (
    <section aria-labelledby="bodies">
      <h2 id="bodies">{s.heading}</h2>
      <div className="bodies">
        <div className="panel">
          <h3>
            {s.request} {!hasNoRequest(story) && <MediaType text={record.request_payload} />}
          </h3>
          <Text view={view} textKey="request" label={s.request} whenEmpty={s.noRequest} />
        </div>
        <div className="panel">
          <h3>
            {s.answer} <MediaType text={record.answer_payload} />
          </h3>
          <Text
            view={view}
            textKey="answer"
            label={s.answer}
            whenEmpty={record.answer_time === '' ? s.noAnswerYet : s.emptyAnswer}
          />
        </div>
      </div>
    </section>
  );
}

const MediaType = ({ text }: { readonly text: string }) => (
  <span className="soft small media-type">
    <Data text={text} />
  </span>
);

/** One text with what is said of it. */
export function Text({
  view,
  textKey,
  label,
  whenEmpty,
}: {
  readonly view: View;
  readonly textKey: TextKey;
  readonly label: string;
  readonly whenEmpty: string;
}): ReactNode {
  const { text = '', remark } = view.texts.get(textKey) ?? {};
  const isEmpty = text === '';
  return (
    <>
      <Remark view={view} textKey={textKey} />
      {isEmpty ? (
        (remark === undefined || remark.state === 'kept') && <p className="soft">{whenEmpty}</p>
      ) : (
        <CodeView view={view} textKey={textKey} label={label} />
      )}
    </>
  );
}

function Remark({ view, textKey }: { readonly view: View; readonly textKey: TextKey }): ReactNode {
  const remark = view.texts.get(textKey)?.remark;
  if (remark === undefined) return null;
  const { state, length, kept, redactions = 0, encoding, covers } = remark;
  const words = [
    s.states[state]?.(length, kept) ?? '',
    redactions > 0 ? s.redactions(redactions) : '',
    encoding === 'base64' ? s.base64 : '',
    covers === 'received' ? s.received : '',
  ].filter((one) => one !== '');
  if (words.length === 0) return null;
  const isGone = state === 'notKept' || state === 'erased' || state === 'lost';
  return <p className={`notice small ${isGone ? 'unknown-ground' : 'note'}`}>{words.join(' ')}</p>;
}

/** What a change asked for, as a table; nothing for what is no flat object. */
export function AskedFields({ view }: { readonly view: View }): ReactNode {
  const { record } = view.story;
  const asked = useMemo(() => askedFields(view.story), [view.story]);
  const fields = /^(?:GET|HEAD)$/i.test(record.http_method) ? undefined : asked;
  if (fields === undefined || hasNoRequest(view.story)) return null;
  const words = recordStrings.fields;
  const isRedacted = (key: TextKey) => (view.texts.get(key)?.remark?.redactions ?? 0) > 0;
  const hasAnswer = fields.some(({ after }) => after !== undefined);
  return (
    <section className="panel" aria-labelledby="fields">
      <h2 id="fields">{words.heading}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <div className="wide" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.asked}</th>
              {hasAnswer && <th scope="col">{words.after}</th>}
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, asked, after }) => (
              <tr key={name}>
                <th scope="row">
                  <LongText text={name} className="mono" />
                </th>
                <td>
                  <Value text={asked} isRedacted={isRedacted('request')} />
                </td>
                {hasAnswer && (
                  <td>
                    {after === undefined ? (
                      <span className="soft">{words.notThere}</span>
                    ) : (
                      <Value text={after} isRedacted={isRedacted('answer')} />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const Value = ({ text, isRedacted }: { readonly text: string; readonly isRedacted: boolean }) =>
  text === '' ? (
    <span className="soft">{recordStrings.fields.empty}</span>
  ) : (
    <LongText
      text={text}
      className={isRedacted && text === '[redacted]' ? 'is-redacted' : 'mono'}
    />
  );
