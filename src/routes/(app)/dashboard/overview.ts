import * as BillingService from '~/features/billing/billing.service';
import { listOpenInvoices } from '~/features/billing/invoice-list.service';
import * as SpendingService from '~/features/billing/spending.service';
import * as SessionsService from '~/features/sessions/sessions.service';
import { chosenCurrency } from '~/features/wallet/wallet.rules';
import * as WalletService from '~/features/wallet/wallet.service';
import { lastMonths } from '~/lib/calendar.server';
import type { Actor } from '~/lib/request/actor';
import { currentTimeZone } from '~/lib/time-zone';
import { shownEntry } from '../wallet/shown-entry';
import { shownPlan } from './shown-plan';
import { shownSpending } from './shown-spending';

/** So much of what happened lately stands here; the statement has all. */
const LATELY = 4;
const MONTHS = 12;

/** What the dashboard answers at a glance: the plan, the balance, the sessions, what is to be paid, what was, and what moved lately. */
export async function overviewOf(actor: Actor, now: Date) {
  const months = lastMonths(MONTHS, now, currentTimeZone());
  const [subscription, open, balances, spending, sessions] = await Promise.all([
    BillingService.findLiveSubscription(actor),
    listOpenInvoices(actor),
    WalletService.listBalances(actor),
    SpendingService.listSpending(actor, months),
    SessionsService.countSessions(actor, now),
  ]);
  const currency = chosenCurrency(undefined, balances);
  const balance = balances.find((wallet) => wallet.currency === currency)?.balance ?? 0n;
  // Nothing has ever moved where there is no wallet, and nobody has to ask.
  const lately =
    balances.length > 0 ? await WalletService.listEntries(actor, { currency }, undefined, LATELY) : null;
  return {
    plan: subscription && shownPlan(subscription),
    open,
    sessions,
    balance: { amount: balance, currency },
    // Whoever has no plan and has paid for none is not told so by an empty chart.
    spending: subscription || spending.length > 0 ? shownSpending(spending, months, currency) : null,
    lately: lately?.rows.map((entry) => shownEntry(entry, null)) ?? [],
  };
}

export type Overview = Awaited<ReturnType<typeof overviewOf>>;
