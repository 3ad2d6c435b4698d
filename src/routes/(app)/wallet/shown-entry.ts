import type { ListedEntry } from '~/features/wallet/statement.service';
import * as m from '~/lib/i18n/paraglide/messages';

/** A line of the statement, in words. */
export interface ShownEntry extends Pick<ListedEntry, 'id' | 'postedAt' | 'amount' | 'currency' | 'note'> {
  what: string;
  isReversed: boolean;
  /** The number of the invoice that it paid, or gave back of. */
  invoice: string | null;
}

/** Put into words here, so that the browser is not sent the words for whatever else might have moved. */
export function shownEntry(entry: ListedEntry, invoice: string | null): ShownEntry {
  const { id, postedAt, amount, currency, note, isReversed } = entry;
  return { id, postedAt, amount, currency, note, isReversed, invoice, what: whatOf(entry) };
}

/** Those that belong to an invoice of their own: what it is asked about. */
export function belongsToInvoice({ kind }: ListedEntry): boolean {
  return kind === 'payment' || kind === 'refund';
}

function whatOf(entry: ListedEntry): string {
  if (entry.kind === 'transfer') return betweenPeople(entry);
  return {
    top_up: m.wallet_top_up,
    reversal: m.wallet_reversal,
    payment: m.wallet_payment,
    refund: m.wallet_refund,
    card_return: m.wallet_card_return,
  }[entry.kind]();
}

function betweenPeople({ amount, person }: ListedEntry): string {
  const name = person ?? m.wallet_somebody_gone();
  return amount < 0n ? m.wallet_sent_to({ name }) : m.wallet_received_from({ name });
}
