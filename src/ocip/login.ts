// The signed-password login. Pure: no session, no socket.
import { createHash } from 'node:crypto';

/** Proof of the password for `LoginRequest14sp4`: lower-case hex MD5 of `nonce:hex(SHA-1(password))`. */
export function signPassword(nonce: string, password: string): string {
  const hidden = createHash('sha1').update(password, 'utf8').digest('hex');
  return createHash('md5').update(`${nonce}:${hidden}`).digest('hex');
}
