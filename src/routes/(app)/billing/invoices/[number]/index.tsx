import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeAction$, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { BackLink } from '~/components/back-link';
import { Badge } from '~/components/badge';
import { buttonClass } from '~/components/button-style';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { IconDownload } from '~/components/icons';
import { PageHead } from '~/components/page-head';
import { PayInput } from '~/features/billing/billing.input';
import { isOpen } from '~/features/billing/billing.rules';
import * as BillingService from '~/features/billing/billing.service';
import { requireInvoice } from '~/features/billing/invoice.service';
import { shownInvoice } from '~/features/billing/shown-invoice';
import * as WalletService from '~/features/wallet/wallet.service';
import { routeInput$ } from '~/lib/form/zod-validator';
import { currentLocale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { failWithKey } from '~/lib/idempotency/fail-with-key.server';
import { newKey } from '~/lib/idempotency/key';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { InvoiceLetter } from './invoice-letter';
import { PayBox } from './pay-box';

export const useInvoice = routeLoader$(async (event) => {
  const actor = getActor(event);
  const invoice = await requireInvoice(actor, event.params.number ?? '');
  const { amount, currency, status } = invoice;
  const balance = isOpen(invoice) ? await WalletService.getBalance(actor, currency) : null;
  return {
    shown: shownInvoice(invoice, currentLocale()),
    isPaid: status === 'paid',
    toPay: balance === null ? null : { key: newKey(), amount, currency, balance },
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

export default component$(() => {
  const { shown, isPaid, toPay } = useInvoice().value;
  const pay = usePay();
  const isJustPaid = isPaid && useLocation().url.searchParams.get('notice') === 'paid';
  return (
    <>
      <nav aria-label={m.billing_breadcrumb()} class="mb-4">
        <BackLink href="/billing/invoices">{m.billing_invoices()}</BackLink>
      </nav>
      <PageHead title={shown.title} class="print:hidden">
        <div q:slot="action" class="flex flex-wrap items-center gap-4">
          <Badge tone={shown.state.tone}>{shown.state.word}</Badge>
          <a href={`/billing/invoices/${shown.number}/invoice.pdf`} download class={buttonClass('quiet')}>
            <IconDownload />
            {m.billing_download_pdf()}
          </a>
        </div>
      </PageHead>
      <div class="mb-6 grid max-w-3xl gap-3 empty:hidden print:hidden">
        {isJustPaid && <FormAlert tone="good">{m.billing_notice_paid()}</FormAlert>}
        <FormProblems problems={[pay.value?.formErrors ?? [], pay.value?.fieldErrors?.key ?? []].flat()} />
      </div>
      {toPay && (
        <PayBox
          action={pay}
          number={shown.number}
          toPay={toPay}
          commandKey={pay.value?.keyAgain ?? toPay.key}
        />
      )}
      <InvoiceLetter invoice={shown} />
    </>
  );
});

export const head: DocumentHead = ({ resolveValue }) => ({ title: resolveValue(useInvoice).shown.title });
