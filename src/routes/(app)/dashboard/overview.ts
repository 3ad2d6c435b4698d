import * as BillingService from '~/features/billing/billing.service';
import { listOpenInvoices } from '~/features/billing/invoice-list.service';
import * as StatementService from '~/features/wallet/statement.service';
import { chosenCurrency } from '~/features/wallet/wallet.rules';
import * as WalletService from '~/features/wallet/wallet.service';
import type { Actor } from '~/lib/request/actor';
import { shownEntry } from '../wallet/shown-entry';

/** So much of what happened lately stands here; the statement has all. */
const LATELY = 4;

/** Everything the dashboard answers at a glance: the plan, the balance, what is to be paid and what moved lately. */
export async function overviewOf(actor: Actor) {
  const [subscription, open, balances] = await Promise.all([
    BillingService.findLiveSubscription(actor),
    listOpenInvoices(actor),
    WalletService.listBalances(actor),
  ]);
  const currency = chosenCurrency(undefined, balances);
  const balance = balances.find((wallet) => wallet.currency === currency)?.balance ?? 0n;
  // Nothing has ever moved where there is no wallet, and nobody has to ask.
  const lately =
    balances.length > 0 ? await StatementService.listEntries(actor, { currency }, undefined, LATELY) : null;
  return {
    subscription,
    open,
    balance: { amount: balance, currency },
    lately: lately?.rows.map((entry) => shownEntry(entry, null)) ?? [],
  };
}

export type Overview = Awaited<ReturnType<typeof overviewOf>>;
