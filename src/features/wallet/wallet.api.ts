import { z } from 'zod';
import { EmailInput } from '~/features/auth/auth.input';
import { nothing, operation } from '~/lib/api/operation';
import { CurrencyCode, Id, MinorUnits, Moment, PageQuery, pageShape } from '~/lib/api/shapes';
import * as m from '~/lib/i18n/paraglide/messages';
import { Note, tooLarge } from './wallet.input';
import { CURRENCIES } from './wallet.rules';
import { ledgerTransactionEnum } from './wallet.schema';

const Currency = z.enum(CURRENCIES).meta({ examples: ['EUR'] });

/** What the wallet does for programs. Guide 23. */
export const readWallet = operation({
  id: 'readWallet',
  method: 'GET',
  path: '/wallet',
  summary: m.wallet_api_read,
  query: nothing,
  body: nothing,
  status: 200,
  answer: z.object({ balances: z.array(z.object({ currency: CurrencyCode, balance: MinorUnits })) }),
});

export const listWalletEntries = operation({
  id: 'listWalletEntries',
  method: 'GET',
  path: '/wallet/entries',
  summary: m.wallet_api_entries,
  query: PageQuery.extend({ currency: Currency.default(CURRENCIES[0]) }),
  body: nothing,
  status: 200,
  answer: pageShape(
    z.object({
      id: Id,
      transactionId: Id,
      postedAt: Moment,
      kind: z.enum(ledgerTransactionEnum.enumValues),
      amount: MinorUnits,
      currency: CurrencyCode,
      note: z.string().nullable(),
      person: z.string().nullable(),
      isReversed: z.boolean(),
    }),
  ),
});

const TransferRequest = z
  .strictObject({
    recipient: EmailInput.shape.email.meta({ examples: ['user@example.test'] }),
    amount: MinorUnits.refine((amount) => amount > 0n, { error: () => m.wallet_amount_not_positive() }),
    currency: Currency,
    note: Note,
  })
  .check(({ value: { amount, currency }, issues }) => {
    const message = tooLarge(currency)(amount);
    if (message) issues.push({ code: 'custom', path: ['amount'], input: amount, message });
  });

export const sendMoney = operation({
  id: 'sendMoney',
  method: 'POST',
  path: '/wallet/transfers',
  summary: m.wallet_api_transfer,
  query: nothing,
  body: TransferRequest,
  status: 201,
  answer: z.object({ transactionId: Id }),
});

/** In the order in which they are read about. */
export const WALLET_OPERATIONS = [readWallet, listWalletEntries, sendMoney];
