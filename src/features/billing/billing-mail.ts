import type { Transaction } from '~/lib/data/system';
import { currentLocale, type Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { type Addressee, findAddressee } from '~/lib/mail/addressee';
import { type LetterParts, writeLetter } from '~/lib/mail/letter';
import { queueMail } from '~/lib/mail/outbox';
import { formatMoney } from '~/lib/money';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import type { Invoice } from './invoices.schema';
import { billingDay } from './words';

type Told = Pick<Invoice, 'number' | 'amount' | 'taxAmount' | 'currency' | 'dueDate'>;
type Words = Pick<LetterParts, 'subject' | 'paragraphs' | 'action'>;

/**
 * What a customer hears by mail: paid · the next period is asked for · not collected, and tried again · ended unpaid; and the
 * last two where the plan had ended before.
 */
export type BillingNews = 'receipt' | 'invoice' | 'reminder' | 'end' | 'reminder_after_end' | 'void';

/** Tells the customer by mail, in their language, in the transaction of what it is about. Nobody is told of who has left. */
export async function tellCustomer(
  news: BillingNews,
  { invoice, userId }: { invoice: Told; userId: string | null },
  now: Date,
  tx: Transaction,
): Promise<void> {
  const reader = userId ? await findAddressee(userId, currentLocale(), tx) : null;
  if (!reader) return;
  const { locale, recipient } = reader;
  const words = WORDS[news](invoice.number ?? '', locale);
  const letter = writeLetter({ ...words, locale, heading: words.subject, facts: factsOf(invoice, reader) });
  await queueMail({ userId, recipient, ...letter }, now, tx);
}

function factsOf(
  { number, amount, taxAmount, currency, dueDate }: Told,
  { locale }: Addressee,
): [label: string, value: string][] {
  return [
    [m.billing_number({}, { locale }), number ?? ''],
    [m.billing_amount({}, { locale }), formatMoney(amount, currency, { locale })],
    [m.billing_tax_included({}, { locale }), formatMoney(taxAmount, currency, { locale })],
    [m.billing_due({}, { locale }), billingDay(dueDate, { locale })],
  ];
}

const WORDS: Record<BillingNews, (number: string, locale: Locale) => Words> = {
  receipt: (number, locale) => ({
    subject: m.billing_mail_receipt({ number }, { locale }),
    paragraphs: [m.billing_mail_receipt_text({}, { locale })],
    action: openInvoice(number, locale),
  }),
  invoice: (number, locale) => ({
    subject: m.billing_mail_invoice({ number }, { locale }),
    paragraphs: [m.billing_mail_invoice_text({}, { locale })],
    action: openInvoice(number, locale),
  }),
  reminder: (number, locale) => ({
    subject: m.billing_mail_reminder({ number }, { locale }),
    paragraphs: [m.billing_mail_reminder_text({}, { locale })],
    action: openInvoice(number, locale),
  }),
  end: (_, locale) => ({
    subject: m.billing_mail_end({}, { locale }),
    paragraphs: [m.billing_mail_end_text({}, { locale })],
    action: { label: m.billing_see_prices({}, { locale }), url: `${PUBLIC_ORIGIN}/pricing` },
  }),
  reminder_after_end: (number, locale) => ({
    subject: m.billing_mail_reminder({ number }, { locale }),
    paragraphs: [m.billing_mail_reminder_after_end_text({}, { locale })],
    action: openInvoice(number, locale),
  }),
  void: (number, locale) => ({
    subject: m.billing_mail_void({ number }, { locale }),
    paragraphs: [m.billing_mail_void_text({}, { locale })],
  }),
};

function openInvoice(number: string, locale: Locale): LetterParts['action'] {
  return {
    label: m.billing_open_pay({ number }, { locale }),
    url: `${PUBLIC_ORIGIN}/billing/invoices/${number}`,
  };
}
