import { and, eq, isNull } from 'drizzle-orm';
import { requireOpenInvoice } from '~/features/billing/card-payment';
import { limit } from '~/features/security/limits';
import { openWallet } from '~/features/wallet/ledger.service';
import { type Database, db, type Transaction } from '~/lib/data/system';
import { AppError } from '~/lib/errors';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { isKept } from '~/lib/idempotency/kept-commands.server';
import { once } from '~/lib/idempotency/once.server';
import { log } from '~/lib/log.server';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { type Checkout, checkouts } from './checkouts.schema';
import type { InvoicePaymentInput, TopUpInput } from './payments.input';
import { CHECKOUT_MS } from './payments.limits';
import { stateOf } from './payments.rules';
import { customerOf } from './portal.service';
import { PROVIDER_IN_USE, requireProvider } from './providers.server';

type Payer = Pick<Actor, 'id' | 'email'>;

/** Where somebody goes to pay. */
export interface Begun {
  checkoutId: string;
  /** The provider's page. */
  url: string;
}

/** Can anybody pay by card here? */
export function takesCards(): boolean {
  return PROVIDER_IN_USE !== null;
}

/**
 * Begins to bring money into the actor's wallet by card: however often it is sent under one key, it is one checkout. The
 * money comes when the provider says so, not before. Throws `unavailable` without a provider or when it is away, `conflict`
 * for a checkout that is over, `rate_limited`, what `once` throws. Guide 22.
 */
export async function startTopUp(
  actor: Payer,
  { key, amount, currency }: TopUpInput,
  visit: Visit,
  database: Database = db,
): Promise<Begun> {
  const asked = { purpose: 'top_up', amount, currency, invoiceId: null } as const;
  const command = { userId: actor.id, route: 'payments.top_up', key, input: { amount, currency } };
  return begin(actor, command, async () => asked, visit, database);
}

/**
 * Begins to pay an invoice of the actor's by card. Throws `not_found`, `conflict` for an invoice that is not open, and as
 * `startTopUp` does. Guide 22.
 */
export async function startInvoicePayment(
  actor: Payer,
  { key, number }: InvoicePaymentInput,
  visit: Visit,
  database: Database = db,
): Promise<Begun> {
  const command = { userId: actor.id, route: 'payments.invoice', key, input: { number } };
  const ask = async (tx: Transaction) => {
    const { id: invoiceId, amount, currency } = await requireOpenInvoice(actor, number, tx);
    return { purpose: 'invoice', amount, currency, invoiceId } as const;
  };
  return begin(actor, command, ask, visit, database);
}

type Asked = Pick<Checkout, 'purpose' | 'amount' | 'currency' | 'invoiceId'>;

/** Our row first, then the provider: a payment that nobody here knows of cannot be. No transaction is open while it is asked. */
async function begin(
  actor: Payer,
  command: Parameters<typeof once>[0],
  askedFor: (tx: Transaction) => Promise<Asked>,
  visit: Visit,
  database: Database,
): Promise<Begun> {
  if (!PROVIDER_IN_USE) throw new AppError('unavailable', m.payments_no_provider());
  const provider = PROVIDER_IN_USE;
  // A repetition is answered as it was, however many others were begun since.
  if (!(await isKept(command, database))) await limit('checkout', actor.id, visit);
  const open = async (tx: Transaction) => {
    const asked = await askedFor(tx);
    const wallet = await openWallet(actor.id, asked.currency, tx);
    const expiresAt = new Date(visit.now.getTime() + CHECKOUT_MS);
    const row = {
      ...asked,
      userId: actor.id,
      walletId: wallet.id,
      provider,
      expiresAt,
      createdAt: visit.now,
    };
    const [made] = await tx.insert(checkouts).values(row).returning({ id: checkouts.id });
    if (!made) throw new Error('An insert without conflict clause came back empty.');
    return { checkoutId: made.id };
  };
  const { checkoutId } = await once(command, visit.now, open, database);
  const url = await pageOf(checkoutId, actor, database);
  log.info(command.route, {
    by: actor.id,
    checkoutId,
    clientAddress: visit.address,
    requestId: visit.requestId,
  });
  return { checkoutId, url };
}

/** The provider's page for a checkout, made when it is first wanted. After a crash in between, the provider answers the same again. */
async function pageOf(id: string, actor: Payer, database: Database): Promise<string> {
  const [checkout] = await database.select().from(checkouts).where(eq(checkouts.id, id));
  if (!checkout) throw new AppError('not_found', m.payments_missing());
  // Also when it is over: the same command is answered the same, and the provider's page says what has become of it.
  if (checkout.url) return checkout.url;
  if (stateOf(checkout) !== 'open') throw new AppError('conflict', m.payments_over());
  const provider = await requireProvider(checkout.provider);
  const made = await provider.createCheckout({
    ...checkout,
    description: checkout.purpose === 'invoice' ? m.payments_for_invoice() : m.payments_for_top_up(),
    locale: currentLocale(),
    email: actor.email,
    customer: await customerOf(actor, checkout.provider, database),
    returnUrl: `${PUBLIC_ORIGIN}/wallet/payments?id=${id}`,
  });
  await database
    .update(checkouts)
    .set(made)
    .where(and(eq(checkouts.id, id), isNull(checkouts.reference)));
  return made.url;
}
