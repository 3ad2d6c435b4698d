import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import * as WalletService from '~/features/wallet/wallet.service';
import * as schema from '~/lib/db/schema';
import { DEMO_ADMIN, DEMO_USER } from './seed-users';

const EUR = 'EUR';
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Gives the demo accounts wallets in which something has moved, by the verbs of the pages: money that came in, and some of it
 * sent to and fro. Those whose wallet has seen anything are left alone. Answers one line.
 */
export async function seedWallets(
  owner: Sql,
  { userId, adminId }: { userId: string; adminId: string | null },
  now: Date,
): Promise<string> {
  const database = drizzle(owner, { schema });
  const known = await WalletService.listEntries({ id: userId }, { currency: EUR }, database);
  if (known.rows.length > 0) return 'wallets: something has moved already, left as they are';

  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const topUp = (to: string, amount: bigint, days: number) =>
    WalletService.topUp(
      { userId: to, amount, currency: EUR, reference: `seed:${to}:${days}` },
      ago(days),
      database,
    );
  await topUp(userId, 12_000n, 82);
  await topUp(userId, 20_000n, 30);
  if (!adminId) return 'wallets: one, with top-ups';

  await topUp(adminId, 5_000n, 81);
  const send = (from: string, to: { email: string }, amount: bigint, note: string, days: number) => {
    const sender = from === userId ? DEMO_USER : DEMO_ADMIN;
    const input = { recipient: to.email, amount, currency: EUR, note, key: `seed-${days}` } as const;
    const visit = { now: ago(days), address: null, userAgent: null, requestId: null };
    return WalletService.transfer({ id: from, email: sender.email }, input, visit, database);
  };
  await send(userId, DEMO_ADMIN, 4_200n, 'The tickets', 68);
  await send(adminId, DEMO_USER, 3_150n, 'My share of the boat', 51);
  await send(userId, DEMO_ADMIN, 6_300n, 'The lamp for the courtyard', 39);
  await send(userId, DEMO_ADMIN, 2_500n, 'Half of the tiles', 12);
  await send(adminId, DEMO_USER, 1_250n, 'Thank you for lunch', 5);
  await send(userId, DEMO_ADMIN, 990n, 'The book', 1);
  return 'wallets: two, with top-ups and six transfers between them';
}
