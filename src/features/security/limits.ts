import { refusalOf } from '~/lib/db/refusals';
import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { log } from '~/lib/log.server';
import type { Visit } from '~/lib/request/visit';
import { formatWait } from '~/lib/wait';
import { accountOf } from './account-of';
import { count } from './limit-counter';
import { limitKey, type Origin } from './limit-keys';
import { LIMITS, type LimitedAction, type LimitRule } from './limits.rules';
import { record } from './security.service';

/**
 * Counts a try, before anything is looked at: call it first, so that the answer during a lock is one for a right password, a
 * wrong one and an address that nobody has. `account` is an e-mail address as the forms make it, or a user's id; empty where nobody is named. Throws
 * `rate_limited` with the seconds to wait; needs no database (decision 091). Guide 19.
 */
export async function limit(action: LimitedAction, account: string, visit: Visit & Origin): Promise<void> {
  for (const [rule, key] of keysOf(action, account, visit)) {
    const { consumedPoints, msBeforeNext } = await count(key, rule.seconds, 1);
    const over = consumedPoints - triesOf(rule);
    if (over <= 0) continue;
    if (over === 1) await writeDown(action, rule, account, visit);
    throw tooOften(Math.ceil(msBeforeNext / 1000));
  }
}

/**
 * The same for what tells right from wrong: runs `work`, and keeps the try counted only where that was refused. What nobody
 * has looked at, because the auth server is away or has enough of us, is no try. Throws what `limit` and `work` throw.
 */
export async function withinLimit<T>(
  action: LimitedAction,
  account: string,
  visit: Visit & Origin,
  work: () => Promise<T>,
): Promise<T> {
  await limit(action, account, visit);
  try {
    const right = await work();
    await forgiveIfPossible(action, account, visit);
    return right;
  } catch (error) {
    const code = refusalOf(error)?.code;
    if (code === 'unavailable' || code === 'rate_limited') await forgiveIfPossible(action, account, visit);
    throw error;
  }
}

/** What was done is done: a count that can not be written is one try less for a while, and no reason to say that it failed. */
async function forgiveIfPossible(
  action: LimitedAction,
  account: string,
  visit: Visit & Origin,
): Promise<void> {
  try {
    await forgive(action, account, visit);
  } catch (err) {
    log.warn('limits.not_given_back', { action, requestId: visit.requestId, err });
  }
}

/**
 * Gives back the try that `limit` has just counted, where it was no guess. One, not all of them: nobody wins new guesses
 * by signing in in between, with an account of their own say.
 */
export async function forgive(action: LimitedAction, account: string, visit: Visit & Origin): Promise<void> {
  for (const [rule, key] of keysOf(action, account, visit)) await count(key, rule.seconds, -1);
}

function keysOf(action: LimitedAction, account: string, origin: Origin): [LimitRule, string][] {
  const rules: LimitRule[] = LIMITS[action];
  return rules.flatMap((rule) => {
    const key = limitKey(action, rule, account, origin);
    return key === null ? [] : [[rule, key]];
  });
}

/** Many people may share one address: a school, a company, a provider that has too few. */
function triesOf({ per, tries }: LimitRule): number {
  return per === 'address' ? tries * ENV.LIMIT_ADDRESS_FACTOR : tries;
}

function tooOften(seconds: number): AppError {
  const sentence = m.security_limit_wait({ wait: formatWait(seconds) });
  return new AppError('rate_limited', sentence, { retryAfterSeconds: seconds });
}

/** Once a lock, by whoever runs into it first: the trail of somebody under attack stays one that can be read. */
async function writeDown(
  action: LimitedAction,
  { per }: LimitRule,
  account: string,
  visit: Visit,
): Promise<void> {
  const hit = { kind: 'limit_hit', outcome: 'refused', actorId: null, details: { limit: action } } as const;
  try {
    // An address that is over its limit has tried many accounts, and the last of them is no more concerned than others.
    const userId = per === 'address' ? null : await accountOf(account);
    await record({ ...hit, userId }, visit);
  } catch (err) {
    log.error('limits.not_written_down', { action, per, requestId: visit.requestId, err });
  }
}
