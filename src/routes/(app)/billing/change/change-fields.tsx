import { component$ } from '@builder.io/qwik';
import { Select, type SelectOption } from '~/components/select';
import type { Plan, Price } from '~/features/billing/billing.schema';
import { priceWords } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';

type ChangeFieldsProps = {
  blank: {
    key: string;
    subscriptionId: string;
    plan: Plan;
    price: Price;
    options: SelectOption[];
    asked: string | null;
  };
  typed?: FormData;
  problem?: string | string[];
};

/** From what one has to what one wants. */
export const ChangeFields = component$<ChangeFieldsProps>(({ blank, typed, problem }) => (
  <>
    <input type="hidden" name="key" value={blank.key} />
    <input type="hidden" name="subscriptionId" value={blank.subscriptionId} />
    <p>
      <span class="block text-sm text-ink-soft">{m.billing_plan_now()}</span>
      <span class="text-lg font-medium">{blank.plan.name}</span> · {priceWords(blank.price)}
    </p>
    <Select
      name="priceId"
      label={m.billing_plan_new()}
      options={blank.options}
      value={typed?.get('priceId') ?? blank.asked}
      error={problem}
    />
  </>
));
