import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { SubscribeSteps } from '~/features/billing/billing.input';
import * as BillingService from '~/features/billing/billing.service';
import { findCountry, listCountries } from '~/features/billing/customers';
import { listOffers } from '~/features/billing/offers';
import { namedCountries } from '~/lib/country';
import { failWith } from '~/lib/form/refusal';
import { showAnswer } from '~/lib/form/show-answer';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { newKey } from '~/lib/idempotency/key';
import { isDecided } from '~/lib/idempotency/once.server';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { offerOptions } from '../offer-options';
import { OtherPlan } from '../other-plan';
import { SubscribeCheck } from './subscribe-check';
import { SubscribeFields } from './subscribe-fields';

export const useBlankForm = routeLoader$(async (event) => {
  const actor = getActor(event);
  const [subscription, offers, countries, country] = await Promise.all([
    BillingService.findLiveSubscription(actor),
    listOffers(),
    listCountries(new Date()),
    findCountry(actor),
  ]);
  return {
    key: newKey(),
    hasPlan: subscription !== null,
    asked: event.query.get('price'),
    offers: offerOptions(offers),
    countries: namedCountries(countries),
    country,
  };
});

/** One action for both steps, as for sending money: decision 104. */
export const useSubscribe = routeAction$(async ({ step, ...input }, event) => {
  if (step === 'change') return { draft: null };
  const [actor, visit] = [getActor(event), visitOf(event)];
  try {
    if (step === 'check') {
      const preview = await BillingService.previewSubscription(actor, input, visit.now);
      return { draft: { fields: input, preview } };
    }
    await BillingService.createSubscription(actor, input, visit);
    throw event.redirect(303, '/billing?notice=subscribed');
  } catch (error) {
    const failure = failWith(event, error);
    // Nobody knows whether it was done: to be sent again as it is, under the same key.
    const isOpen = step === 'subscribe' && !isDecided(error);
    return isOpen ? { ...failure, draft: { fields: input, preview: null } } : failure;
  }
}, routeInput$(SubscribeSteps));

export default component$(() => {
  const blank = useBlankForm().value;
  const subscribe = useSubscribe();
  const draft = subscribe.value?.draft;
  const problems = [subscribe.value?.fieldErrors?.key, subscribe.value?.formErrors];
  const hasAnother = blank.hasPlan && !draft;
  return (
    <>
      <Breadcrumbs places={[{ href: '/billing', label: m.billing_title() }]} />
      <PageHead
        title={m.billing_subscribe_title()}
        lead={hasAnother ? undefined : m.billing_subscribe_lead()}
      />
      {hasAnother ? (
        <OtherPlan asked={blank.asked} />
      ) : (
        <Form action={subscribe} onSubmitCompleted$={showAnswer} class="grid max-w-xl gap-6">
          <FormProblems problems={problems} />
          {draft ? (
            <SubscribeCheck draft={draft} />
          ) : (
            <SubscribeFields
              blank={blank}
              typed={subscribe.formData}
              problems={subscribe.value?.fieldErrors}
            />
          )}
          <div class="flex flex-wrap gap-3">
            {/* Another button for another step: what a click has done to the one before is none of its business. */}
            <Button
              key={draft ? 'subscribe' : 'check'}
              name="step"
              value={draft ? 'subscribe' : 'check'}
              working={subscribe.isRunning}
            >
              {draft ? m.billing_subscribe_submit() : m.billing_check_plan()}
            </Button>
            {draft?.preview && (
              <Button name="step" value="change" variant="quiet">
                {m.billing_choose_other()}
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.billing_subscribe_title() });
