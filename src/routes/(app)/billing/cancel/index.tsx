import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { CancelInput } from '~/features/billing/billing.input';
import * as BillingService from '~/features/billing/billing.service';
import { billingDay } from '~/features/billing/words';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { failWithKey } from '~/lib/idempotency/fail-with-key.server';
import { newKey } from '~/lib/idempotency/key';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { NoPlan } from '../no-plan';

/** Two ways to end, so two commands, each with a key of its own. */
export const useWays = routeLoader$(async (event) => {
  const subscription = await BillingService.findLiveSubscription(getActor(event));
  if (!subscription) return null;
  const { id, plan, periodEnd, cancelAtPeriodEnd } = subscription;
  const end = billingDay(periodEnd);
  return {
    subscriptionId: id,
    plan: plan.name,
    isEnding: cancelAtPeriodEnd,
    end,
    keys: { now: newKey(), period_end: newKey() },
  };
});

export const useCancel = routeAction$(async (input, event) => {
  try {
    await BillingService.cancelSubscription(getActor(event), input, visitOf(event));
  } catch (error) {
    return failWithKey(event, error, input.key);
  }
  throw event.redirect(303, input.when === 'now' ? '/billing?notice=ended' : '/billing');
}, routeInput$(CancelInput));

export default component$(() => {
  const ways = useWays().value;
  const cancel = useCancel();
  const { formErrors, fieldErrors } = cancel.value ?? {};
  return (
    <>
      <Breadcrumbs places={[{ href: '/billing', label: m.billing_title() }]} />
      <PageHead title={m.billing_cancel_plan()} lead={ways ? m.billing_cancel_lead() : undefined} />
      <FormProblems problems={[formErrors, fieldErrors?.key, fieldErrors?.subscriptionId]} />
      {!ways && <NoPlan />}
      {ways && (
        <div class="mt-6 grid items-start gap-6 md:grid-cols-2">
          {!ways.isEnding && (
            <Card
              title={m.billing_cancel_later_title()}
              lead={m.billing_cancel_later_text({ end: ways.end })}
            >
              <CancelForm cancel={cancel} ways={ways} when="period_end" />
            </Card>
          )}
          <Card title={m.billing_cancel_now_title()} lead={m.billing_cancel_now_text({ end: ways.end })}>
            <CancelForm cancel={cancel} ways={ways} when="now" />
          </Card>
        </div>
      )}
    </>
  );
});

type Ways = NonNullable<ReturnType<typeof useWays>['value']>;
type CancelFormProps = {
  cancel: ReturnType<typeof useCancel>;
  ways: Ways;
  when: keyof Ways['keys'];
};

const CancelForm = component$<CancelFormProps>(({ cancel, ways, when }) => (
  <Form action={cancel}>
    <input type="hidden" name="subscriptionId" value={ways.subscriptionId} />
    <input type="hidden" name="when" value={when} />
    <input type="hidden" name="key" value={keyAgain(cancel, when) ?? ways.keys[when]} />
    {/* In Spanish, with a date in it, it is wider than the smallest phone. */}
    <Button
      variant={when === 'now' ? 'danger' : 'primary'}
      working={cancel.isRunning}
      class="max-sm:py-2 max-sm:whitespace-normal"
    >
      {when === 'now' ? m.billing_cancel_now({ plan: ways.plan }) : m.billing_cancel_later({ end: ways.end })}
    </Button>
  </Form>
));

/** After a try of which nobody knows the end, the same command again. */
function keyAgain({ value, formData }: CancelFormProps['cancel'], when: string): string | undefined {
  return formData?.get('when') === when ? value?.keyAgain : undefined;
}

export const head: DocumentHead = () => ({ title: m.billing_cancel_plan() });
