import { type Price, plans, prices } from '~/features/billing/billing.schema';
import { findWallet, houseAccount, post } from '~/features/wallet/ledger.service';
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

/** Takes everything out of somebody's wallet, so that they may leave. */
export async function emptyWallet(userId: string, currency = 'EUR'): Promise<void> {
  await db.transaction(async (tx) => {
    const wallet = await findWallet(userId, currency, tx);
    if (!wallet || wallet.balance === 0n) return;
    const payouts = await houseAccount('payouts', currency, tx);
    const parts = [
      { account: wallet, amount: -wallet.balance },
      { account: payouts, amount: wallet.balance },
    ] as const;
    await post({ kind: 'transfer', reference: `payout:${crypto.randomUUID()}`, parts }, new Date(), tx);
  });
}
