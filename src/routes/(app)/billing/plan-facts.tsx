import { component$ } from '@builder.io/qwik';
import { Badge } from '~/components/badge';
import { Fact, Facts } from '~/components/facts';
import { Money } from '~/components/money';
import { nextInvoice, sumByCurrency } from '~/features/billing/billing.rules';
import type { LiveSubscription } from '~/features/billing/billing.service';
import type { OpenInvoice } from '~/features/billing/invoice-list.service';
import { planState } from '~/features/billing/plan-words';
import { billingDay, priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';

type PlanFactsProps = { subscription: LiveSubscription; open: OpenInvoice[] };

/** Which plan, what it asks for next, and what is open of it. */
export const PlanFacts = component$<PlanFactsProps>(({ subscription, open }) => {
  const state = planState(subscription);
  const next = nextInvoice(subscription, subscription.price);
  const due = sumByCurrency(open);
  return (
    <Facts>
      <Fact label={m.billing_plan()} note={priceWords(subscription.price)}>
        {subscription.plan.name}
        <Badge tone={state.tone} class="font-sans max-sm:whitespace-normal">
          {state.word}
        </Badge>
      </Fact>
      <Fact
        label={m.billing_next_invoice()}
        note={next ? m.billing_on({ date: billingDay(next.date) }) : state.ends}
      >
        {next ? <Money amount={next.amount} currency={next.currency} /> : m.billing_none()}
      </Fact>
      <Fact label={m.billing_to_pay()} note={due.length > 0 ? m.billing_from_wallet() : m.billing_all_paid()}>
        <span class="grid gap-1 empty:hidden">
          {due.map((sum) => (
            <Money key={sum.currency} {...sum} />
          ))}
        </span>
        {due.length === 0 && <Money amount={0n} currency={subscription.price.currency} />}
      </Fact>
    </Facts>
  );
});
