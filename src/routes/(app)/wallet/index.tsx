import { component$ } from '@builder.io/qwik';
import { type DocumentHead, routeLoader$ } from '@builder.io/qwik-city';
import { Chart } from '~/components/chart';
import { EmptyState } from '~/components/empty-state';
import { FormAlert } from '~/components/form-alert';
import { NavLink } from '~/components/nav-link';
import { Pager } from '~/components/pager';
import { invoiceNumbersOf } from '~/features/billing/invoice.service';
import * as MyPaymentsService from '~/features/payments/my-payments.service';
import { StatementQuery } from '~/features/wallet/wallet.input';
import { chosenCurrency } from '~/features/wallet/wallet.rules';
import * as WalletService from '~/features/wallet/wallet.service';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';
import { getActor } from '~/lib/request/actor';
import { BalanceHead } from './balance-head';
import { CardNews } from './card-news';
import { shownPayment } from './payments/shown-payment';
import { belongsToInvoice, shownEntry } from './shown-entry';
import { historyOf } from './shown-history';
import { StatementTable } from './statement-table';

export const useWallet = routeLoader$(async (event) => {
  const actor = getActor(event);
  const { sent, currency: asked, ...place } = StatementQuery.parse(Object.fromEntries(event.query));
  const balances = await WalletService.listBalances(actor);
  const currency = chosenCurrency(asked, balances);
  const [page, made, open, debts] = await Promise.all([
    WalletService.listEntries(actor, { currency, ...place }),
    sent ? WalletService.findEntry(actor, sent) : null,
    MyPaymentsService.listOpen(actor, new Date()),
    MyPaymentsService.listDebts(actor),
  ]);
  const billed = page.rows.filter(belongsToInvoice).map(({ transactionId }) => transactionId);
  const isFirst = !place.newer && !place.older;
  const [invoices, history] = await Promise.all([
    invoiceNumbersOf(actor, billed),
    isFirst && page.rows.length > 0 ? historyOf(actor, currency, new Date()) : null,
  ]);
  const pageAt = (place: string) => `/wallet?currency=${currency}&${place}`;
  return {
    email: actor.email,
    currency,
    balance: balances.find((one) => one.currency === currency)?.balance ?? 0n,
    others: balances.filter((one) => one.currency !== currency),
    entries: page.rows.map((entry) => shownEntry(entry, invoices.get(entry.transactionId) ?? null)),
    history,
    open: open.map(shownPayment),
    debts: debts.map((debt) => m.payments_owed({ amount: formatMoney(debt.owed, debt.currency) })),
    newer: page.newer && pageAt(`newer=${page.newer}`),
    older: page.older && pageAt(`older=${page.older}`),
    sent: made && made.amount < 0n ? sentWords(made) : null,
  };
});

/** From the ledger, not from the address: nobody is told of a transfer that was not made. */
function sentWords({ amount, currency, person }: WalletService.ListedEntry): string {
  return m.wallet_sent_notice({
    amount: formatMoney(-amount, currency),
    name: person ?? m.wallet_somebody_gone(),
  });
}

export default component$(() => {
  const { email, currency, balance, others, history, entries, newer, older, sent, open, debts } =
    useWallet().value;
  return (
    <>
      {sent && (
        <FormAlert tone="good" class="mb-8">
          {sent}
        </FormAlert>
      )}
      <BalanceHead currency={currency} balance={balance} others={others} />
      <CardNews open={open} debts={debts} />
      {history && <Chart chart={history} class="mb-12" />}
      {entries.length > 0 && <StatementTable entries={entries} />}
      {entries.length === 0 && (
        <EmptyState title={m.wallet_empty_title()} lead={m.wallet_empty_lead({ email })} />
      )}
      <p class="mt-6 text-sm">
        <NavLink href="/wallet/payments" class="link">
          {m.payments_title()}
        </NavLink>
      </p>
      <Pager label={m.wallet_pages()} newer={newer} older={older} class="mt-8" />
    </>
  );
});

export const head: DocumentHead = () => ({ title: m.wallet_title() });
