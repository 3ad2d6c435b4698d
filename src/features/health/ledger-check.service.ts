import { createHash, timingSafeEqual } from 'node:crypto';
import { type Finding, verifyLedger } from '~/features/wallet/verify-ledger.service';
import { ENV } from '~/lib/env.server';
import { log } from '~/lib/log.server';

export interface LedgerCheck {
  ok: boolean;
  /** How many promises were looked at; none where that could not be done. */
  promises: number;
  /** Those that are not kept, in words. Which rows break them is for `bun run ledger:verify`. */
  broken: string[];
}

let running: Promise<LedgerCheck> | null = null;

/**
 * Are the promises of the ledger kept? Reads all of it, so it runs once at a time: whoever asks meanwhile gets the same
 * answer. Never throws; reasons go to the log alone. Guide 7.
 */
export function checkLedger(verify: () => Promise<Finding[]> = verifyLedger): Promise<LedgerCheck> {
  running ??= look(verify).finally(() => {
    running = null;
  });
  return running;
}

/** May whoever sends these headers have the whole ledger read? Only with the token of the operators, where they have set one. */
export function mayCheckLedger(headers: Headers, token: string | undefined = ENV.HEALTH_TOKEN): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '') ?? [];
  return token !== undefined && given !== undefined && timingSafeEqual(hashOf(given), hashOf(token));
}

async function look(verify: () => Promise<Finding[]>): Promise<LedgerCheck> {
  try {
    const findings = await verify();
    const broken = findings.filter((finding) => finding.broken.length > 0).map(({ promise }) => promise);
    if (broken.length > 0) log.error('health.ledger_broken', { broken });
    return { ok: broken.length === 0, promises: findings.length, broken };
  } catch (err) {
    log.warn('health.check_failed', { check: 'ledger', err });
    return { ok: false, promises: 0, broken: [] };
  }
}

/** Of one length, as the comparison wants them. */
function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
