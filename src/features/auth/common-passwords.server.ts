import { fold } from './password.rules';

let known: Promise<Set<string>> | undefined;

/**
 * The passwords that are tried first: the list of zxcvbn-ts (MIT), 49,000 of leaks, 18,000 of them long enough for us.
 * Answers whether one in the form of `fold` is among them. Read once, when the first new password comes. Decision 077.
 */
export async function commonPasswords(): Promise<(folded: string) => boolean> {
  known ??= read();
  const passwords = await known;
  return (folded) => passwords.has(folded);
}

/** The word itself is on no list of leaks in English. */
const OURS = ['contraseña', 'contraseñas'];

async function read(): Promise<Set<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  return new Set([...dictionary['passwords-common'], ...OURS].map(fold));
}
