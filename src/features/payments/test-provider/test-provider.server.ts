import { eq } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import { newToken } from '~/lib/token';
import type { CheckoutOrder, OpenCheckout, PaymentFact, PaymentProvider } from '../provider';
import { isSignedWebhook } from '../webhook-signature';
import { readTestEvent, statementOf, writeTestEvent } from './test-event';
import { type TestCheckout, testCheckouts, testWebhooks } from './test-provider.schema';
import { testWebhookWaker } from './wake';

/** Known to everybody, like the other keys of a local stack: the provider exists where every host is this machine. */
export const TEST_WEBHOOK_SECRET = 'whsec_local_development';
export const TEST_SIGNATURE_HEADER = 'Test-Signature';

/**
 * A provider that takes no money, for the embedded stack and for tests: its checkout is a page of ours, its webhooks are
 * signed and come over HTTP, and it keeps its own books. Decision 113.
 */
export function testProvider(database: Database = db): PaymentProvider {
  return {
    name: 'test',
    createCheckout: (order) => createCheckout(order, database),
    findFacts: async (reference, now) => factsOf(await requireTestCheckout(reference, database), now),
    openWebhook: async (body, headers, now) => {
      const refused = (cause?: unknown) =>
        new AppError('invalid', m.payments_webhook_not_signed(), { cause });
      if (!isSignedWebhook(TEST_WEBHOOK_SECRET, body, headers.get(TEST_SIGNATURE_HEADER), now))
        throw refused();
      try {
        return readTestEvent(body);
      } catch (cause) {
        throw refused(cause); // the provider does not speak like this, whoever has its secret
      }
    },
    readWebhook: (body) => statementOf(readTestEvent(body)),
    openPortal: async () => null,
  };
}

/** Throws `not_found`. */
export async function requireTestCheckout(reference: string, database: Database = db): Promise<TestCheckout> {
  const [found] = await database.select().from(testCheckouts).where(eq(testCheckouts.reference, reference));
  if (!found) throw new AppError('not_found', m.payments_missing());
  return found;
}

/** Leaves something to be told to the app, in the transaction of what it tells of. */
export async function announce(
  type: string,
  { orderId: order, payment, amount, currency }: TestCheckout,
  now: Date,
  tx: Transaction,
): Promise<void> {
  const id = `evt_${newToken()}`;
  const payload = writeTestEvent({ id, type, created: now, order, payment, amount, currency });
  await tx.insert(testWebhooks).values({ id, payload, nextAttemptAt: now });
  testWebhookWaker.wake();
}

function createCheckout(order: CheckoutOrder, database: Database): Promise<OpenCheckout> {
  return database.transaction(async (tx) => {
    const { id: orderId, amount, currency, description, returnUrl, expiresAt } = order;
    const reference = `cs_${newToken()}`;
    const [made] = await tx
      .insert(testCheckouts)
      .values({ reference, orderId, amount, currency, description, returnUrl, expiresAt })
      .onConflictDoNothing({ target: testCheckouts.orderId })
      .returning();
    if (made) await announce('checkout.opened', made, new Date(), tx);
    const [kept] = made
      ? [made]
      : await tx.select().from(testCheckouts).where(eq(testCheckouts.orderId, orderId));
    if (!kept) throw new Error(`The test checkout of ${orderId} is neither there nor can it be made.`);
    return { reference: kept.reference, url: `${PUBLIC_ORIGIN}/test-checkout/${kept.reference}` };
  });
}

function factsOf(
  { state, payment, paidAt, amount, currency, ...known }: TestCheckout,
  now: Date,
): PaymentFact[] {
  if (state === 'declined' || state === 'cancelled') return [{ kind: 'ended', how: state }];
  if (!payment || !paidAt) return known.expiresAt <= now ? [{ kind: 'ended', how: 'expired' }] : [];
  const paid = { kind: 'paid', at: paidAt, payment, amount, currency, customer: null } as const;
  return known.isRefunded ? [paid, { kind: 'refunded', total: amount }] : [paid];
}
