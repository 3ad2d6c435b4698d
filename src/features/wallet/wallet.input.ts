import { z } from 'zod';
import { EmailInput } from '~/features/auth/auth.input';
import * as m from '~/lib/i18n/paraglide/messages';
import { CommandKey } from '~/lib/idempotency/key';
import { positionIn } from '~/lib/keyset';
import { formatMoney } from '~/lib/money';
import { NOTE_MAX } from './wallet.limits';
import { type AmountProblem, CURRENCIES, type Currency, parseAmount, transferMax } from './wallet.rules';

const PROBLEMS: Record<AmountProblem, () => string> = {
  missing: m.wallet_amount_missing,
  unreadable: m.wallet_amount_unreadable,
  ambiguous: m.wallet_amount_ambiguous,
  too_precise: m.wallet_amount_too_precise,
  not_positive: m.wallet_amount_not_positive,
};

/** What was typed as minor units, with a sentence for whatever it is instead; `refuse` has one for an amount that may not be. */
export const amountIn = (currency: Currency, refuse: (amount: bigint) => string | null) =>
  z.string({ error: () => m.wallet_amount_missing() }).transform((typed, context) => {
    const read = parseAmount(typed, currency);
    const problem = typeof read === 'string' ? PROBLEMS[read]() : refuse(read);
    if (typeof read === 'bigint' && !problem) return read;
    context.addIssue({ code: 'custom', message: problem ?? m.wallet_amount_unreadable() });
    return z.NEVER;
  });

/** The sentence for an amount that is more than goes in one transfer. */
export const tooLarge = (currency: Currency) => (amount: bigint) => {
  const max = transferMax(currency);
  return amount > max ? m.wallet_amount_too_large({ max: formatMoney(max, currency) }) : null;
};

/** One line of text; nothing typed is nothing. */
export const Note = z
  .string()
  .trim()
  .refine((text) => [...text].length <= NOTE_MAX, { error: () => m.wallet_note_long({ max: NOTE_MAX }) })
  .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), { error: () => m.wallet_note_characters() })
  .transform((text) => text || null)
  .nullish()
  .transform((text) => text ?? null);

const transferIn = <C extends Currency>(currency: C) =>
  z.object({
    currency: z.literal(currency),
    recipient: EmailInput.shape.email,
    amount: amountIn(currency, tooLarge(currency)),
    note: Note,
    key: CommandKey,
  });

/** Money for somebody: each currency reads its own amounts. The key makes it one command however often it comes. */
export const TransferInput = z.discriminatedUnion('currency', [
  transferIn(CURRENCIES[0]),
  transferIn(CURRENCIES[1]),
]);

/** The same as a form of two steps posts it: read it back, let it be changed, send it. */
export const TransferSteps = z.intersection(
  TransferInput,
  z.object({ step: z.enum(['check', 'change', 'send']).catch('check') }),
);

/** Which part of which statement an address asks for; what makes no sense in it is left out. */
export const StatementQuery = z.object({
  currency: z.enum(CURRENCIES).optional().catch(undefined),
  older: z.string().optional().transform(positionIn),
  newer: z.string().optional().transform(positionIn),
  /** The transfer that was made just now. */
  sent: z.guid().optional().catch(undefined),
});

export type TransferInput = z.infer<typeof TransferInput>;
export type StatementQuery = z.infer<typeof StatementQuery>;
