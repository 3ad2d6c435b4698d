import { PASSWORD_MAX_BYTES, PASSWORD_MIN } from './auth.limits';

/** What anybody may know who guesses: of the person, and of the place. */
export interface Known {
  email: string;
  fullName: string | null;
  /** The name of the product. */
  product: string;
}

/** Why a password of the right length is no good. */
export type Weakness = 'pattern' | 'personal' | 'common';

/** Shorter than this, letters say nothing about anybody: half of all words have an "an" in them. */
const WORD_MIN = 3;

/** A character counts once, however many bytes it takes: an emoji is one. */
export function isLongEnough(password: string): boolean {
  return [...password].length >= PASSWORD_MIN;
}

/** Whether bcrypt reads the whole of it. */
export function fitsBcrypt(password: string): boolean {
  return new TextEncoder().encode(password).length <= PASSWORD_MAX_BYTES;
}

/**
 * What makes a password easy to guess, or null. One idea throughout: what anybody would try counts for nothing, and what
 * is left without it has to be long enough by itself. So a name, a common password or a run is refused alone and with a
 * few additions, and does no harm in the middle of a sentence. Pure. `isCommon` is asked in the form of `fold`. Guide 15.
 */
export function weaknessOf(
  password: string,
  known: Known,
  isCommon: (folded: string) => boolean,
): Weakness | null {
  const whole = fold(password);
  if (isPattern(whole)) return 'pattern';
  const rest = withoutWords(whole, wordsOf(known));
  const isWeak = (text: string) => isPattern(text) || isCommonplace(text, isCommon);
  if (rest !== whole && (substance(rest) < PASSWORD_MIN || isWeak(rest))) return 'personal';
  return isCommonplace(whole, isCommon) ? 'common' : null;
}

/** How passwords and names are compared: without case, accents and the many ways to write one letter (NFKC). */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFKC')
    .toLowerCase();
}

/** The same few characters over and over, or one after the other as they stand in the alphabet. */
function isPattern(text: string): boolean {
  const characters = [...text];
  for (let unit = 1; unit * 2 <= characters.length; unit++) {
    // What is long enough by itself may stand twice. A letter of some scripts is three of these characters.
    const isFew = unit < PASSWORD_MIN || unit * 3 <= characters.length;
    if (isFew && characters.every((character, at) => character === characters[at % unit])) return true;
  }
  return isRun(characters.map((character) => character.codePointAt(0) ?? 0));
}

function isRun([first = 0, second = 0, ...rest]: number[]): boolean {
  const step = second - first;
  return Math.abs(step) === 1 && rest.every((code, at) => code === second + step * (at + 1));
}

/** A common password, also with digits and signs around it, unless those would do by themselves. */
function isCommonplace(text: string, isCommon: (folded: string) => boolean): boolean {
  if (isCommon(text)) return true;
  const core = text.replace(/^\P{L}+|\P{L}+$/gu, '');
  return isCommon(core) && substance(text.replace(core, '')) < PASSWORD_MIN;
}

/** How many characters there are beside the punctuation, which everybody adds and every guesser tries. */
function substance(text: string): number {
  return [...text.replace(/[\p{P}\p{Z}$+<=>^`|~]/gu, '')].length;
}

function withoutWords(text: string, words: string[]): string {
  return words.reduce((rest, word) => rest.replaceAll(word, ''), text);
}

/** Whole and in parts, the longest first: "Ada Byron" is adabyron, byron and ada. */
function wordsOf({ email, fullName, product }: Known): string[] {
  const [local = '', domain = ''] = email.split('@');
  const wholes = [email, local, domain, product, fullName ?? '', (fullName ?? '').replace(/\s/g, '')];
  const parts = [local, product, fullName ?? ''].flatMap((name) => name.match(/\p{L}+|\p{N}+/gu) ?? []);
  const words = new Set([...wholes, ...parts].map(fold).filter((word) => [...word].length >= WORD_MIN));
  return [...words].sort((a, b) => b.length - a.length);
}
