// A certificate for TLS on this machine, made at start: EC P-256, for localhost, 127.0.0.1 and ::1, its own authority.
// Writes the little DER it needs; reads none.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface KeyAndCertificate {
  /** PEM, PKCS #8. */
  readonly key: string;
  /** PEM. Trust it as an authority and the server is trusted. */
  readonly cert: string;
}

const dayMs = 24 * 60 * 60 * 1000;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const setOf = (...parts: readonly Uint8Array[]) => der(0x31, ...parts);
const octets = (content: Uint8Array) => der(0x04, content);
const bits = (content: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), content);
const text = (tag: number, content: string) => der(tag, Buffer.from(content, 'ascii'));
const yes = der(0x01, Buffer.from([0xff]));

/** A positive number: the first byte below 0x80, or it would read as negative. */
const number = (bytes: Uint8Array) => der(0x02, bytes);

/** Object identifiers, their bytes as in the standards. */
const oid = {
  ecdsaWithSha256: der(0x06, Buffer.from('2a8648ce3d040302', 'hex')),
  commonName: der(0x06, Buffer.from('550403', 'hex')),
  basicConstraints: der(0x06, Buffer.from('551d13', 'hex')),
  keyUsage: der(0x06, Buffer.from('551d0f', 'hex')),
  extendedKeyUsage: der(0x06, Buffer.from('551d25', 'hex')),
  subjectAltName: der(0x06, Buffer.from('551d11', 'hex')),
  serverAuth: der(0x06, Buffer.from('2b06010505070301', 'hex')),
};

const extension = (id: Buffer, isCritical: boolean, content: Buffer) =>
  sequence(id, ...(isCritical ? [yes] : []), octets(content));

/** UTCTime, which is good until 2049. */
const time = (ms: number) =>
  text(0x17, `${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`);

const extensions = der(
  0xa3,
  sequence(
    extension(oid.basicConstraints, true, sequence(yes)),
    // digitalSignature and keyCertSign: bits 0 and 5.
    extension(oid.keyUsage, true, bits(Buffer.from([0x84]), 2)),
    extension(oid.extendedKeyUsage, false, sequence(oid.serverAuth)),
    extension(
      oid.subjectAltName,
      false,
      sequence(
        text(0x82, 'localhost'),
        der(0x87, Buffer.from([127, 0, 0, 1])),
        der(0x87, Buffer.from([...Array<number>(15).fill(0), 1])),
      ),
    ),
  ),
);

/** A fresh key and certificate, valid from the day before `now` for a year. */
export function selfSigned(now: number): KeyAndCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(setOf(sequence(oid.commonName, text(0x0c, 'Muster simulator'))));
  const serial = Buffer.concat([Buffer.from([0x4d]), randomBytes(8)]);
  const content = sequence(
    der(0xa0, number(Buffer.from([2]))),
    number(serial),
    sequence(oid.ecdsaWithSha256),
    name,
    sequence(time(now - dayMs), time(now + 365 * dayMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = sign('sha256', content, privateKey);
  const certificate = sequence(content, sequence(oid.ecdsaWithSha256), bits(signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
