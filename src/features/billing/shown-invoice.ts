import { countryName } from '~/lib/country';
import type { Locale } from '~/lib/i18n/locale';
import * as m from '~/lib/i18n/paraglide/messages';
import { formatMoney } from '~/lib/money';
import type { IssuedInvoice } from './invoice.service';
import { STATE_WORDS, stateSentence, stateWord } from './invoice-words';
import { billingDay, lineWords, periodWords, rateWords } from './words';

export interface Labelled {
  label: string;
  value: string;
}

/** An invoice in the words of one language. The page and the PDF are drawn from this alone, so they cannot differ. */
export interface ShownInvoice {
  number: string;
  title: string;
  /** Who sells: the name, and below it the address and the number for the tax, where they were known. */
  seller: { name: string; details: string[] };
  state: { word: string; tone: (typeof STATE_WORDS)['paid']['tone']; sentence: string };
  /** Whom it is for, when it was issued and until when it is to be paid. */
  facts: Labelled[];
  columns: { what: string; amount: string };
  lines: { what: string; period: string; amount: string }[];
  /** Without tax, the tax; the last one is the total. */
  sums: Labelled[];
  total: Labelled;
  creditNotes: { title: string; lines: { what: string; why: string; amount: string }[] } | null;
}

/** Pure but for the formats of the language. */
export function shownInvoice(invoice: IssuedInvoice, locale: Locale): ShownInvoice {
  const { number, amount, taxAmount, currency, status, taxBasisPoints } = invoice;
  const language = { locale };
  const money = (minor: bigint) => formatMoney(minor, currency, language);
  return {
    number,
    title: `${m.billing_number({}, language)} ${number}`,
    seller: sellerOf(invoice, locale),
    state: {
      word: stateWord(status, locale),
      tone: STATE_WORDS[status].tone,
      sentence: stateSentence(invoice, locale),
    },
    facts: factsOf(invoice, locale),
    columns: { what: m.billing_what({}, language), amount: m.billing_amount({}, language) },
    lines: invoice.lines.map((line) => ({
      what: lineWords(line, language),
      period: periodWords(line, language),
      amount: money(line.amount),
    })),
    sums: [
      { label: m.billing_without_tax({}, language), value: money(amount - taxAmount) },
      {
        label: m.billing_tax({ rate: rateWords(taxBasisPoints, language) }, language),
        value: money(taxAmount),
      },
    ],
    total: { label: m.billing_total({}, language), value: money(amount) },
    creditNotes: creditNotesOf(invoice, locale),
  };
}

function sellerOf({ sellerName, sellerAddress, sellerTaxId }: IssuedInvoice, locale: Locale) {
  const number = sellerTaxId && m.billing_seller_tax_id({ number: sellerTaxId }, { locale });
  return { name: sellerName, details: [sellerAddress, number].filter((line) => line !== null) };
}

function factsOf({ billedTo, country, issuedAt, dueDate }: IssuedInvoice, locale: Locale): Labelled[] {
  const customer = [billedTo, countryName(country, locale)].filter(Boolean).join(', ');
  return [
    { label: m.billing_billed_to({}, { locale }), value: customer },
    { label: m.billing_issued({}, { locale }), value: billingDay(issuedAt, { locale }) },
    { label: m.billing_due({}, { locale }), value: billingDay(dueDate, { locale }) },
  ];
}

function creditNotesOf({ creditNotes, currency }: IssuedInvoice, locale: Locale) {
  if (creditNotes.length === 0) return null;
  const lines = creditNotes.map(({ number, issuedAt, amount, reason }) => ({
    what: `${number} · ${billingDay(issuedAt, { locale })}`,
    why: { plan_change: m.billing_credit_plan_change }[reason]({}, { locale }),
    amount: formatMoney(amount, currency, { locale }),
  }));
  return { title: m.billing_credit_notes({}, { locale }), lines };
}
