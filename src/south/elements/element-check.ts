// Tries a connector with something harmless, and says in words what is wrong.
import { asFault, type Fault } from '../../fault.js';
import type {
  CheckWords,
  ElementAnswer,
  ElementCall,
  ElementCheck,
  ElementSettings,
} from './element.js';
import { mediaTypeOf } from './http.js';

type Send = (call: Omit<ElementCall, 'log'>) => Promise<ElementAnswer>;

/** Never throws. */
export async function checkWith(settings: ElementSettings, send: Send): Promise<CheckWords> {
  const { method = 'GET', path, body } = settings.check ?? usualCheck(settings);
  if (settings.auth.kind === 'body-credentials' && body === undefined)
    return {
      ok: false,
      words: 'its credentials go into a body, so a GET does not try them; name a `check` with one',
    };
  try {
    const answer = await send({
      method,
      path,
      action: 'read',
      ...(body === undefined ? {} : { body }),
    });
    return judged(settings, answer);
  } catch (thrown) {
    return { ok: false, words: faultWords(asFault(thrown)) };
  }
}

/** Where the settings name none. Of XML-RPC a call that every server may know and none must: a fault is an answer too. */
function usualCheck({ protocol, auth, success }: ElementSettings): ElementCheck {
  if (success === 'xml-rpc')
    return {
      method: 'POST',
      path: '',
      body: '<?xml version="1.0"?><methodCall><methodName>system.listMethods</methodName><params/></methodCall>',
    };
  // Asks for nothing: a console that answers so in its own form is there.
  if (success === 'ztp')
    return { method: 'POST', path: '', body: '<?xml version="1.0"?><request message-id="0"/>' };
  if (protocol === 'BS-XSI' && auth.kind === 'basic')
    return { path: `/user/${encodeURIComponent(auth.username)}/profile` };
  return { path: '' };
}

function judged(settings: ElementSettings, answer: ElementAnswer): CheckWords {
  const { status, reason = '', outcome } = answer;
  const { success = 'http', check } = settings;
  const where = settings.baseUrl;
  const no = (words: string): CheckWords => ({
    ok: false,
    words: `${words}${reason === '' || words.includes(reason) ? '' : `: ${reason}`}`,
  });
  if (status === 401) return no('it answers, but refuses the credentials (HTTP 401)');
  if (status === 403) return no('it answers, but these credentials may not do this (HTTP 403)');
  // An administrator is nobody's user, and has no profile.
  if (status === 404 && check === undefined && tellsError(settings, answer))
    return {
      ok: true,
      words: `it answers and takes the credentials; the account is no user of its own (${reason})`,
    };
  if (status === 404)
    return no(
      `it answers, but there is nothing at this path (HTTP 404); is ${where} the right base address${check === undefined ? ', and what should be asked (`check`)' : ''}?`,
    );
  if (status === 405)
    return no('it answers, but not to this method (HTTP 405); name another `check`');
  if (status === 429) return no('it answers, but asks to be left alone for now (HTTP 429)');
  if (status >= 500) return no(`it answers, but is in trouble (HTTP ${status})`);
  if (status >= 400) return no(`it answers, but refuses the request (HTTP ${status})`);
  const type = mediaTypeOf({ 'content-type': answer.contentType });
  if (/html/.test(type))
    return no(
      `it answers with a page (${type}), such as a login page; is ${where} the address of the interface?`,
    );
  if (outcome === 'succeeded')
    return { ok: true, words: `it answers as it should (HTTP ${status})` };
  if (success === 'xml-rpc' && check === undefined)
    return {
      ok: true,
      words: `it answers and takes the credentials; it does not list its methods (${reason})`,
    };
  if (success === 'ztp' && check === undefined)
    return /authent|credential|password|log-?in|\buser/i.test(reason)
      ? no('it answers, but refuses the credentials')
      : {
          ok: true,
          words: `it answers an empty request (${reason}); to try the credentials too, name a \`check\``,
        };
  return no('it answers, but refuses what was asked');
}

/** XSI itself says no, and not a server that knows nothing of it. */
const tellsError = ({ protocol }: ElementSettings, { body }: ElementAnswer): boolean =>
  protocol === 'BS-XSI' && /ErrorInfo/.test(body.toString('latin1', 0, 2000));

const todo: Partial<Record<Fault['code'], string>> = {
  SOUTH_NAME_UNKNOWN: 'its host name is not known; check the spelling and the name server',
  SOUTH_UNREACHABLE: 'it cannot be reached; check host, port and firewall',
  SOUTH_TLS_REFUSED:
    'its certificate or its TLS is not accepted; a private authority is named by `ca`',
  SOUTH_TIMEOUT: 'it does not answer in time',
  SOUTH_LOST: 'it ends the connection before its answer is complete',
  SOUTH_BUSY: 'it has no time for us now',
  SOUTH_LOGIN_REFUSED: 'it gives no token for these credentials',
  SOUTH_PROTOCOL: 'its answer is not what is expected; check the base address',
  OCIP_TOO_LARGE: 'its answer is larger or deeper than the limits allow',
};

function faultWords(fault: Fault): string {
  const words = todo[fault.code];
  return words === undefined ? fault.message : `${words} (${fault.message})`;
}
