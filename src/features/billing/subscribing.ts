import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { Database, Transaction } from '~/lib/data/system';
import { isUniqueViolation } from '~/lib/db/refusals';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import type { SubscribeInput } from './billing.input';
import { addDays, dueDate, periodAt, taxIn } from './billing.rules';
import { type Price, subscriptions } from './billing.schema';
import { keepCountry, requireTaxRate } from './customers';
import { issueInvoice } from './invoicing';
import { type PricedPlan, requireOffer } from './offers';
import { periodLine } from './plan-change.rules';

/** A subscription as it would begin now. */
export interface SubscriptionPreview extends PricedPlan {
  /** The tax in the price, by the country that was named. */
  taxAmount: bigint;
  taxBasisPoints: number;
  /** The end of the free period, where there is one. */
  trialEndsAt: Date | null;
  /** When the first invoice comes, and until when it is to be paid. */
  invoicedAt: Date;
  dueDate: Date;
}

/**
 * What a subscription would begin with. Throws `conflict` for whoever has one, `unprocessable` for a price that is not on
 * sale and a country without tax rate. The database has the last word when it begins.
 */
export async function weighSubscription(
  actor: Pick<Actor, 'id'>,
  { priceId, country }: { priceId: string; country: string },
  now: Date,
  database: Database,
): Promise<SubscriptionPreview> {
  const offer = await requireOffer(priceId, database);
  const taxBasisPoints = await requireTaxRate(country, now, database);
  const isLive = and(eq(subscriptions.userId, actor.id), ne(subscriptions.status, 'cancelled'));
  if ((await database.$count(subscriptions, isLive)) > 0) {
    throw new AppError('conflict', m.billing_already_subscribed());
  }
  const trialEndsAt = await trialEnd(actor, offer.price, now, database);
  const invoicedAt = trialEndsAt ?? now;
  const taxAmount = taxIn(offer.price.amount, taxBasisPoints);
  return { ...offer, taxAmount, taxBasisPoints, trialEndsAt, invoicedAt, dueDate: dueDate(invoicedAt) };
}

/** What a subscription was begun or changed with. Like all answers that are kept, it survives JSON. */
export interface Subscribing {
  subscriptionId: string;
  /** Null where nothing is to be paid yet. */
  invoiceNumber: string | null;
}

/**
 * The work of `createSubscription`, in its transaction: the subscription, and the demand for its first period where there is
 * no trial. Throws as `weighSubscription` does.
 */
export async function subscribe(
  actor: Pick<Actor, 'id'>,
  { priceId, country }: SubscribeInput,
  now: Date,
  tx: Transaction,
): Promise<Subscribing> {
  const offer = await requireOffer(priceId, tx);
  await keepCountry(actor.id, country, now, tx);
  const begun = await begin(actor, offer, now, tx);
  const period = { start: begun.periodStart, end: begun.periodEnd };
  const lines = begun.status === 'trialing' ? [] : [periodLine(offer, period)];
  const demand = { subscription: begun, userId: actor.id, reason: 'start', period, lines } as const;
  const invoice = await issueInvoice({ ...demand, currency: offer.price.currency }, now, tx);
  return { subscriptionId: begun.id, invoiceNumber: invoice?.number ?? null };
}

async function begin(actor: Pick<Actor, 'id'>, { plan, price }: PricedPlan, now: Date, tx: Transaction) {
  const trialEndsAt = await trialEnd(actor, price, now, tx);
  const first = trialEndsAt ? { start: now, end: trialEndsAt } : periodAt(now, price.interval, 0);
  const [begun] = await tx
    .insert(subscriptions)
    .values({
      userId: actor.id,
      planId: plan.id,
      priceId: price.id,
      priceSince: now,
      status: trialEndsAt ? 'trialing' : 'active',
      startDate: now,
      trialEndsAt,
      anchor: now,
      periodStart: first.start,
      periodEnd: first.end,
    })
    .returning()
    .catch((error: unknown) => {
      // The index is the one that knows: looking first, two at once would both see none.
      if (!isUniqueViolation(error, 'subscriptions_one_live_per_user')) throw error;
      throw new AppError('conflict', m.billing_already_subscribed(), { cause: error });
    });
  if (!begun) throw new Error('An insert without conflict clause came back empty.');
  return begun;
}

/** The end of the trial that begins now, or null: one free period a user, however often they come back. */
async function trialEnd(
  actor: Pick<Actor, 'id'>,
  { trialDays }: Pick<Price, 'trialDays'>,
  now: Date,
  database: Database,
): Promise<Date | null> {
  if (trialDays === 0) return null;
  const trials = and(eq(subscriptions.userId, actor.id), isNotNull(subscriptions.trialEndsAt));
  return (await database.$count(subscriptions, trials)) > 0 ? null : addDays(now, trialDays);
}
