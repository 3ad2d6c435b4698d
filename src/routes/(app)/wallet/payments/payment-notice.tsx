import { component$ } from '@builder.io/qwik';
import { ButtonLink } from '~/components/button-link';
import { buttonClass } from '~/components/button-style';
import { FormAlert } from '~/components/form-alert';
import * as m from '~/lib/i18n/paraglide/messages';
import type { ShownPayment } from './shown-payment';

/** What has become of one payment, and what can be done about it. */
export const PaymentNotice = component$<{ payment: ShownPayment }>(({ payment }) => {
  const { id, state, sentence, url, tone, again } = payment;
  return (
    <section class="mb-10 grid justify-items-start gap-4">
      <FormAlert tone={tone === 'neutral' ? 'info' : tone} class="w-full">
        {sentence}
      </FormAlert>
      <div class="flex flex-wrap gap-3 empty:hidden">
        {state === 'open' && (
          <ButtonLink href={`/wallet/payments?id=${id}`}>{m.payments_look_again()}</ButtonLink>
        )}
        {/* The card service is another house: no page of ours to be fetched in place. */}
        {url && (
          <a href={url} class={buttonClass('quiet')}>
            {m.payments_go_on()}
          </a>
        )}
        {again && <ButtonLink href={again.href}>{again.label}</ButtonLink>}
      </div>
    </section>
  );
});
