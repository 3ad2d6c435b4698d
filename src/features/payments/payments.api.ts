import { z } from 'zod';
import { CURRENCIES } from '~/features/wallet/wallet.rules';
import { nothing, operation } from '~/lib/api/operation';
import { Id, MinorUnits } from '~/lib/api/shapes';
import * as m from '~/lib/i18n/paraglide/messages';
import { outOfBounds } from './payments.input';

const TopUpRequest = z
  .strictObject({ amount: MinorUnits, currency: z.enum(CURRENCIES) })
  .check(({ value: { amount, currency }, issues }) => {
    const message = outOfBounds(currency)(amount);
    if (message) issues.push({ code: 'custom', path: ['amount'], input: amount, message });
  });

/** What card payments do for programs: somebody has to open the page that is answered. Guide 22, 23. */
export const topUpWallet = operation({
  id: 'topUpWallet',
  method: 'POST',
  path: '/wallet/top-ups',
  summary: m.payments_api_top_up,
  query: nothing,
  body: TopUpRequest,
  status: 201,
  answer: z.object({ checkoutId: Id, url: z.url().meta({ examples: ['https://pay.example/c/8e03978e'] }) }),
});

/** In the order in which they are read about. */
export const PAYMENTS_OPERATIONS = [topUpWallet];
