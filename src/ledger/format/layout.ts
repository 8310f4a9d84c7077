// The numbers and the small shapes of the format that its rules go by. No imports: this also runs in a browser.

/** The version that a header names. */
export const entryVersion = 'muster-entry/1';

/** Longest header in bytes: entries of public logs must stay below 64 KiB. */
export const maxHeaderBytes = 65_535;

export const hashLength = 32;
/** Hashes in a full tile. */
export const tileWidth = 256;
export const saltLength = 16;

/** Keeps commitments apart from every other hash. */
export const commitmentTag = 'muster-commitment/1\n';

/** Algorithm byte of a plain Ed25519 signature. */
export const ed25519 = 0x01;

/** Stand in the place of the length of an opening. */
export const notKept = 0xffff_ffff;
export const erased = 0xffff_fffe;
/** Bytes of an opening before its value. */
export const headLength = saltLength + 4;

/** What opens one commitment. */
export type Opening =
  | { readonly state: 'kept'; readonly salt: Uint8Array; readonly bytes: Uint8Array }
  /** By policy only its length and commitment were kept; its header says `kept: 0`. */
  | { readonly state: 'notKept'; readonly salt: Uint8Array }
  | { readonly state: 'erased' };
