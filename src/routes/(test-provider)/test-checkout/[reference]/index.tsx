import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Button } from '~/components/button';
import { Card } from '~/components/card';
import { FormAlert } from '~/components/form-alert';
import { FormProblems } from '~/components/form-problems';
import { Money } from '~/components/money';
import { TestDecision } from '~/features/payments/payments.input';
import * as TestCheckoutService from '~/features/payments/test-provider/test-checkout.service';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { choicesOf } from './choices';

/** The test provider's own house: nobody is signed in here, and nothing of the app is known. */
export const useTestCheckout = routeLoader$(async ({ params }) => {
  const checkout = await TestCheckoutService.findTestCheckout(params.reference ?? '');
  const { amount, currency, description, returnUrl, state } = checkout;
  return { amount, currency, description, returnUrl, state, choices: choicesOf(checkout) };
});

export const useDecision = routeAction$(async ({ outcome }, event) => {
  try {
    throw event.redirect(
      303,
      await TestCheckoutService.decide(event.params.reference ?? '', outcome, new Date()),
    );
  } catch (error) {
    return failWith(event, error);
  }
}, routeInput$(TestDecision));

export default component$(() => {
  const { amount, currency, description, returnUrl, state, choices } = useTestCheckout().value;
  const decision = useDecision();
  return (
    <main class="mx-auto grid min-h-dvh w-full max-w-md content-center gap-6 px-4 py-10">
      <FormAlert tone="warn">{m.payments_test_notice()}</FormAlert>
      <Card>
        <h1 class="text-lg">{m.payments_test_title()}</h1>
        <p class="mt-3 text-sm text-ink-soft">{description}</p>
        <p class="mt-1 font-display text-3xl font-semibold">
          <Money amount={amount} currency={currency} />
        </p>
        {state !== 'open' && (
          <p class="mt-4 text-sm">{state === 'paid' ? m.payments_test_paid() : m.payments_test_closed()}</p>
        )}
        <Form action={decision} reloadDocument class="mt-6 grid gap-3">
          <FormProblems problems={decision.value?.formErrors} />
          {choices.map(({ outcome, label, variant }) => (
            <Button key={outcome} name="outcome" value={outcome} variant={variant}>
              {label}
            </Button>
          ))}
        </Form>
      </Card>
      <a href={returnUrl} class="link justify-self-center text-sm">
        {m.payments_test_back()}
      </a>
    </main>
  );
});

export const head: DocumentHead = () => ({
  title: m.payments_test_title(),
});
