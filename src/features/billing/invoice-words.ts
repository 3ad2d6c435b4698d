import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import type { Invoice } from './invoices.schema';

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
