import type { ListedInvoice } from '~/features/billing/invoice-list.service';
import { STATE_WORDS, stateWord } from '~/features/billing/invoice-words';
import { billingDay } from '~/features/billing/words';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';

/** A line of the list, in words. */
export interface ShownInvoiceRow extends Pick<ListedInvoice, 'number' | 'amount' | 'currency'> {
  issued: string;
  state: string;
  tone: (typeof STATE_WORDS)['paid']['tone'];
  /** Until when it is to be paid, or what of it went back. */
  note: string | null;
}

/** Put into words here, so that the browser is not sent the words for whatever else it might have been. */
export function shownInvoiceRow(invoice: ListedInvoice): ShownInvoiceRow {
  const { number, amount, currency, issuedAt, status } = invoice;
  const { tone } = STATE_WORDS[status];
  return {
    number,
    amount,
    currency,
    issued: billingDay(issuedAt),
    state: stateWord(status),
    tone,
    note: noteOf(invoice),
  };
}

function noteOf({ status, dueDate, credited, currency }: ListedInvoice): string | null {
  if (status === 'pending') return m.billing_due_by({ date: billingDay(dueDate) });
  return credited > 0n ? m.billing_given_back({ amount: formatMoney(credited, currency) }) : null;
}
