import { component$ } from '@builder.io/qwik';
import { CheckCard } from '~/components/check-card';
import { Money } from '~/components/money';
import type { ChangePreview } from '~/features/billing/changing';
import { billingDay, lineWords, periodWords, priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';
import type { Draft } from './draft';

/** What the change comes to, to the day, before it is made. What is read here is what is posted. */
export const ChangeCheck = component$<{ draft: Draft }>(({ draft: { fields, preview } }) => (
  <CheckCard fields={fields} title={preview ? m.billing_is_this_right() : m.billing_try_again()}>
    {preview && (
      <>
        <p class="mt-4 font-display text-2xl font-semibold">
          {m.billing_change_from_to({ from: preview.from.plan.name, to: preview.to.plan.name })}
        </p>
        <p class="mt-1 text-lg">{priceWords(preview.to.price)}</p>
        {preview.lines.length > 0 && <Lines preview={preview} />}
        <p class="mt-5 max-w-measure">{outcome(preview)}</p>
      </>
    )}
  </CheckCard>
));

const Lines = component$<{ preview: ChangePreview }>(({ preview: { lines, total, to } }) => (
  <dl class="mt-6 border-t border-line">
    {lines.map((line) => (
      <div key={line.kind} class="flex items-baseline justify-between gap-6 border-b border-line py-3">
        <dt>
          {lineWords(line)}
          <span class="block text-sm text-ink-soft">{periodWords(line)}</span>
        </dt>
        <dd>
          <Money amount={line.amount} currency={to.price.currency} />
        </dd>
      </div>
    ))}
    <div class="flex items-baseline justify-between gap-6 pt-3 font-semibold">
      <dt>{total < 0n ? m.billing_to_get_back() : m.billing_to_pay()}</dt>
      <dd class="font-display text-xl">
        <Money amount={total < 0n ? -total : total} currency={to.price.currency} />
      </dd>
    </div>
  </dl>
));

/** What follows: an invoice, money in the wallet, or neither; and when the next period begins. */
function outcome({ lines, total, period, to }: ChangePreview): string {
  const end = billingDay(period.end);
  if (lines.length === 0) return m.billing_change_costs_nothing({ end });
  const amount = formatMoney(total < 0n ? -total : total, to.price.currency);
  const words = total > 0n ? m.billing_change_invoice : m.billing_change_refund;
  return total === 0n ? m.billing_change_costs_nothing({ end }) : words({ amount, end });
}
