import { component$ } from '@builder.io/qwik';
import { CheckCard } from '~/components/check-card';
import { Money } from '~/components/money';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Draft } from './draft';

/** Amount and person once more, before anything moves. What is read here is what is posted. */
export const TransferCheck = component$<{ draft: Draft }>(({ draft: { fields, amount, left } }) => (
  <CheckCard fields={fields} title={left === null ? m.wallet_try_again() : m.wallet_is_this_right()}>
    <p class="mt-4 font-display text-2xl font-semibold sm:text-3xl">
      <Money amount={amount} currency={fields.currency} />
    </p>
    <dl class="mt-4 grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      <dt class="text-ink-soft">{m.wallet_recipient()}</dt>
      <dd class="font-medium">{fields.recipient}</dd>
      {fields.note && (
        <>
          <dt class="text-ink-soft">{m.wallet_note_said()}</dt>
          <dd>{fields.note}</dd>
        </>
      )}
      {left !== null && (
        <>
          <dt class="text-ink-soft">{m.wallet_left()}</dt>
          <dd>
            <Money amount={left} currency={fields.currency} />
          </dd>
        </>
      )}
    </dl>
  </CheckCard>
));
