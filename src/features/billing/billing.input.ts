import { z } from 'zod';
import * as m from '~/lib/i18n/paraglide/messages';
import { CommandKey } from '~/lib/idempotency/key';

const subscriptionId = z.guid({ error: () => m.billing_subscription_missing() });
const priceId = z.string({ error: () => m.billing_price_missing() });

/** Two capital letters, however they were typed. */
const country = z
  .string({ error: () => m.billing_country_missing() })
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, { error: () => m.billing_country_missing() });

/** A plan at a price, and where the customer lives. The key makes it one command however often it comes. */
export const SubscribeInput = z.object({ priceId, country, key: CommandKey });

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
    .string()
    .regex(/^-?\d{1,18}$/)
    .transform(BigInt),
  key: CommandKey,
});

export const PayInput = z.object({ number: z.string(), key: CommandKey });

export type SubscribeInput = z.infer<typeof SubscribeInput>;
export type CancelInput = z.infer<typeof CancelInput>;
export type ResumeInput = z.infer<typeof ResumeInput>;
export type ChangeInput = z.infer<typeof ChangeInput>;
export type PayInput = z.infer<typeof PayInput>;
