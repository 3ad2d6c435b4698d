import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { ENV } from '~/lib/env.server';
import type { LimitedAction, LimitRule } from './limits.rules';

/** Enough to keep two people apart, and to keep the keys short. */
const HASH_LENGTH = 22;

/** Where a try comes from. */
export interface Origin {
  address: string | null;
  /** A browser that the account knows, by whatever name. */
  device?: string | null;
}

/**
 * Under which key the tries of a rule are counted: `sign_in/900:account:place`, of which the last two are hashes or `-`.
 * Null where the rule counts an address that is not known: all such visitors would share one budget.
 */
export function limitKey(
  action: LimitedAction,
  { per, seconds }: LimitRule,
  account: string,
  { address, device }: Origin,
): string | null {
  if (per === 'address' && address === null) return null;
  const who = per === 'address' ? null : account;
  const network = address && networkOf(address);
  const where = { address: network, account_at_address: network, account_at_device: device, account: null }[
    per
  ];
  return `${action}/${seconds}:${who ? limitHash(who) : '-'}:${where ? limitHash(where) : '-'}`;
}

/** How an account or a network stands in the keys. Not to be reversed by a list of addresses, as a bare hash could be. */
export function limitHash(text: string): string {
  return createHmac('sha256', SECRET).update(text).digest('base64url').slice(0, HASH_LENGTH);
}

/** All instances know it, and no copy of the database holds it. Another password begins all counts anew. */
const SECRET = decodeURIComponent(new URL(ENV.DATABASE_URL).password);

/** Whoever has one address of IPv6 has at least a /64 of them. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // The URL standard's form has no zone, no leading zeros and no dots in it.
  const written = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1);
  const [before = '', after] = written.split('::');
  const groups = before.split(':').filter(Boolean);
  const last = after?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: 8 - groups.length - last.length }, () => '0');
  return `${[...groups, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}
