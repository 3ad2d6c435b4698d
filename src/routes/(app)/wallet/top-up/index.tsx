import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { EmptyState } from '~/components/empty-state';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import * as CheckoutsService from '~/features/payments/checkouts.service';
import { TopUpSteps } from '~/features/payments/payments.input';
import { TOP_UP_MAX_UNITS, TOP_UP_MIN_UNITS } from '~/features/payments/payments.limits';
import { StatementQuery } from '~/features/wallet/wallet.input';
import { amountText, chosenCurrency } from '~/features/wallet/wallet.rules';
import * as WalletService from '~/features/wallet/wallet.service';
import { failWith } from '~/lib/form/refusal';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { newKey } from '~/lib/idempotency/key';
import { isDecided } from '~/lib/idempotency/once.server';
import { formatMoney, formatNumber } from '~/lib/money';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { TopUpCheck } from './top-up-check';
import { TopUpFields } from './top-up-fields';

export const useBlankTopUp = routeLoader$(async (event) => {
  const asked = StatementQuery.parse(Object.fromEntries(event.query)).currency;
  const currency = chosenCurrency(asked, await WalletService.listBalances(getActor(event)));
  // The same in each currency that can be chosen.
  const [min, max] = [formatNumber(TOP_UP_MIN_UNITS), formatNumber(TOP_UP_MAX_UNITS)];
  const bounds = m.payments_amount_hint({ min, max });
  return { isOpen: CheckoutsService.takesCards(), key: newKey(), currency, bounds };
});

/** One action for both steps, as with sending money: a draft that is to be confirmed, or what to mend. */
export const useTopUp = routeAction$(async ({ step, ...input }, event) => {
  const { amount, currency, key } = input;
  const draft = { fields: { currency, key, amount: amountText(amount, currency) }, amount };
  if (step !== 'pay') return { draft: step === 'check' ? draft : null };
  try {
    const { url } = await CheckoutsService.startTopUp(getActor(event), input, visitOf(event));
    throw event.redirect(303, url);
  } catch (error) {
    const failure = failWith(event, error);
    // Nobody knows whether it was begun: the same command, under the same key, may be sent again.
    return isDecided(error) ? failure : { ...failure, draft };
  }
}, routeInput$(TopUpSteps));

export default component$(() => {
  const blank = useBlankTopUp().value;
  const topUp = useTopUp();
  const draft = topUp.value?.draft;
  const problems = [topUp.value?.fieldErrors?.key, topUp.value?.formErrors];
  return (
    <>
      <Breadcrumbs places={[{ href: `/wallet?currency=${blank.currency}`, label: m.wallet_title() }]} />
      <PageHead title={m.payments_top_up()} />
      {!blank.isOpen && <EmptyState title={m.payments_not_taken()} lead={m.payments_not_taken_text()} />}
      {blank.isOpen && (
        // Not in place: the answer leads to another house, and the router in the browser goes no further than this one.
        <Form action={topUp} reloadDocument class="grid max-w-xl gap-6">
          <FormProblems problems={problems} />
          {draft ? (
            <TopUpCheck draft={draft} />
          ) : (
            <TopUpFields blank={blank} typed={topUp.formData} problems={topUp.value?.fieldErrors} />
          )}
          <div class="flex flex-wrap gap-3">
            {/* Another button for another step: what a click has done to the one before is none of its business. */}
            <Button key={draft ? 'pay' : 'check'} name="step" value={draft ? 'pay' : 'check'}>
              {draft
                ? m.payments_go_and_pay({ amount: formatMoney(draft.amount, draft.fields.currency) })
                : m.payments_check_top_up()}
            </Button>
            {draft && (
              <Button name="step" value="change" variant="quiet">
                {m.payments_change_top_up()}
              </Button>
            )}
          </div>
        </Form>
      )}
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.payments_top_up() });
