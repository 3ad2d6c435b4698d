import { and, desc, eq, lte } from 'drizzle-orm';
import { profiles } from '~/features/auth/auth.schema';
import type { Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import * as m from '~/lib/i18n/paraglide/messages';
import { billingDetails } from './billing.schema';
import { taxRates } from './invoices.schema';

/** What an invoice has to know of whom it goes to. */
export interface Customer {
  userId: string;
  billedTo: string;
  country: string;
  taxBasisPoints: number;
}

/** Keeps where a customer is at home. Throws `unprocessable` for a country that we have no tax rate of. */
export async function keepCountry(
  userId: string,
  country: string,
  now: Date,
  tx: Transaction,
): Promise<void> {
  await requireTaxRate(country, now, tx);
  await tx
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

async function requireTaxRate(country: string, now: Date, tx: Transaction): Promise<number> {
  const [rate] = await tx
    .select({ basisPoints: taxRates.basisPoints })
    .from(taxRates)
    .where(and(eq(taxRates.country, country), lte(taxRates.validFrom, now)))
    .orderBy(desc(taxRates.validFrom))
    .limit(1);
  if (!rate) throw new AppError('unprocessable', m.billing_country_missing());
  return rate.basisPoints;
}
