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
export const TransferFields = component$<TransferFieldsProps>(({ blank, typed, problems }) => {
  const currency = typed?.get('currency')?.toString() ?? blank.currency;
  const choice = blank.balances.length > 1 ? blank.balances.map(asOption) : null;
  return (
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
      {choice ? (
        <Select name="currency" label={m.wallet_from()} options={choice} value={currency} />
      ) : (
        <input type="hidden" name="currency" value={currency} />
      )}
      <Field
        name="amount"
        label={m.wallet_amount()}
        hint={choice ? undefined : available(blank)}
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
        error={problems?.note}
      />
    </>
  );
});

function asOption({ currency, balance }: Balance) {
  return { value: currency, label: `${currency} · ${formatMoney(balance, currency)}` };
}

function available({ balances: [only], currency }: TransferFieldsProps['blank']): string {
  return m.wallet_available({ amount: formatMoney(only?.balance ?? 0n, currency) });
}
