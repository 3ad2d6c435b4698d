import { z } from 'zod';
import { CURRENCIES } from '~/features/wallet/wallet.rules';
import * as m from '~/lib/i18n/paraglide/messages';
import { CommandKey } from '~/lib/idempotency/key';
import { positionIn } from '~/lib/keyset';
import { INVOICE_STATES } from './billing.rules';
import { INTERVALS } from './pricing.rules';

const subscriptionId = z.guid({ error: () => m.billing_subscription_missing() });
/** A slug, as the table has it: anything else is on sale nowhere. */
const priceId = z
  .string({ error: () => m.billing_price_missing() })
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: () => m.billing_price_missing() });

/** Two capital letters, however they were typed. */
const country = z
  .string({ error: () => m.billing_country_missing() })
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, { error: () => m.billing_country_missing() });

/** A plan at a price, and where the customer lives. The key makes it one command however often it comes. */
export const SubscribeInput = z.object({ priceId, country, key: CommandKey });

/** The same as a form of two steps posts it: read it back, let it be changed, subscribe. */
export const SubscribeSteps = SubscribeInput.extend({
  step: z.enum(['check', 'change', 'subscribe']).catch('check'),
});

/** At the end of the period where nothing else is said: the customer has paid for it. */
export const CancelInput = z.object({
  subscriptionId,
  when: z.enum(['now', 'period_end']).catch('period_end'),
  key: CommandKey,
});

export const ResumeInput = z.object({ subscriptionId, key: CommandKey });

/** Another price, and the total that was shown for it, in minor units: no other is charged. */
export const ChangeInput = z.object({
  subscriptionId,
  priceId,
  total: z
    .string({ error: () => m.billing_change_differs() })
    .regex(/^-?\d{1,18}$/, { error: () => m.billing_change_differs() })
    .transform(BigInt),
  key: CommandKey,
});

/** The form of two steps: only the second one posts a total, the one that was shown. */
export const ChangeSteps = z.discriminatedUnion('step', [
  ChangeInput.omit({ total: true }).extend({ step: z.enum(['check', 'back']) }),
  ChangeInput.extend({ step: z.literal('change') }),
]);

export const CountryInput = z.object({ country });

/** How an address wants to see the prices; what makes no sense in it is left out. */
export const PricingQuery = z.object({
  interval: z.enum(INTERVALS).catch('month'),
  currency: z.enum(CURRENCIES).optional().catch(undefined),
});

/** Which part of which invoices an address asks for; what makes no sense in it is left out. */
export const InvoicesQuery = z.object({
  state: z.enum(INVOICE_STATES).optional().catch(undefined),
  older: z.string().optional().transform(positionIn),
  newer: z.string().optional().transform(positionIn),
});

/** As the database numbers invoices. */
export const InvoiceNumber = z
  .string({ error: () => m.billing_invoice_missing() })
  .regex(/^INV-\d{4,}-\d{6,}$/, { error: () => m.billing_invoice_missing() });

export const PayInput = z.object({ number: InvoiceNumber, key: CommandKey });

export type SubscribeInput = z.infer<typeof SubscribeInput>;
export type CancelInput = z.infer<typeof CancelInput>;
export type ResumeInput = z.infer<typeof ResumeInput>;
export type ChangeInput = z.infer<typeof ChangeInput>;
export type CountryInput = z.infer<typeof CountryInput>;
export type InvoicesQuery = z.infer<typeof InvoicesQuery>;
export type PayInput = z.infer<typeof PayInput>;
