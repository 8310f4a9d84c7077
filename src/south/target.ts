// Where BroadWorks is, as the operator writes it: tcp://, tls://, the SOAP service by http(s)://, or ODIN by odin+http(s)://.
import { Fault } from '../fault.js';

export interface Target {
  readonly transport: 'tcp' | 'tls' | 'soap' | 'odin';
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Never given up silently. */
  readonly encrypted: boolean;
  /** Complete, without credentials: what is shown and recorded. */
  readonly url: string;
}

/** Path of the provisioning service on an XSP or ADP. */
export const soapPath = '/webservice/services/ProvisioningService';

/** Base of the REST API on an ODIN host. */
const odinPath = '/api/v2';

const schemes = {
  'tcp:': { transport: 'tcp', port: 2208, encrypted: false },
  'tls:': { transport: 'tls', port: 2209, encrypted: true },
  'http:': { transport: 'soap', port: 80, encrypted: false },
  'https:': { transport: 'soap', port: 443, encrypted: true },
  'odin+http:': { transport: 'odin', port: 80, encrypted: false },
  'odin+https:': { transport: 'odin', port: 443, encrypted: true },
} as const;

/** Reads `tcp://host[:2208]`, `tls://host[:2209]`, `http(s)://host[:port][/path]` or `odin+http(s)://host[:port][/path]`. */
export function parseTarget(text: string): Target {
  const scheme = /^[a-z][a-z0-9+.-]*:(?=\/\/)/i.exec(text)?.[0].toLowerCase();
  const known = schemes[scheme as keyof typeof schemes];
  if (known === undefined)
    throw wrong(
      `the target ${scheme === undefined ? 'has no scheme' : `cannot begin with ${scheme}//`}`,
    );
  let url: URL;
  try {
    // The scheme is replaced by one whose hosts and ports URL checks properly.
    url = new URL(`https:${text.slice(scheme?.length)}`);
  } catch {
    throw wrong('the target is not an address');
  }
  if (url.username !== '' || url.password !== '')
    throw wrong('the target holds a user name or password, which do not belong there');
  if (url.search !== '' || url.hash !== '') throw wrong('the target has a query or fragment');
  // URL drops :443, its own default.
  const port = Number(/:(\d+)(?:\/|$)/.exec(text.slice(scheme?.length))?.[1] ?? known.port);
  const http = known.transport === 'soap' || known.transport === 'odin';
  if (!http && url.pathname !== '/') throw wrong(`a ${scheme}// target has no path`);
  if (port < 1) throw wrong('the target has no usable port');
  const standard = http && port === known.port ? '' : `:${port}`;
  return {
    transport: known.transport,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    encrypted: known.encrypted,
    url: `${scheme}//${url.hostname}${standard}${pathOf(known.transport, url.pathname)}`,
  };
}

function pathOf(transport: Target['transport'], written: string): string {
  if (transport === 'soap') return written === '/' ? soapPath : written;
  // Paths are put after it.
  return transport === 'odin' ? written.replace(/\/+$/, '') || odinPath : '';
}

function wrong(why: string): Fault {
  return new Fault(
    'SETTING_INVALID',
    `${why}; write tcp://host:2208, tls://host:2209 or https://host${soapPath}, for ODIN odin+https://host${odinPath}`,
  );
}
