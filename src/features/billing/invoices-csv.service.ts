import { amountText } from '~/features/wallet/wallet.rules';
import { csvLine } from '~/lib/csv';
import { type Database, db } from '~/lib/data/system';
import * as m from '~/lib/i18n/paraglide/messages';
import { positionIn } from '~/lib/keyset';
import type { Actor } from '~/lib/request/actor';
import type { InvoicesQuery } from './billing.input';
import { type ListedInvoice, listInvoices } from './invoice-list.service';
import { stateWord } from './invoice-words';

/** Rows that are in memory at once. */
const BATCH = 500;

/** Without it a spreadsheet takes the file for another alphabet. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The actor's invoices in that state as the pieces of a CSV file, the newest first. Headings and states are words of the
 * reader's language; days are ISO 8601 in UTC and amounts have a point in any, so that programs read them. Guide 21.
 */
export async function* invoicesCsv(
  actor: Pick<Actor, 'id'>,
  { state }: Pick<InvoicesQuery, 'state'>,
  { batch = BATCH, database = db }: { batch?: number; database?: Database } = {},
): AsyncGenerator<string, void> {
  yield BYTE_ORDER_MARK + csvLine(COLUMNS.map(({ name }) => name()));
  for (let older = positionIn(null); ; ) {
    const page = await listInvoices(actor, { state, older }, database, batch);
    if (page.rows.length > 0) yield page.rows.map(lineOf).join('');
    if (!page.older) return;
    older = positionIn(page.older);
  }
}

type Column = { name: () => string; of: (invoice: ListedInvoice) => string };

const COLUMNS: Column[] = [
  { name: m.billing_number, of: ({ number }) => number },
  { name: m.billing_issued, of: ({ issuedAt }) => day(issuedAt) },
  { name: m.billing_due, of: ({ dueDate }) => day(dueDate) },
  { name: m.billing_state, of: ({ status }) => stateWord(status) },
  { name: m.billing_csv_paid, of: ({ paidAt }) => (paidAt ? day(paidAt) : '') },
  { name: m.billing_csv_period_from, of: ({ periodStart }) => day(periodStart) },
  { name: m.billing_csv_period_to, of: ({ periodEnd }) => day(periodEnd) },
  { name: m.billing_billed_to, of: ({ billedTo }) => billedTo ?? '' },
  { name: m.billing_country, of: ({ country }) => country },
  { name: m.billing_amount, of: ({ amount, currency }) => amountText(amount, currency) },
  { name: m.billing_tax_included, of: ({ taxAmount, currency }) => amountText(taxAmount, currency) },
  { name: m.billing_csv_given_back, of: ({ credited, currency }) => amountText(credited, currency) },
  { name: m.billing_csv_currency, of: ({ currency }) => currency },
];

function lineOf(invoice: ListedInvoice): string {
  return csvLine(COLUMNS.map(({ of }) => of(invoice)));
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
