// Words for exchanges and elements: what a message was, who was asked. Texts from the switch stay texts; see parts/data.tsx.
import { durationText } from '../parts/duration.js';
import { recordStrings } from '../strings.js';
import type { Lane } from './diagram.js';
import type { Element, Title } from './exchanges.js';

const s = recordStrings.south;

/** Name of an element: its protocol in words, the maker and the host where there are any. */
export function elementText({ protocol, vendorType, host }: Element): string {
  const name = Object.hasOwn(s.protocols, protocol)
    ? s.protocols[protocol]!
    : s.unknownProtocol(protocol);
  return [vendorType === '' ? name : `${vendorType} · ${name}`, host].filter(Boolean).join(' · ');
}

/** Name of a line of the diagram. */
export const laneText = ({ elements }: Lane): string =>
  elements.length === 1 ? elementText(elements[0]!) : s.others(elements.length);

/** What a message was, on one line. `length`: bytes of what was not kept, where that is known. */
export function titleText(title: Title, length?: number): string {
  switch (title.kind) {
    case 'commands':
      return title.names.map(({ name, count }) => s.times(name, count)).join(', ');
    case 'call':
      return [title.method, title.path].filter(Boolean).join(' ');
    case 'content':
      return title.name === '' ? s.unnamed : title.name;
    default:
      return length === undefined ? s.unnamed : s.notKept(length);
  }
}

/** Time from the start of the record: `+12.3 ms`; a login may be older. */
export function offsetText(seconds: number | undefined): string {
  if (seconds === undefined) return s.unknownTime;
  if (seconds === 0) return s.start;
  const sign = seconds < 0 ? '−' : '+';
  return `${sign}${lengthText(Math.abs(seconds))}`;
}

function lengthText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return durationText(seconds * 1000);
  return minutes < 2880
    ? s.hours(Math.floor(minutes / 60), minutes % 60)
    : s.days(Math.floor(minutes / 1440));
}
