import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { Database } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { addDays, dueDate, taxIn } from './billing.rules';
import { type Price, subscriptions } from './billing.schema';
import { requireTaxRate } from './customers';
import { type PricedPlan, requireOffer } from './offers';

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

/** The end of the trial that begins now, or null: one free period a user, however often they come back. */
export async function trialEnd(
  actor: Pick<Actor, 'id'>,
  { trialDays }: Pick<Price, 'trialDays'>,
  now: Date,
  database: Database,
): Promise<Date | null> {
  if (trialDays === 0) return null;
  const trials = and(eq(subscriptions.userId, actor.id), isNotNull(subscriptions.trialEndsAt));
  return (await database.$count(subscriptions, trials)) > 0 ? null : addDays(now, trialDays);
}
