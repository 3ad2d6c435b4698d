import { component$ } from '@builder.io/qwik';
import { CheckCard } from '~/components/check-card';
import type { SubscribeInput } from '~/features/billing/billing.input';
import type { SubscriptionPreview } from '~/features/billing/subscribing';
import { billingDay, priceWords, rateWords } from '~/features/billing/words';
import { countryName } from '~/lib/country';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type SubscribeCheckProps = {
  /** Without a preview after a try of which nobody knows the end. */
  draft: { fields: SubscribeInput; preview: SubscriptionPreview | null };
};

/** Plan, price and dates once more, before anything begins. What is read here is what is posted. */
export const SubscribeCheck = component$<SubscribeCheckProps>(({ draft: { fields, preview } }) => (
  <CheckCard fields={fields} title={preview ? m.billing_is_this_right() : m.billing_try_again()}>
    {preview && (
      <>
        <p class="mt-4 font-display text-2xl font-semibold sm:text-3xl">{preview.plan.name}</p>
        <p class="mt-1 text-lg">{priceWords(preview.price)}</p>
        <p class="mt-4 max-w-measure">{firstInvoiceWords(preview)}</p>
        {preview.price.amount > 0n && (
          <dl class="mt-4 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
            <dt class="text-ink-soft">{m.billing_country()}</dt>
            <dd>{countryName(fields.country)}</dd>
            <dt class="text-ink-soft">{m.billing_tax_in_it({ rate: rateWords(preview.taxBasisPoints) })}</dt>
            <dd>{formatMoney(preview.taxAmount, preview.price.currency)}</dd>
          </dl>
        )}
      </>
    )}
  </CheckCard>
));

function firstInvoiceWords({ price, trialEndsAt, dueDate }: SubscriptionPreview): string {
  if (price.amount === 0n) return m.billing_begins_free();
  const amount = formatMoney(price.amount, price.currency);
  const due = billingDay(dueDate);
  return trialEndsAt
    ? m.billing_begins_trial({ end: billingDay(trialEndsAt), amount, due })
    : m.billing_begins_now({ amount, due });
}
