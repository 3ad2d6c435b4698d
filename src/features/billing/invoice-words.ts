import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import type { IssuedInvoice } from './invoice.service';
import type { Invoice } from './invoices.schema';
import { billingDay } from './words';

type Status = Invoice['status'];

/** The state of an invoice in a word, and how the word is coloured. */
export const STATE_WORDS: Record<Status, { word: typeof m.billing_state_paid; tone: Tone }> = {
  draft: { word: m.billing_state_draft, tone: 'neutral' },
  pending: { word: m.billing_state_pending, tone: 'action' },
  overdue: { word: m.billing_state_overdue, tone: 'bad' },
  paid: { word: m.billing_state_paid, tone: 'good' },
  void: { word: m.billing_state_void, tone: 'neutral' },
};

type Tone = 'neutral' | 'action' | 'good' | 'bad';

export function stateWord(status: Status, locale?: Locale): string {
  return STATE_WORDS[status].word({}, { locale });
}

/** Since when and why an invoice is in its state, and what follows. */
export function stateSentence(invoice: IssuedInvoice, locale?: Locale): string {
  const { status, dueDate, voidedAt, voidReason, payment } = invoice;
  const day = (date: Date | null) => (date ? billingDay(date, { locale }) : '');
  if (payment) return PAID[payment.method]({ date: day(payment.paidAt) }, { locale });
  if (status === 'void' && voidReason) return VOID[voidReason]({ date: day(voidedAt) }, { locale });
  const due = day(dueDate);
  if (status !== 'overdue') return m.billing_pending_sentence({ due }, { locale });
  return m.billing_overdue_sentence({ due, next: day(invoice.nextAttemptAt) }, { locale });
}

const PAID = { wallet: m.billing_paid_wallet, card: m.billing_paid_card };

const VOID = {
  cancelled: m.billing_void_cancelled,
  unpaid: m.billing_void_unpaid,
  left: m.billing_void_left,
};
