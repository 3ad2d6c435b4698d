import { createHash } from 'node:crypto';
import { log } from '~/lib/log.server';

/** Milliseconds. Whoever waits for a new password waits no longer for somebody else's server. */
const PATIENCE_MS = 1_000;
const PREFIX_LENGTH = 5;

/**
 * Whether a password is in the leaks that a range service knows, asked the way of Have I Been Pwned: five of the forty
 * digits of its SHA-1 go out, padding hides how many answers there are, the rest is compared here. False when the service
 * is away: it is a second look, not a door. Decision 078.
 */
export async function hasLeaked(password: string, rangeUrl: string): Promise<boolean> {
  // The protocol's choice: here SHA-1 only sorts passwords into drawers, and keeps none.
  const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
  try {
    const lines = await ask(`${rangeUrl}/${digest.slice(0, PREFIX_LENGTH)}`);
    return lines.some((line) => isIn(line, digest.slice(PREFIX_LENGTH)));
  } catch (error) {
    log.warn('auth.password_range_away', { reason: reasonOf(error) });
    return false;
  }
}

/** Not the message of an error of `fetch`: the address stands in it, and with it the five digits. */
function reasonOf(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}

class NoAnswer extends Error {}

async function ask(url: string): Promise<string[]> {
  const response = await fetch(url, {
    headers: { 'Add-Padding': 'true', 'User-Agent': 'alcazar' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new NoAnswer(`HTTP ${response.status}`);
  return (await response.text()).split(/\r?\n/);
}

/** `SUFFIX:COUNT`. The padding is made of suffixes that were seen no times. */
function isIn(line: string, suffix: string): boolean {
  const [found = '', count = ''] = line.split(':');
  return found.toUpperCase() === suffix && Number(count) > 0;
}
