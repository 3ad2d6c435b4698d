import type { TestOutcome } from '~/features/payments/test-provider/test-checkout.service';
import type { TestCheckout } from '~/features/payments/test-provider/test-provider.schema';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

interface Choice {
  outcome: TestOutcome;
  label: string;
  variant: 'primary' | 'quiet';
}

/** What can be made of a test checkout now. */
export function choicesOf({
  state,
  amount,
  currency,
}: Pick<TestCheckout, 'state' | 'amount' | 'currency'>): Choice[] {
  const money = { amount: formatMoney(amount, currency) };
  if (state === 'open') {
    return [
      { outcome: 'pay', label: m.payments_test_pay(money), variant: 'primary' },
      { outcome: 'decline', label: m.payments_test_decline(), variant: 'quiet' },
      { outcome: 'cancel', label: m.payments_test_cancel(), variant: 'quiet' },
    ];
  }
  if (state !== 'paid') return [];
  return [
    { outcome: 'refund', label: m.payments_test_refund(money), variant: 'quiet' },
    { outcome: 'dispute', label: m.payments_test_dispute(), variant: 'quiet' },
    { outcome: 'win_dispute', label: m.payments_test_win(), variant: 'quiet' },
  ];
}
