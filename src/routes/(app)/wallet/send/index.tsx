import { component$ } from '@builder.io/qwik';
import { type DocumentHead, Form, routeAction$, routeLoader$ } from '@builder.io/qwik-city';
import { Breadcrumbs } from '~/components/breadcrumbs';
import { Button } from '~/components/button';
import { FormProblems } from '~/components/form-problems';
import { PageHead } from '~/components/page-head';
import { StatementQuery, TransferSteps } from '~/features/wallet/wallet.input';
import { chosenCurrency } from '~/features/wallet/wallet.rules';
import * as WalletService from '~/features/wallet/wallet.service';
import { failWith } from '~/lib/form/refusal';
import { showAnswer } from '~/lib/form/show-answer';
import { routeInput$ } from '~/lib/form/zod-validator';
import * as m from '~/lib/i18n/paraglide/messages';
import { newKey } from '~/lib/idempotency/key';
import { isDecided } from '~/lib/idempotency/once.server';
import { formatMoney } from '~/lib/money';
import { getActor } from '~/lib/request/actor';
import { visitOf } from '~/lib/request/visit';
import { draftOf } from './draft';
import { TransferCheck } from './transfer-check';
import { TransferFields } from './transfer-fields';

export const useBlankForm = routeLoader$(async (event) => {
  const { currency } = StatementQuery.parse(Object.fromEntries(event.query));
  const balances = await WalletService.listBalances(getActor(event));
  return { key: newKey(), currency: chosenCurrency(currency, balances), balances };
});

/** One action for both steps, so that there is one answer: a draft that is to be confirmed, or what to mend. */
export const useTransfer = routeAction$(async ({ step, ...input }, event) => {
  if (step === 'change') return { draft: null };
  const actor = getActor(event);
  try {
    if (step === 'check') return { draft: draftOf(input, await WalletService.checkTransfer(actor, input)) };
    const { transactionId } = await WalletService.transfer(actor, input, visitOf(event));
    throw event.redirect(303, `/wallet?currency=${input.currency}&sent=${transactionId}`);
  } catch (error) {
    const failure = failWith(event, error);
    // Nobody knows whether it was done: to be sent again as it is, under the same key, and not to be written anew.
    return isDecided(error) ? failure : { ...failure, draft: draftOf(input, null) };
  }
}, routeInput$(TransferSteps));

export default component$(() => {
  const blank = useBlankForm().value;
  const transfer = useTransfer();
  const draft = transfer.value?.draft;
  const problems = [transfer.value?.fieldErrors?.key, transfer.value?.formErrors];
  return (
    <>
      <Breadcrumbs places={[{ href: `/wallet?currency=${blank.currency}`, label: m.wallet_title() }]} />
      <PageHead title={m.wallet_send_money()} />
      <Form action={transfer} onSubmitCompleted$={showAnswer} class="grid max-w-xl gap-6">
        <FormProblems problems={problems} />
        {draft ? (
          <TransferCheck draft={draft} />
        ) : (
          <TransferFields blank={blank} typed={transfer.formData} problems={transfer.value?.fieldErrors} />
        )}
        <div class="flex flex-wrap gap-3">
          {/* Another button for another step: what a click has done to the one before is none of its business. */}
          <Button
            key={draft ? 'send' : 'check'}
            name="step"
            value={draft ? 'send' : 'check'}
            working={transfer.isRunning}
          >
            {draft
              ? m.wallet_send_amount({ amount: formatMoney(draft.amount, draft.fields.currency) })
              : m.wallet_check_transfer()}
          </Button>
          {draft?.left != null && (
            <Button name="step" value="change" variant="quiet">
              {m.wallet_change_transfer()}
            </Button>
          )}
        </div>
      </Form>
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.wallet_send_money() });
