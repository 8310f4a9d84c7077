// Openings: what makes the commitments of a header readable. They lie beside the header, one after another, and can be
// erased one by one.
import { erased, headLength, notKept, type Opening, saltLength } from './layout.js';

export { erased, headLength, notKept } from './layout.js';

const noSalt = Buffer.alloc(saltLength);

/** Openings of the subjects, then of the parts, in the order of the header. */
export function openingBytes(openings: readonly Opening[]): Buffer {
  const length = openings.reduce(
    (sum, opening) => sum + headLength + (opening.state === 'kept' ? opening.bytes.length : 0),
    0,
  );
  const bytes = Buffer.alloc(length);
  let at = 0;
  for (const opening of openings) {
    if (opening.state !== 'erased') bytes.set(opening.salt, at);
    const size =
      opening.state === 'kept'
        ? opening.bytes.length
        : opening.state === 'notKept'
          ? notKept
          : erased;
    bytes.writeUInt32BE(size, at + saltLength);
    at += headLength;
    if (opening.state === 'kept') {
      bytes.set(opening.bytes, at);
      at += opening.bytes.length;
    }
  }
  return bytes;
}

/** Reads what `openingBytes` wrote, without copying; undefined when the bytes are damaged. */
export function openingsIn(bytes: Buffer): Opening[] | undefined {
  const openings: Opening[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + headLength > bytes.length) return undefined;
    const salt = bytes.subarray(at, at + saltLength);
    const size = bytes.readUInt32BE(at + saltLength);
    at += headLength;
    if (size === erased) {
      if (!salt.equals(noSalt)) return undefined;
      openings.push({ state: 'erased' });
    } else if (size === notKept) openings.push({ state: 'notKept', salt });
    else {
      if (at + size > bytes.length) return undefined;
      openings.push({ state: 'kept', salt, bytes: bytes.subarray(at, at + size) });
      at += size;
    }
  }
  return openings;
}
