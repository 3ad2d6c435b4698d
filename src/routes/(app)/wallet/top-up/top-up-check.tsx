import { component$ } from '@builder.io/qwik';
import { CheckCard } from '~/components/check-card';
import { Money } from '~/components/money';
import * as m from '~/lib/i18n/paraglide/messages';

/** A top-up that was written and is not yet begun. */
export interface TopUpDraft {
  /** As the form posts them again; the key was made with the first form and stays, however often it is sent. */
  fields: Record<'amount' | 'currency' | 'key', string>;
  /** Minor units. */
  amount: bigint;
}

/** The amount once more, before anybody is sent anywhere. */
export const TopUpCheck = component$<{ draft: TopUpDraft }>(({ draft: { fields, amount } }) => (
  <CheckCard fields={fields} title={m.wallet_is_this_right()}>
    <p class="mt-4 font-display text-2xl font-semibold sm:text-3xl">
      <Money amount={amount} currency={fields.currency} />
    </p>
    <p class="mt-4 max-w-measure text-sm text-ink-soft">{m.payments_how_it_goes()}</p>
  </CheckCard>
));
