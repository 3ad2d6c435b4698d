import { and, desc, eq, isNotNull } from 'drizzle-orm';
import { type Database, db } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import type { Actor } from '~/lib/request/actor';
import { checkouts } from './checkouts.schema';
import type { ProviderName } from './provider';
import { PROVIDER_IN_USE, requireProvider } from './providers.server';

/** Does the provider in use know the actor as a customer, with cards and receipts to show? */
export async function hasPortal(actor: Pick<Actor, 'id'>, database: Database = db): Promise<boolean> {
  return PROVIDER_IN_USE !== null && (await customerOf(actor, PROVIDER_IN_USE, database)) !== null;
}

/**
 * A page of the provider's where the actor sees their cards and receipts, and which leads back to the `page` of ours that
 * they came from. Throws `not_found` for whoever has none there, `unavailable` while the provider is away. Guide 22.
 */
export async function openPortal(
  actor: Pick<Actor, 'id'>,
  page: `/${string}`,
  database: Database = db,
): Promise<string> {
  const customer = PROVIDER_IN_USE && (await customerOf(actor, PROVIDER_IN_USE, database));
  if (!customer) throw new AppError('not_found', m.payments_missing());
  const provider = await requireProvider(PROVIDER_IN_USE ?? '');
  const url = await provider.openPortal(customer, PUBLIC_ORIGIN + page, currentLocale());
  if (!url) throw new AppError('not_found', m.payments_missing());
  return url;
}

/** The provider's name for the actor, from their last payment. */
export async function customerOf(
  actor: Pick<Actor, 'id'>,
  provider: ProviderName,
  database: Database,
): Promise<string | null> {
  const isTheirs = and(eq(checkouts.userId, actor.id), eq(checkouts.provider, provider));
  const [last] = await database
    .select({ customer: checkouts.customerReference })
    .from(checkouts)
    .where(and(isTheirs, isNotNull(checkouts.customerReference)))
    .orderBy(desc(checkouts.createdAt))
    .limit(1);
  return last?.customer ?? null;
}
