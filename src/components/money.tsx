import { component$, type PropsOf } from '@builder.io/qwik';
import { formatMoney } from '~/lib/money';

type MoneyProps = Pick<PropsOf<'span'>, 'class'> & {
  /** Minor units: 2500n of EUR is €25.00. */
  amount: bigint;
  /** ISO 4217. */
  currency: string;
  /** Write the plus of a credit. */
  signed?: boolean;
};

/** An amount in the reader's manner, in digits of one width so that columns line up. */
export const Money = component$<MoneyProps>(({ amount, currency, signed, class: extra }) => (
  <span class={['tabular-nums whitespace-nowrap', extra]}>{formatMoney(amount, currency, { signed })}</span>
));
