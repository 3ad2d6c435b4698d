import { z } from 'zod';
import { InvoiceNumber } from '~/features/billing/billing.input';
import { amountIn } from '~/features/wallet/wallet.input';
import { CURRENCIES, type Currency } from '~/features/wallet/wallet.rules';
import * as m from '~/lib/i18n/paraglide/messages';
import { CommandKey } from '~/lib/idempotency/key';
import { formatMoney, minorDigits } from '~/lib/money';
import { TOP_UP_MAX_UNITS, TOP_UP_MIN_UNITS } from './payments.limits';

/** What a top-up may be, in minor units. */
export function topUpBounds(currency: string): { min: bigint; max: bigint } {
  const unit = 10n ** BigInt(minorDigits(currency));
  return { min: TOP_UP_MIN_UNITS * unit, max: TOP_UP_MAX_UNITS * unit };
}

/** The sentence for an amount that is too small or too large to be brought in at once. */
export const outOfBounds = (currency: Currency) => (amount: bigint) => {
  const { min, max } = topUpBounds(currency);
  if (amount < min) return m.payments_amount_too_small({ min: formatMoney(min, currency) });
  return amount > max ? m.payments_amount_too_large({ max: formatMoney(max, currency) }) : null;
};

const topUpIn = <C extends Currency>(currency: C) =>
  z.object({
    currency: z.literal(currency),
    amount: amountIn(currency, outOfBounds(currency)),
    key: CommandKey,
  });

/** Money for one's own wallet: each currency reads its own amounts. The key makes it one command however often it comes. */
export const TopUpInput = z.discriminatedUnion('currency', [topUpIn(CURRENCIES[0]), topUpIn(CURRENCIES[1])]);

/** The same as a form of two steps posts it: read it back, let it be changed, go and pay. */
export const TopUpSteps = z.intersection(
  TopUpInput,
  z.object({ step: z.enum(['check', 'change', 'pay']).catch('check') }),
);

export const InvoicePaymentInput = z.object({ number: InvoiceNumber, key: CommandKey });

/** The card payment that an address asks for; what makes no sense in it is left out. */
export const PaymentQuery = z.object({ id: z.guid().optional().catch(undefined) });

/** What is done on the page of the test provider. */
export const TestDecision = z.object({
  outcome: z.enum(['pay', 'decline', 'cancel', 'refund', 'dispute', 'win_dispute']),
});

export type TopUpInput = z.infer<typeof TopUpInput>;
export type InvoicePaymentInput = z.infer<typeof InvoicePaymentInput>;
