import { type Price, plans, prices } from '~/features/billing/billing.schema';
import * as WalletService from '~/features/wallet/wallet.service';
import { db } from '~/lib/data/system';

/** A price on sale that no other test knows, of a plan of its own: 31.00 EUR a month unless told otherwise. */
export async function newPrice(
  given: Partial<typeof prices.$inferInsert> = {},
  name = 'Torre',
): Promise<Price> {
  const id = `test-${crypto.randomUUID()}`;
  await db.insert(plans).values({ id, name });
  const values = { id, planId: id, interval: 'month' as const, amount: 3100n, currency: 'EUR', ...given };
  const [price] = await db.insert(prices).values(values).returning();
  if (!price) throw new Error('An insert without conflict clause came back empty.');
  return price;
}

/** Puts money into somebody's wallet. */
export async function fillWallet(userId: string, amount: bigint, currency = 'EUR'): Promise<void> {
  const reference = crypto.randomUUID();
  await WalletService.topUp({ userId, amount, currency, reference }, new Date('2026-01-01T00:00:00Z'));
}
