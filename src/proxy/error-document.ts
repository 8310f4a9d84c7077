// An ordinary OCI error that says Muster refused and why, in the form that servers give it. Pure.
import { escapeText } from '../ocip/index.js';
import type { AskedDocument } from './asked.js';

/** One error for each command, in the character set of the request; the bytes are ASCII. */
export function errorDocument(asked: AskedDocument, why: string): Buffer {
  const { sessionId, charset, commands } = asked;
  return documentOf(
    charset.toUpperCase(),
    sessionId,
    commands.map(({ echo }) => errorCommand(why, echo)),
  );
}

/** For what could not be read, or was not let in. */
export function bareError(why: string): Buffer {
  return documentOf('ISO-8859-1', undefined, [errorCommand(why, '')]);
}

function documentOf(
  charset: string,
  sessionId: string | undefined,
  commands: readonly string[],
): Buffer {
  const session =
    sessionId === undefined ? '' : `<sessionId xmlns="">${escapeText(sessionId)}</sessionId>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="${charset}"?>\n<BroadsoftDocument protocol="OCI" xmlns="C" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${session}${commands.join('')}</BroadsoftDocument>\n`,
    'latin1',
  );
}

function errorCommand(why: string, echo: string): string {
  const text = escapeText(`[Muster] refused: ${why}`);
  // White space in an attribute is only kept as a reference.
  const key = escapeText(echo).replace(/[\t\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<command type="Error" echo="${key}" xsi:type="c:ErrorResponse" xmlns:c="C" xmlns=""><summary>${text}</summary><summaryEnglish>${text}</summaryEnglish></command>`;
}
