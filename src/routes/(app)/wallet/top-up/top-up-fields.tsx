import { component$ } from '@builder.io/qwik';
import { Field } from '~/components/field';
import { RadioGroup } from '~/components/radio-group';
import { CURRENCIES } from '~/features/wallet/wallet.rules';
import * as m from '~/lib/i18n/paraglide/messages';

export type BlankTopUp = {
  /** For what is about to be written. */
  key: string;
  currency: string;
  /** How much it may be, in words. */
  bounds: string;
};

type TopUpFieldsProps = {
  blank: BlankTopUp;
  typed?: FormData;
  problems?: Partial<Record<string, string | string[]>>;
};

/** How much, and in which currency. */
export const TopUpFields = component$<TopUpFieldsProps>(({ blank, typed, problems }) => (
  <>
    <input type="hidden" name="key" value={blank.key} />
    <Field
      name="amount"
      label={m.wallet_amount()}
      hint={blank.bounds}
      inputMode="decimal"
      autocomplete="off"
      required
      value={typed?.get('amount')}
      error={problems?.amount}
    />
    <RadioGroup
      name="currency"
      label={m.payments_currency()}
      options={CURRENCIES.map((value) => ({ value, label: value }))}
      value={typed?.get('currency')?.toString() ?? blank.currency}
    />
  </>
));
