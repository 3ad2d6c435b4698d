import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { ChangeSteps } from '~/features/billing/billing.input';
import * as BillingService from '~/features/billing/billing.service';
import { listOpenInvoices } from '~/features/billing/invoice-list.service';
import { listOffers } from '~/features/billing/offers';
import { OpenInvoices } from '~/features/billing/open-invoices';
import { failWith } from '~/lib/form/refusal';
import { showAnswer } from '~/lib/form/show-answer';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { newKey } from '~/lib/idempotency/key';
import { isDecided } from '~/lib/idempotency/once.server';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { NoPlan } from '../no-plan';
import { offerOptions } from '../offer-options';
import { ChangeCheck } from './change-check';
import { ChangeFields } from './change-fields';
import { draftOf } from './draft';

/** A plan keeps its currency, so no other is offered. */
export const useBlankForm = routeLoader$(async (event) => {
  const actor = getActor(event);
  const [subscription, offers, open] = await Promise.all([
    BillingService.findLiveSubscription(actor),
    listOffers(),
    listOpenInvoices(actor),
  ]);
  if (!subscription) return null;
  const { id: subscriptionId, plan, price } = subscription;
  const others = offers.filter(
    ({ price: { id, currency } }) => currency === price.currency && id !== price.id,
  );
  const options = offerOptions(others).flatMap((group) => group.options);
  return { key: newKey(), subscriptionId, plan, price, options, open, asked: event.query.get('price') };
});

/** One action for both steps, as for sending money: decision 104. */
export const useChange = routeAction$(async (input, event) => {
  if (input.step === 'back') return { draft: null };
  const [actor, visit] = [getActor(event), visitOf(event)];
  try {
    if (input.step !== 'change') {
      return { draft: draftOf(input, await BillingService.previewChange(actor, input, visit.now)) };
    }
    const { step: _, ...asked } = input;
    await BillingService.changePlan(actor, asked, visit);
    throw event.redirect(303, '/billing?notice=changed');
  } catch (error) {
    const failure = failWith(event, error);
    // Nobody knows whether it was done: to be sent again as it is, under the same key.
    const isOpen = input.step === 'change' && !isDecided(error);
    return isOpen ? { ...failure, draft: draftOf(input, null) } : failure;
  }
}, routeInput$(ChangeSteps));

export default component$(() => {
  const blank = useBlankForm().value;
  const change = useChange();
  const draft = change.value?.draft;
  const { key, total, subscriptionId, priceId } = change.value?.fieldErrors ?? {};
  const problems = [key, total, subscriptionId, change.value?.formErrors];
  return (
    <>
      <Breadcrumbs places={[{ href: '/billing', label: m.billing_title() }]} />
      <PageHead title={m.billing_change_plan()} lead={m.billing_change_lead()} />
      {!blank && <NoPlan />}
      {blank && <OpenInvoices invoices={blank.open} />}
      {blank && (
        <Form action={change} onSubmitCompleted$={showAnswer} class="grid max-w-2xl gap-6">
          <FormProblems problems={problems} />
          {draft ? (
            <ChangeCheck draft={draft} />
          ) : (
            <ChangeFields blank={blank} typed={change.formData} problem={priceId} />
          )}
          <div class="flex flex-wrap gap-3">
            <Button
              key={draft ? 'change' : 'check'}
              name="step"
              value={draft ? 'change' : 'check'}
              working={change.isRunning}
            >
              {draft ? m.billing_change_submit() : m.billing_see_cost()}
            </Button>
            {draft?.preview && (
              <Button name="step" value="back" variant="quiet">
                {m.billing_choose_other()}
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.billing_change_plan() });
