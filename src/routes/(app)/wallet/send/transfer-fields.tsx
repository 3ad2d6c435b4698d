import { component$ } from '@builder.io/qwik';
import { Field } from '~/components/field';
import { Select } from '~/components/select';
import { NOTE_MAX } from '~/features/wallet/wallet.limits';
import type { Balance } from '~/features/wallet/wallet.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

type TransferFieldsProps = {
  /** A key for what is about to be written, and the wallets it may come from. */
  blank: { key: string; currency: string; balances: Balance[] };
  typed?: FormData;
  problems?: Partial<Record<string, string | string[]>>;
};

/** Whom, how much, and a word to go with it. */
export const TransferFields = component$<TransferFieldsProps>(({ blank, typed, problems }) => (
  <>
    <input type="hidden" name="key" value={blank.key} />
    <Field
      name="recipient"
      type="email"
      label={m.wallet_recipient()}
      hint={m.wallet_recipient_hint()}
      autocomplete="off"
      required
      value={typed?.get('recipient')}
      error={problems?.recipient}
    />
    <Wallet {...blank} currency={typed?.get('currency')?.toString() ?? blank.currency} />
    <Field
      name="amount"
      label={m.wallet_amount()}
      inputMode="decimal"
      autocomplete="off"
      required
      value={typed?.get('amount')}
      error={problems?.amount}
    />
    <Field
      name="note"
      label={m.wallet_note()}
      hint={m.wallet_note_hint()}
      autocomplete="off"
      maxLength={NOTE_MAX}
      value={typed?.get('note')}
      error={problems?.note ?? problems?.key}
    />
  </>
));

/** Where it comes from: a choice for whoever has one. */
const Wallet = component$<Omit<TransferFieldsProps['blank'], 'key'>>(({ currency, balances }) => {
  const options = balances.map((one) => ({
    value: one.currency,
    label: `${one.currency} · ${formatMoney(one.balance, one.currency)}`,
  }));
  if (options.length > 1) {
    return <Select name="currency" label={m.wallet_from()} options={options} value={currency} />;
  }
  const balance = balances[0]?.balance ?? 0n;
  return (
    <p class="text-sm text-ink-soft">
      <input type="hidden" name="currency" value={currency} />
      {m.wallet_available({ amount: formatMoney(balance, currency) })}
    </p>
  );
});
