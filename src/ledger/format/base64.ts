// Base64 of RFC 4648 with padding, in its one spelling, without Node: what the rules need of it in a browser too.

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Value of each letter by its code; 64 for what is none. */
const values = new Uint8Array(256).fill(64);
for (let value = 0; value < 64; value += 1) values[letters.charCodeAt(value)] = value;

/** The bytes of a text; undefined when it is not their one spelling. */
export function bytesOf(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const end = text.length - padding;
  let [bits, at] = [0, 0];
  for (let place = 0; place < end; place += 1) {
    const value = valueAt(text, place);
    if (value === 64) return undefined;
    bits = ((bits << 6) | value) & 0xff_ffff;
    // After the second, third and fourth letter of four there is one byte more.
    const more = place % 4;
    if (more > 0) bytes[at++] = bits >> (6 - 2 * more);
  }
  // Bits of the last letter that belong to no byte.
  const isLoose = padding > 0 && (bits & (padding === 1 ? 0b11 : 0b1111)) !== 0;
  return isLoose ? undefined : bytes;
}

function valueAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  return code < 256 ? values[code]! : 64;
}

/** The one spelling of some bytes. */
export function base64Of(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let text = '';
  const whole = to - ((to - from) % 3);
  for (let at = from; at < whole; at += 3) {
    const bits = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
    text += letters[bits >> 18]! + letters[(bits >> 12) & 63]!;
    text += letters[(bits >> 6) & 63]! + letters[bits & 63]!;
  }
  if (whole + 1 === to) {
    const bits = bytes[whole]! << 4;
    text += `${letters[bits >> 6]!}${letters[bits & 63]!}==`;
  } else if (whole + 2 === to) {
    const bits = (bytes[whole]! << 10) | (bytes[whole + 1]! << 2);
    text += `${letters[bits >> 12]!}${letters[(bits >> 6) & 63]!}${letters[bits & 63]!}=`;
  }
  return text;
}
