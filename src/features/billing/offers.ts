import { and, asc, eq } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { type Plan, type Price, plans, prices } from './billing.schema';

/** A plan at one of the prices that it is sold at. */
export interface PricedPlan {
  plan: Plan;
  price: Price;
}

/** What can be subscribed to now, the cheapest first. Guide 7. */
export function listOffers(database: Database = db): Promise<PricedPlan[]> {
  return onSale(database).orderBy(asc(prices.currency), asc(prices.amount), asc(prices.id));
}

/** That price with its plan. Throws `unprocessable` for one that is not on sale. */
export async function requireOffer(priceId: string, database: Database): Promise<PricedPlan> {
  const [offer] = await onSale(database, priceId);
  if (!offer) throw new AppError('unprocessable', m.billing_price_missing());
  return offer;
}

function onSale(database: Database, priceId?: string) {
  const isOnSale = and(eq(prices.active, true), eq(plans.active, true));
  return database
    .select({ plan: plans, price: prices })
    .from(prices)
    .innerJoin(plans, eq(plans.id, prices.planId))
    .where(and(isOnSale, priceId === undefined ? undefined : eq(prices.id, priceId)))
    .$dynamic();
}
