import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old a signed webhook may be, or how far ahead its clock, in seconds: afterwards it may be somebody's recording. */
const TOLERANCE_SECONDS = 300;

/** The header that vouches for a body: when it was signed, and an HMAC over that and the body, byte for byte. */
export function signWebhook(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${macOf(secret, seconds, body)}`;
}

/** Was this body signed with the secret, and not long ago? Several signatures may stand there while a secret is changed. Pure. */
export function isSignedWebhook(secret: string, body: string, header: string | null, now: Date): boolean {
  const parts = (header ?? '').split(',').map((part) => part.split('=', 2));
  const seconds = Number(parts.find(([name]) => name === 't')?.[1]);
  if (!Number.isSafeInteger(seconds) || seconds <= 0) return false;
  if (Math.abs(now.getTime() / 1000 - seconds) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(macOf(secret, seconds, body));
  return parts.some(([name, value]) => name === 'v1' && isSame(Buffer.from(value ?? ''), expected));
}

function macOf(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
}

/** In the same time for every guess. */
function isSame(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
