import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;
const SHAPE = /^[\w-]{43}$/;

/** 256 random bits that fit into a link or a cookie as they are. Whoever brings them is whom they were given to. */
export function newToken(): string {
  return randomBytes(BYTES).toString('base64url');
}

/** Could this be one of ours? Says nothing of whether it is. */
export function isToken(value: string | null | undefined): value is string {
  return SHAPE.test(value ?? '');
}

/** What is kept of a token: enough to know it again, and nothing that opens anything. It is too random for a slow hash. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
