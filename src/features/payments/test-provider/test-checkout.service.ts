import { eq } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { ENV } from '~/lib/env.server';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { newToken } from '~/lib/token';
import { type TestCheckout, testCheckouts } from './test-provider.schema';
import { announce, requireTestCheckout } from './test-provider.server';

/** What somebody can make of a test checkout: while it is open, and once it is paid. */
export type TestOutcome = 'pay' | 'decline' | 'cancel' | 'refund' | 'dispute' | 'win_dispute';

/** The checkout that a test page is about. Throws `not_found`, also wherever the test provider is not the one in use. */
export function findTestCheckout(reference: string, database: Database = db): Promise<TestCheckout> {
  if (ENV.PAYMENT_PROVIDER !== 'test') throw new AppError('not_found', m.payments_missing());
  return requireTestCheckout(reference, database);
}

/**
 * What a card would do. The app hears of it by webhook, like the real thing; answers where the browser goes next.
 * Throws `not_found`, `conflict` for what is over, or is not yet paid.
 */
export function decide(
  reference: string,
  outcome: TestOutcome,
  now: Date,
  database: Database = db,
): Promise<string> {
  return database.transaction(async (tx) => {
    await findTestCheckout(reference, tx);
    const isThis = eq(testCheckouts.reference, reference);
    const [checkout] = await tx.select().from(testCheckouts).where(isThis).for('no key update');
    if (!checkout) throw new AppError('not_found', m.payments_missing());
    await OUTCOMES[outcome](checkout, now, tx);
    return checkout.returnUrl;
  });
}

type Decide = (checkout: TestCheckout, now: Date, tx: Transaction) => Promise<void>;

const OUTCOMES: Record<TestOutcome, Decide> = {
  pay: (checkout, now, tx) =>
    close(checkout, { state: 'paid', payment: `pay_${newToken()}`, paidAt: now }, now, tx),
  decline: (checkout, now, tx) => close(checkout, { state: 'declined' }, now, tx),
  cancel: (checkout, now, tx) => close(checkout, { state: 'cancelled' }, now, tx),
  refund: async (checkout, now, tx) => {
    requirePaid(checkout);
    const isThis = eq(testCheckouts.reference, checkout.reference);
    await tx.update(testCheckouts).set({ isRefunded: true }).where(isThis);
    await announce('payment.refunded', checkout, now, tx);
  },
  dispute: (checkout, now, tx) => announce('payment.disputed', requirePaid(checkout), now, tx),
  win_dispute: (checkout, now, tx) => announce('payment.dispute_won', requirePaid(checkout), now, tx),
};

/** Once: a second click finds it closed, and the way back is the same. */
async function close(
  checkout: TestCheckout,
  end: Pick<TestCheckout, 'state'> & Partial<TestCheckout>,
  now: Date,
  tx: Transaction,
): Promise<void> {
  if (checkout.state === end.state) return;
  if (checkout.state !== 'open' || checkout.expiresAt <= now)
    throw new AppError('conflict', m.payments_test_over());
  await tx.update(testCheckouts).set(end).where(eq(testCheckouts.reference, checkout.reference));
  await announce(`checkout.${end.state}`, { ...checkout, ...end }, now, tx);
}

function requirePaid(checkout: TestCheckout): TestCheckout {
  if (checkout.state !== 'paid') throw new AppError('conflict', m.payments_test_over());
  return checkout;
}
