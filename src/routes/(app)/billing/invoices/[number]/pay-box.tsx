import { component$, Slot } from '@builder.io/qwik';
import { type ActionStore, Form } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { ButtonLink } from '~/components/button-link';
import { Card } from '~/components/card';
import type { PayInput } from '~/features/billing/billing.input';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type PayBoxProps = {
  // The rest of its type says what it answers, which is the page's business.
  action: ActionStore<unknown, PayInput, false>;
  number: string;
  toPay: { amount: bigint; currency: string; balance: bigint };
  /** What makes paying one command, however often it is sent. */
  commandKey: string;
};

/** Paying what is open, or what there is to know where the wallet has too little. The slot holds other ways to pay. */
export const PayBox = component$<PayBoxProps>(({ action, number, toPay, commandKey }) => {
  const { amount, currency, balance } = toPay;
  const inWallet = formatMoney(balance, currency);
  const missing = formatMoney(amount - balance, currency);
  return (
    <Card title={m.billing_pay_title()} class="mb-6 max-w-3xl print:hidden">
      <div class="flex flex-wrap items-center justify-between gap-4">
        <p class="text-ink-soft">
          {balance < amount
            ? m.billing_missing_money({ missing, amount: inWallet })
            : m.billing_in_wallet({ amount: inWallet })}
        </p>
        <div class="flex flex-wrap gap-3">
          {balance < amount ? (
            <ButtonLink href={`/wallet?currency=${currency}`}>{m.billing_to_wallet()}</ButtonLink>
          ) : (
            <Form action={action}>
              <input type="hidden" name="number" value={number} />
              <input type="hidden" name="key" value={commandKey} />
              <Button working={action.isRunning}>
                {m.billing_pay_amount({ amount: formatMoney(amount, currency) })}
              </Button>
            </Form>
          )}
          <Slot />
        </div>
      </div>
    </Card>
  );
});
