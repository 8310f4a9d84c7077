// What somebody typed into a search box: names, or a telephone number in any spelling. Pure; asks nobody.

/** A text to look for. */
export interface Sought {
  /** Trimmed, with single blanks. */
  readonly text: string;
  /** Of a name; commas are none. */
  readonly words: readonly string[];
  /** Undefined when the text cannot be a telephone number. */
  readonly number?: SoughtNumber;
}

/** A telephone number, or a part of one. */
export interface SoughtNumber {
  /** Digits that stand in every spelling of what is meant; may find more than that. */
  readonly digits: string;
  /** The number, should it be a whole one, as BroadWorks takes it: `+44-1632960101`, `1632960101`. None for a short part. */
  readonly whole: readonly string[];
  /** It is long enough that no longer number can be meant. */
  readonly isWhole: boolean;
  /** The digits as they were typed, where they may be of an extension. */
  readonly extension?: string;
  /** Whether a number as tables spell it is meant, in full or in part. */
  fits(number: string): boolean;
  /** Whether it is that number and no part of it. */
  equals(number: string): boolean;
}

const shortest = 2;
const longest = 80;
/** E.164 allows 15 digits; two more for the `00` before them. */
const mostDigits = 17;
/** A part as short as this is never a whole number. */
const shortNumber = 7;
const longestExtension = 6;
const wholeNational = 10;

/** What is sought; a text tells why that cannot be. */
export function soughtIn(typed: string): Sought | string {
  const text = typed.replace(/\s+/gu, ' ').trim();
  if (text.length < shortest) return `q is too short: at least ${shortest} characters are needed`;
  if (text.length > longest) return `q is too long: at most ${longest} characters are taken`;
  if (/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text)) return 'q has characters that no name can have';
  const words = text.split(/[ ,]+/).filter((word) => word !== '');
  const number = numberIn(text);
  return { text, words, ...(number === undefined ? {} : { number }) };
}

function numberIn(text: string): SoughtNumber | undefined {
  if (!/^[+(]?[\d ().\-/]+$/.test(text)) return undefined;
  // `+44 (0)1632`: dialled inside the country only.
  const typed = text.replace(/(?<=\d[ \-.]*)\(0\)/, '').replace(/\D/g, '');
  if (typed.length < shortest || typed.length > mostDigits) return undefined;
  if (text.startsWith('+')) return international(typed);
  if (typed.startsWith('00') && typed.length > 4) return international(typed.slice(2));
  return inside(typed);
}

function international(all: string): SoughtNumber {
  const code = countryCodeOf(all);
  const national = all.slice(code.length);
  return {
    digits: national === '' ? all : national,
    whole: national.length < shortNumber ? [] : [`+${code}-${national}`],
    isWhole: national.length >= wholeNational,
    fits: (number) => spelled(number).all.startsWith(all),
    equals: (number) => spelled(number).all === all,
  };
}

/** Without a plus: national with or without what is dialled before it, the last digits, or international after all. */
function inside(typed: string): SoughtNumber {
  const national = typed.replace(/^0(?=\d)/, '');
  const isLong = typed === national && typed.length > wholeNational;
  const code = isLong ? countryCodeOf(typed) : '';
  const others = isLong ? [`+${code}-${typed.slice(code.length)}`] : [];
  return {
    digits: typed.slice(typed === national ? code.length : 1),
    whole: national.length < shortNumber ? [] : [national, ...others],
    isWhole: national.length - code.length >= wholeNational,
    ...(typed.length <= longestExtension ? { extension: typed } : {}),
    fits: (number) => {
      const { all, own } = spelled(number);
      return all.includes(typed) || own.startsWith(national);
    },
    equals: (number) => {
      const { all, own } = spelled(number);
      return all === typed || own === typed || own === national;
    },
  };
}

/** All digits of a number, and those behind the country. */
function spelled(number: string): { readonly all: string; readonly own: string } {
  return {
    all: number.replace(/\D/g, ''),
    own: number.replace(/^\+\d+-/, '').replace(/\D/g, ''),
  };
}

/** Countries with two digits, by E.164; those with one are 1 and 7, all others have three. */
const twoDigits = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function countryCodeOf(digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  return digits.slice(0, twoDigits.test(digits) ? 2 : 3);
}
