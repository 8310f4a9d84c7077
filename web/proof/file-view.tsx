// Checks a proof file that somebody has: here, in this browser. It is not sent anywhere.
import { type DragEvent, type FormEvent, type ReactNode, useState } from 'react';
import { Data } from '../parts/data.js';
import { Link } from '../parts/link.js';
import { Time } from '../parts/time.js';
import { addressOf } from '../shell/address.js';
import { proofStrings } from '../strings.js';
import { shownEntry } from './checkpoint.js';
import { caveatOf, type KeyState } from './use-key.js';
import { VerdictView } from './verdict-view.js';
import { type BrowserProofVerdict, type Proven, verifyProofInBrowser } from './verify-proof.js';

const s = proofStrings.file;

/** Proofs are smaller by far; a video chosen by mistake is not read. */
const largest = 256_000_000;

/** What was checked with which key, and what was found; nothing as long as it is being checked. */
interface Check {
  readonly file: File | undefined;
  readonly key: string;
  readonly found?: BrowserProofVerdict | 'missing' | 'tooLarge' | 'unreadable';
}

export function FileView({ keyState }: { readonly keyState: KeyState }): ReactNode {
  const [file, setFile] = useState<File | undefined>();
  const [typed, setTyped] = useState<string | undefined>();
  const [last, setLast] = useState<Check | undefined>();
  const [isOver, setOver] = useState(false);
  const text = typed ?? keyState.key ?? '';
  const key = text.trim();
  // A verdict is about one file and one key: beside others it is not shown.
  const check = last?.file === file && last?.key === key ? last : undefined;
  const isBusy = check !== undefined && check.found === undefined;
  const start = async () => {
    const own: Check = { file, key };
    setLast(own);
    const found = await foundIn(own);
    setLast((now) => (now === own ? { ...own, found } : now));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void start();
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    setFile(event.dataTransfer.files[0]);
  };
  return (
    <section className="panel" aria-labelledby="file">
      <h2 id="file">{s.heading}</h2>
      <p>{s.about}</p>
      <form className="stack" onSubmit={submit}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the field inside does the same */}
        <div
          className={isOver ? 'drop is-over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={drop}
        >
          <label>
            {s.choose}{' '}
            <input
              type="file"
              accept=".json,application/json"
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
          </label>
          <span className="soft">
            {file === undefined ? s.drop : <Data text={s.chosen(file.name, s.size(file.size))} />}
          </span>
        </div>
        <label>
          {s.key}
          <textarea
            rows={2}
            className="mono"
            spellCheck={false}
            aria-describedby="key-why"
            value={text}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <p id="key-why" className="small soft">
          {s.keyWhy}
        </p>
        <p className="actions">
          <button type="submit" className="main" disabled={isBusy}>
            {s.check}
          </button>
          <span role="status">
            {isBusy ? s.checking : typeof check?.found === 'string' ? s[check.found] : ''}
          </span>
        </p>
      </form>
      {typeof check?.found === 'object' && (
        <>
          <VerdictView
            verdict={check.found}
            of="file"
            // A key that somebody brought is not the server's word.
            caveat={key === keyState.offered ? caveatOf(keyState, key) : ''}
          />
          {check.found.kind === 'proven' && <Holds verdict={check.found} />}
        </>
      )}
    </section>
  );
}

async function foundIn({ file, key }: Check): Promise<NonNullable<Check['found']>> {
  if (file === undefined) return 'missing';
  if (file.size > largest) return 'tooLarge';
  const text = await file.text().catch(() => undefined);
  return text === undefined ? 'unreadable' : verifyProofInBrowser(text, key);
}

function Holds({ verdict: { about, entries } }: { readonly verdict: Proven }): ReactNode {
  const { columns } = s;
  return (
    <>
      <h3>{s.entries}</h3>
      <p>
        {'record' in about ? (
          <>
            {s.aboutRecord} <Data text={about.record} className="mono" />{' '}
            <Link to={addressOf({ page: 'record', recordId: about.record })}>{s.toRecord}</Link>
          </>
        ) : (
          <>
            {s.aboutScope} <Data text={about.scope} className="mono" />
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <div className="wide entries" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                {columns.index}
              </th>
              <th scope="col">{columns.at}</th>
              <th scope="col">{columns.kind}</th>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.status}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(shownEntry).map(({ index, at, kind, what, outcome }) => (
              <tr key={index}>
                <td className="number">{index}</td>
                <td>
                  <Time iso={at} />
                </td>
                <td>
                  <Data text={kind} />
                </td>
                <td>
                  <Data text={what} />
                </td>
                <td>
                  <Data text={outcome} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
