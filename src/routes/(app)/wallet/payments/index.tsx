import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { ButtonLink } from '~/components/button-link';
import { EmptyState } from '~/components/empty-state';
import { PageHead } from '~/components/page-head';
import * as MyPaymentsService from '~/features/payments/my-payments.service';
import { PaymentQuery } from '~/features/payments/payments.input';
import * as PortalService from '~/features/payments/portal.service';
import { PortalForm } from '~/features/payments/portal-form';
import { failWith } from '~/lib/form/refusal';
import * as m from '~/lib/i18n/paraglide/messages';
import { getActor } from '~/lib/request/actor';
import { PaymentNotice } from './payment-notice';
import { PaymentTable } from './payment-table';
import { shownPayment } from './shown-payment';

/** Whoever comes back from the card service lands here. That they came says nothing: the service is asked. */
export const usePayments = routeLoader$(async (event) => {
  const actor = getActor(event);
  const { id } = PaymentQuery.parse(Object.fromEntries(event.query));
  const asked = id ? shownPayment(await MyPaymentsService.findOut(actor, id, new Date())) : null;
  const [payments, hasPortal] = await Promise.all([
    MyPaymentsService.listCheckouts(actor),
    PortalService.hasPortal(actor),
  ]);
  return { asked, payments: payments.map(shownPayment), hasPortal };
});

export const usePortal = routeAction$(async (_, event) => {
  try {
    throw event.redirect(303, await PortalService.openPortal(getActor(event), '/wallet/payments'));
  } catch (error) {
    return failWith(event, error);
  }
});

export default component$(() => {
  const { asked, payments, hasPortal } = usePayments().value;
  const portal = usePortal();
  return (
    <>
      <Breadcrumbs places={[{ href: '/wallet', label: m.wallet_title() }]} />
      <PageHead title={m.payments_title()} />
      {asked && <PaymentNotice payment={asked} />}
      {payments.length > 0 && <PaymentTable payments={payments} />}
      {hasPortal && (
        <div class="mt-8">
          <PortalForm action={portal} problems={portal.value?.formErrors} />
        </div>
      )}
      {payments.length === 0 && (
        <EmptyState title={m.payments_none()} lead={m.payments_none_text()}>
          <ButtonLink href="/wallet/top-up">{m.payments_top_up()}</ButtonLink>
        </EmptyState>
      )}
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.payments_title() });
