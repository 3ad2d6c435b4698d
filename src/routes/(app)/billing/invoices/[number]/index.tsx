import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeAction$, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { Badge } from '~/components/badge';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { buttonClass } from '~/components/button-style';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { IconDownload } from '~/components/icons';
import { PageHead } from '~/components/page-head';
import { PayInput } from '~/features/billing/billing.input';
import { isOpen } from '~/features/billing/billing.rules';
import * as BillingService from '~/features/billing/billing.service';
import { requireInvoice } from '~/features/billing/invoice.service';
import { canBePdf } from '~/features/billing/pdf-letters';
import { shownInvoice } from '~/features/billing/shown-invoice';
import * as CheckoutsService from '~/features/payments/checkouts.service';
import { InvoicePaymentInput } from '~/features/payments/payments.input';
import * as WalletService from '~/features/wallet/wallet.service';
import { routeInput$ } from '~/lib/form/zod-validator';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { failWithKey } from '~/lib/idempotency/fail-with-key.server';
import { newKey } from '~/lib/idempotency/key';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { CardPay } from './card-pay';
import { InvoiceLetter } from './invoice-letter';
import { PayBox } from './pay-box';

export const useInvoice = routeLoader$(async (event) => {
  const actor = getActor(event);
  const invoice = await requireInvoice(actor, event.params.number ?? '');
  const { amount, currency, status } = invoice;
  const balance = isOpen(invoice) ? await WalletService.getBalance(actor, currency) : null;
  const shown = shownInvoice(invoice, currentLocale());
  return {
    shown,
    hasPdf: canBePdf(shown),
    isPaid: status === 'paid',
    toPay: balance === null ? null : { key: newKey(), amount, currency, balance },
    cardKey: CheckoutsService.takesCards() ? newKey() : null,
  };
});

export const usePay = routeAction$(async (input, event) => {
  try {
    await BillingService.payInvoice(getActor(event), input, visitOf(event));
  } catch (error) {
    return failWithKey(event, error, input.key);
  }
  throw event.redirect(303, `/billing/invoices/${input.number}?notice=paid`);
}, routeInput$(PayInput));

export const usePayByCard = routeAction$(async (input, event) => {
  try {
    const { url } = await CheckoutsService.startInvoicePayment(getActor(event), input, visitOf(event));
    throw event.redirect(303, url);
  } catch (error) {
    return failWithKey(event, error, input.key);
  }
}, routeInput$(InvoicePaymentInput));

export default component$(() => {
  const { shown, hasPdf, isPaid, toPay, cardKey } = useInvoice().value;
  const pay = usePay();
  const payByCard = usePayByCard();
  const refused = pay.value ?? payByCard.value;
  const { key, number } = refused?.fieldErrors ?? {};
  const isJustPaid = isPaid && useLocation().url.searchParams.get('notice') === 'paid';
  return (
    <>
      <Breadcrumbs
        places={[
          { href: '/billing', label: m.billing_title() },
          { href: '/billing/invoices', label: m.billing_invoices() },
        ]}
      />
      <PageHead title={shown.title} class="max-w-3xl print:hidden">
        <div q:slot="action" class="flex flex-wrap items-center gap-4">
          <Badge tone={shown.state.tone}>{shown.state.word}</Badge>
          {hasPdf && (
            <a href={`/billing/invoices/${shown.number}/invoice.pdf`} download class={buttonClass('quiet')}>
              <IconDownload />
              {m.billing_download_pdf()}
            </a>
          )}
        </div>
      </PageHead>
      <div class="mb-6 grid max-w-3xl gap-3 empty:hidden print:hidden">
        {!hasPdf && <FormAlert tone="info">{m.billing_no_pdf()}</FormAlert>}
        {isJustPaid && <FormAlert tone="good">{m.billing_notice_paid()}</FormAlert>}
        <FormProblems problems={[refused?.formErrors, key, number]} />
      </div>
      {toPay && (
        <PayBox
          action={pay}
          number={shown.number}
          toPay={toPay}
          commandKey={pay.value?.keyAgain ?? toPay.key}
        >
          {cardKey && (
            <CardPay
              action={payByCard}
              number={shown.number}
              commandKey={payByCard.value?.keyAgain ?? cardKey}
            />
          )}
        </PayBox>
      )}
      <InvoiceLetter invoice={shown} />
    </>
  );
});

export const head: DocumentHead = ({ resolveValue }) => ({ title: resolveValue(useInvoice).shown.title });
