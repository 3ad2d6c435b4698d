import { createHash, randomInt } from 'node:crypto';

/** As many random digits as config.toml asks for. */
export function newCode(length: number): string {
  return randomInt(10 ** length)
    .toString()
    .padStart(length, '0');
}

/** What lite keeps of a code, and what the link of the mail carries: a code is worth something for its address alone. */
export function hashOf(email: string, code: string): string {
  return createHash('sha256')
    .update(email.toLowerCase() + code)
    .digest('hex');
}
