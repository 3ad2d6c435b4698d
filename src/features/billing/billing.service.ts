import { and, eq, ne, sql } from 'drizzle-orm';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import type {
  CancelInput,
  ChangeInput,
  CountryInput,
  PayInput,
  ResumeInput,
  SubscribeInput,
} from './billing.input';
import { isOpen } from './billing.rules';
import { subscriptions } from './billing.schema';
import { carryOut } from './billing-command';
import { applyChange, type ChangePreview, weighChange } from './changing';
import { collect, voidInvoices } from './collecting';
import { keepCountry } from './customers';
import { lockOwnInvoice } from './lock-invoice';
import { lockRunning, requireRunning } from './subscribed';
import { type Subscribing, type SubscriptionPreview, subscribe, weighSubscription } from './subscribing';

type Customer = Pick<Actor, 'id'>;

/** The subscription that the actor has now, with its plan and price, or null. There is never more than one. Guide 7. */
export async function findLiveSubscription(actor: Customer, database: Database = db) {
  return (await liveSubscription(database).execute({ userId: actor.id })) ?? null;
}

const liveSubscription = written((database: Database) =>
  database.query.subscriptions
    .findFirst({
      where: and(eq(subscriptions.userId, sql.placeholder('userId')), ne(subscriptions.status, 'cancelled')),
      with: { plan: true, price: true },
    })
    .prepare('live_subscription'),
);

export type LiveSubscription = NonNullable<Awaited<ReturnType<typeof findLiveSubscription>>>;

/** What a subscription would begin with now. Throws as `createSubscription` does, and changes nothing. Guide 7. */
export function previewSubscription(
  actor: Customer,
  input: Pick<SubscribeInput, 'priceId' | 'country'>,
  now: Date,
  database: Database = db,
): Promise<SubscriptionPreview> {
  return weighSubscription(actor, input, now, database);
}

/**
 * Begins a subscription and asks for its first period, due in 30 days: both or neither. The first one of a user whose price
 * has a trial begins with that, and is asked for at its end.
 * Throws `conflict` for whoever has one, `unprocessable` for a price that is not on sale and a country without tax rate,
 * what `once` throws. Guide 7.
 */
export function createSubscription(
  actor: Customer,
  input: SubscribeInput,
  visit: Visit,
  database: Database = db,
): Promise<Subscribing> {
  const command = { userId: actor.id, route: 'billing.subscribe', asked: input };
  return carryOut(command, visit, (tx) => subscribe(actor, input, visit.now, tx), database);
}

/**
 * Ends a subscription: at the end of its period, or now, which makes what is pending of it, and only of it, void. Nothing
 * that was paid goes back. Throws `not_found`, `conflict` for one that has ended, what `once` throws. Guide 7.
 */
export function cancelSubscription(
  actor: Customer,
  input: CancelInput,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const { subscriptionId, when } = input;
  const cancel = async (tx: Transaction) => {
    const { subscription } = await lockRunning({ userId: actor.id, subscriptionId }, tx);
    const ended = { status: 'cancelled', cancelledAt: visit.now, endReason: 'asked' } as const;
    await tx
      .update(subscriptions)
      .set(when === 'now' ? ended : { cancelAtPeriodEnd: true })
      .where(eq(subscriptions.id, subscription.id));
    if (when === 'now') await voidInvoices(subscription.id, ['pending'], 'cancelled', visit.now, tx);
  };
  return carryOut({ userId: actor.id, route: 'billing.cancel', asked: input }, visit, cancel, database);
}

/** Takes a cancellation at the end of the period back. Throws `not_found`, `conflict` once the period is over. Guide 7. */
export function resumeSubscription(
  actor: Customer,
  input: ResumeInput,
  visit: Visit,
  database: Database = db,
): Promise<void> {
  const resume = async (tx: Transaction) => {
    const own = { userId: actor.id, subscriptionId: input.subscriptionId };
    const { subscription } = await lockRunning(own, tx);
    if (subscription.cancelAtPeriodEnd && subscription.periodEnd <= visit.now) {
      throw new AppError('conflict', m.billing_subscription_over());
    }
    await tx
      .update(subscriptions)
      .set({ cancelAtPeriodEnd: false })
      .where(eq(subscriptions.id, subscription.id));
  };
  return carryOut({ userId: actor.id, route: 'billing.resume', asked: input }, visit, resume, database);
}

/** What a change of plan would come to now. Throws as `changePlan` does, and changes nothing. Guide 7. */
export async function previewChange(
  actor: Customer,
  { subscriptionId, priceId }: Pick<ChangeInput, 'subscriptionId' | 'priceId'>,
  now: Date,
  database: Database = db,
): Promise<ChangePreview> {
  const found = await requireRunning({ userId: actor.id, subscriptionId }, database);
  return weighChange(found, priceId, now, database);
}

/**
 * Changes to another plan or price now, for exactly the total that was shown: the same function weighs both. What is left to
 * pay becomes an invoice, what is too much goes back to the wallet with a credit note.
 * Throws what `weighChange` throws, and `conflict` when the total is no longer the one that was confirmed. Guide 7.
 */
export function changePlan(
  actor: Customer,
  input: ChangeInput,
  visit: Visit,
  database: Database = db,
): Promise<Subscribing> {
  const { subscriptionId, priceId, total } = input;
  const change = async (tx: Transaction) => {
    const found = await lockRunning({ userId: actor.id, subscriptionId }, tx);
    const weighed = await weighChange(found, priceId, visit.now, tx);
    if (weighed.total !== total) throw new AppError('conflict', m.billing_change_differs());
    return { subscriptionId, invoiceNumber: await applyChange(found, weighed, visit.now, tx) };
  };
  return carryOut({ userId: actor.id, route: 'billing.change', asked: input }, visit, change, database);
}

/**
 * Pays an invoice of the actor's from their wallet: entries, payment, invoice and receipt are one transaction.
 * Throws `not_found`, `conflict` for one that is not open and without enough money, what `once` throws. Guide 7.
 */
export function payInvoice(
  actor: Customer,
  input: PayInput,
  visit: Visit,
  database: Database = db,
): Promise<{ transactionId: string }> {
  const pay = async (tx: Transaction) => {
    const invoice = await lockOwnInvoice(actor, input.number, tx);
    if (!isOpen(invoice)) throw new AppError('conflict', m.billing_invoice_settled());
    return { transactionId: await collect(invoice, visit.now, tx) };
  };
  return carryOut({ userId: actor.id, route: 'billing.pay', asked: input }, visit, pay, database);
}

/** Keeps where the actor lives, for the invoices from now on. Throws `unprocessable` for a country without tax rate. */
export function changeCountry(
  actor: Customer,
  { country }: CountryInput,
  now: Date,
  database: Database = db,
): Promise<void> {
  return keepCountry(actor.id, country, now, database);
}
