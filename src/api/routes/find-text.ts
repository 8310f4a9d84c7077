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
  /** What was typed, without what is dialled or written before a national number. */
  readonly digits: string;
  /**
   * Digits to look for, each by itself: every number that is meant has one of them in it, without its country. They may find
   * more than that.
   */
  readonly parts: readonly string[];
  /**
   * The number, should it be a whole one, in all forms that BroadWorks may have it in: `+44-1632960101`, `1632960101`, and
   * `0431…` where the zero belongs to it. None for a short part.
   */
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
/** Behind a country: fewer digits are in too many numbers. Less is enough where they are set off from it: `44-163`. */
const shortestRest = 5;
const shortestSetOff = 3;

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
  // `+44 (0)1632`: dialled inside the country only. In some countries it belongs to the number all the same.
  const texts = [...new Set([text.replace(/(?<=\d[ \-.]*)\(0\)/, ''), text])];
  const readings = texts.map(readingOf);
  const [first, second] = readings;
  if (first === undefined) return undefined;
  return second === undefined ? first : eitherOf(first, second);
}

function readingOf(text: string): SoughtNumber | undefined {
  const typed = text.replace(/\D/g, '');
  if (typed.length < shortest || typed.length > mostDigits) return undefined;
  if (text.startsWith('+')) return international(typed);
  if (typed.startsWith('00') && typed.length > 4) return international(typed.slice(2));
  return inside(typed, text.split(/\D+/).find((piece) => piece !== '') ?? '');
}

const eitherOf = (one: SoughtNumber, other: SoughtNumber): SoughtNumber => ({
  ...one,
  parts: [...new Set([...one.parts, ...other.parts])],
  whole: [...new Set([...one.whole, ...other.whole])],
  isWhole: one.isWhole && other.isWhole,
  fits: (number) => one.fits(number) || other.fits(number),
  equals: (number) => one.equals(number) || other.equals(number),
});

/** As it is, and without the zero before it, which most countries do not count as a part of the number. */
const zeroForms = (national: string): readonly string[] =>
  /^0\d/.test(national) ? [national, national.slice(1)] : [national];

const withoutZero = (national: string) => zeroForms(national).at(-1) as string;

function international(all: string): SoughtNumber {
  const code = countryCodeOf(all);
  const national = all.slice(code.length);
  const forms = zeroForms(national).map((one) => code + one);
  const digits = national === '' ? all : withoutZero(national);
  return {
    digits,
    parts: [digits],
    whole: national.length < shortNumber ? [] : zeroForms(national).map((own) => `+${code}-${own}`),
    isWhole: digits.length >= wholeNational,
    fits: (number) => forms.some((form) => spelled(number).all.startsWith(form)),
    equals: (number) => forms.includes(spelled(number).all),
  };
}

/** Without a plus: national with or without what is dialled before it, the last digits, or international after all. */
function inside(typed: string, firstPiece: string): SoughtNumber {
  const national = withoutZero(typed);
  const isLong = typed === national && typed.length > wholeNational;
  const code = isLong ? countryCodeOf(typed) : '';
  const behind = zeroForms(typed.slice(code.length));
  const abroad = isLong ? behind.map((own) => `+${code}-${own}`) : [];
  const digits = isLong ? (behind.at(-1) as string) : national;
  return {
    digits,
    parts: typed === national && !isLong ? partsOf(typed, firstPiece) : [digits],
    whole: national.length < shortNumber ? [] : [...wholeForms(typed, isLong), ...abroad],
    isWhole: digits.length >= wholeNational,
    ...(typed.length <= longestExtension ? { extension: typed } : {}),
    fits: (number) => {
      const { all, own } = spelled(number);
      return all.includes(typed) || own.startsWith(national) || abroadFits(all);
    },
    equals: (number) => {
      const { all, own } = spelled(number);
      return all === typed || own === typed || own === national || own === `0${typed}`;
    },
  };

  function abroadFits(all: string): boolean {
    return isLong && behind.some((own) => all.startsWith(code + own));
  }
}

/** A zero at the start may be there or not, whether it was typed or left out. */
const wholeForms = (typed: string, isLong: boolean): readonly string[] =>
  isLong || typed.startsWith('0') ? zeroForms(typed) : [typed, `0${typed}`];

/**
 * Of a text that may begin with a country: lists have something between that and the rest, so what holds both is found by
 * the rest. Where that is so short that too much would have it, by either.
 */
function partsOf(typed: string, firstPiece: string): readonly string[] {
  const code = countryCodeOf(typed);
  const rest = typed.slice(code.length);
  if (rest.length >= shortNumber) return [rest];
  const least = firstPiece === code ? shortestSetOff : shortestRest;
  return rest.length >= least ? [typed, rest] : [typed];
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
