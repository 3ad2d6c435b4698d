import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeAction$, routeLoader$, useLocation } from '@builder.io/qwik-city';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { NavLink } from '~/components/nav-link';
import { PageHead } from '~/components/page-head';
import { CountryInput, ResumeInput } from '~/features/billing/billing.input';
import * as BillingService from '~/features/billing/billing.service';
import { findCountry, listCountries } from '~/features/billing/customers';
import { listInvoices, listOpenInvoices } from '~/features/billing/invoice-list.service';
import { OpenInvoices } from '~/features/billing/open-invoices';
import * as PortalService from '~/features/payments/portal.service';
import { PortalForm } from '~/features/payments/portal-form';
import { namedCountries } from '~/lib/country';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { failWithKey } from '~/lib/idempotency/fail-with-key.server';
import { newKey } from '~/lib/idempotency/key';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { CountryForm } from './country-form';
import { InvoiceTable } from './invoices/invoice-table';
import { shownInvoiceRow } from './invoices/shown-invoice-row';
import { NoPlan } from './no-plan';
import { noticeWords } from './notice-words';
import { PlanActs } from './plan-acts';
import { PlanFacts } from './plan-facts';

/** So many of the newest invoices stand here; the list has all. */
const LATEST = 5;

export const useBilling = routeLoader$(async (event) => {
  const actor = getActor(event);
  const [subscription, open, latest, country, countries, hasPortal] = await Promise.all([
    BillingService.findLiveSubscription(actor),
    listOpenInvoices(actor),
    listInvoices(actor, {}, undefined, LATEST),
    findCountry(actor),
    listCountries(new Date()),
    PortalService.hasPortal(actor),
  ]);
  return {
    key: newKey(),
    subscription,
    open,
    latest: latest.rows.map(shownInvoiceRow),
    country,
    countries: namedCountries(countries),
    hasPortal,
    notice: noticeWords(event.query.get('notice'), subscription),
  };
});

export const useResume = routeAction$(async (input, event) => {
  try {
    await BillingService.resumeSubscription(getActor(event), input, visitOf(event));
  } catch (error) {
    return failWithKey(event, error, input.key);
  }
  throw event.redirect(303, '/billing?notice=resumed');
}, routeInput$(ResumeInput));

export const useChangeCountry = routeAction$(async (input, event) => {
  try {
    await BillingService.changeCountry(getActor(event), input, new Date());
  } catch (error) {
    return failWith(event, error);
  }
  throw event.redirect(303, '/billing?notice=country');
}, routeInput$(CountryInput));

export const usePortal = routeAction$(async (_, event) => {
  try {
    throw event.redirect(303, await PortalService.openPortal(getActor(event), '/billing'));
  } catch (error) {
    return failWith(event, error);
  }
});

export default component$(() => {
  const { key, subscription, open, latest, country, countries, hasPortal, notice } = useBilling().value;
  const resume = useResume();
  const changeCountry = useChangeCountry();
  const portal = usePortal();
  const hasPosted = useLocation().url.searchParams.has('qaction');
  return (
    <>
      <PageHead title={m.billing_title()} lead={m.billing_lead()} />
      {notice && !hasPosted && (
        <FormAlert tone="good" class="mb-8">
          {notice}
        </FormAlert>
      )}
      <FormProblems problems={[resume.value?.formErrors, resume.value?.fieldErrors?.key]} />
      <OpenInvoices invoices={open} />
      {subscription ? (
        <>
          <PlanFacts subscription={subscription} open={open} />
          <PlanActs subscription={subscription} resume={resume} commandKey={resume.value?.keyAgain ?? key} />
        </>
      ) : (
        <NoPlan />
      )}
      {latest.length > 0 && (
        <section class="mt-12">
          <header class="mb-4 flex items-baseline justify-between gap-4">
            <h2 class="text-lg">{m.billing_invoices()}</h2>
            <NavLink href="/billing/invoices" class="link text-sm">
              {m.billing_all_invoices()}
            </NavLink>
          </header>
          <InvoiceTable invoices={latest} />
        </section>
      )}
      {hasPortal && (
        <section class="mt-12">
          <h2 class="mb-4 text-lg">{m.billing_cards()}</h2>
          <PortalForm action={portal} problems={portal.value?.formErrors} />
        </section>
      )}
      {country && (
        <CountryForm
          action={changeCountry}
          problems={changeCountry.value}
          country={country}
          countries={countries}
        />
      )}
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.billing_title() });
