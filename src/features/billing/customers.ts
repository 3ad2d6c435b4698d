import { and, desc, eq, lte } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Actor } from '~/lib/request/actor';
import { billingDetails } from './billing.schema';
import { taxRates } from './tax-rates.schema';

/** What an invoice has to know of whom it goes to. */
export interface Customer {
  userId: string;
  billedTo: string;
  country: string;
  taxBasisPoints: number;
}

/** The countries that we know the tax rate of, in no order that a reader would know: their names differ by language. */
export async function listCountries(now: Date, database: Database = db): Promise<string[]> {
  const found = await database
    .selectDistinct({ country: taxRates.country })
    .from(taxRates)
    .where(lte(taxRates.validFrom, now));
  return found.map(({ country }) => country);
}

/** Where the actor has said they live, or null. */
export async function findCountry(actor: Pick<Actor, 'id'>, database: Database = db): Promise<string | null> {
  const [details] = await database
    .select({ country: billingDetails.country })
    .from(billingDetails)
    .where(eq(billingDetails.userId, actor.id));
  return details?.country ?? null;
}

/** Keeps where a customer is at home. Throws `unprocessable` for a country that we have no tax rate of. */
export async function keepCountry(
  userId: string,
  country: string,
  now: Date,
  database: Database,
): Promise<void> {
  await requireTaxRate(country, now, database);
  await database
    .insert(billingDetails)
    .values({ userId, country })
    .onConflictDoUpdate({ target: billingDetails.userId, set: { country } });
}

/** The customer as of now. Throws `unprocessable` where nobody has said what country they live in. */
export async function requireCustomer(userId: string, now: Date, tx: Transaction): Promise<Customer> {
  const [found] = await tx
    .select({ country: billingDetails.country, name: profiles.fullName, email: profiles.email })
    .from(profiles)
    .leftJoin(billingDetails, eq(billingDetails.userId, profiles.id))
    .where(eq(profiles.id, userId));
  if (!found?.country) throw new AppError('unprocessable', m.billing_country_missing());
  const taxBasisPoints = await requireTaxRate(found.country, now, tx);
  return { userId, billedTo: found.name ?? found.email, country: found.country, taxBasisPoints };
}

/** Hundredths of a percent as of now. Throws `unprocessable` for a country that we have no rate of. */
export async function requireTaxRate(country: string, now: Date, database: Database): Promise<number> {
  const [rate] = await database
    .select({ basisPoints: taxRates.basisPoints })
    .from(taxRates)
    .where(and(eq(taxRates.country, country), lte(taxRates.validFrom, now)))
    .orderBy(desc(taxRates.validFrom))
    .limit(1);
  if (!rate) throw new AppError('unprocessable', m.billing_country_missing());
  return rate.basisPoints;
}
