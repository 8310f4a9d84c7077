// Downloads of a kept audit in the formats of the API. Fetched by the page itself, so that an ended session and a refusal
// are met here and not in a file.
import { type ReactNode, useState } from 'react';
import { fetchFile } from '../api/ask.js';
import { Menu } from '../parts/menu.js';
import { saveFile } from '../parts/save-file.js';
import { Failure } from '../parts/states.js';
import { groupStrings } from '../strings.js';
import type { GroupAuditJson } from './audit-json.js';
import { csvFilesOf, fileNameOf, wholeFormats } from './downloads.js';
import { auditPath } from './use-audits.js';

const s = groupStrings.download;

export function DownloadMenu({
  path,
  audit,
  id,
}: {
  readonly path: string;
  readonly audit: GroupAuditJson;
  readonly id: string;
}): ReactNode {
  const [said, say] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const fetchIt = async (what: string) => {
    say(s.fetching);
    setProblem(undefined);
    const query: Record<string, string> = what.endsWith('.csv')
      ? { format: 'csv', file: what }
      : { format: what };
    try {
      const { blob } = await fetchFile(`${auditPath(path, id)}?${new URLSearchParams(query)}`);
      const name = fileNameOf(audit, what);
      saveFile(blob, name);
      say(s.saved(name));
    } catch (thrown) {
      say('');
      setProblem(thrown);
    }
  };
  return (
    <Menu title={s.menu}>
      <div className="downloads">
        <h2>{s.whole}</h2>
        <ul>
          {wholeFormats.map((format) => (
            <li key={format}>
              <Choice name={s.formats[format][0]} onChoose={() => void fetchIt(format)} />
              <span className="small soft">{s.formats[format][1]}</span>
            </li>
          ))}
        </ul>
        <h2>{s.csv}</h2>
        <ul className="csv-files">
          {csvFilesOf(audit.parts, audit.status === 'complete').map((file) => (
            <li key={file}>
              <Choice name={file} onChoose={() => void fetchIt(file)} />
            </li>
          ))}
        </ul>
        <p role="status" className="said">
          {said}
        </p>
        {problem !== undefined && <Failure what={s.failed} problem={problem} />}
      </div>
    </Menu>
  );
}

function Choice({
  name,
  onChoose,
}: {
  readonly name: string;
  readonly onChoose: () => void;
}): ReactNode {
  return (
    <button type="button" className="quiet" onClick={onChoose} aria-label={s.label(name)}>
      {name}
    </button>
  );
}
