import { type AnyColumn, and, eq, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { ledgerAccounts, ledgerEntries } from '~/features/wallet/wallet.schema';
import type { Span } from '~/lib/calendar.server';
import { type Database, db } from '~/lib/data/system';
import { atTheirPlaces, isWithin, placeInSpans, valuesOf } from '~/lib/db/spans';
import { written } from '~/lib/db/written';
import type { Actor } from '~/lib/request/actor';
import { creditNotes } from './credit-notes.schema';
import { payments } from './invoice-payments.schema';
import { invoices } from './invoices.schema';

/** What was spent in one currency: minor units, one amount for each span that was asked for. */
export interface Spending {
  currency: string;
  amounts: bigint[];
}

/**
 * What invoices took out of the actor's wallets, less what of them came back, by the moment at which it moved: in a month in
 * which more came back than was paid it is below zero. One answer a currency in which there was any, in their order; the
 * spans follow each other. Decisions 131 and 162, guide 24.
 */
export async function listSpending(
  actor: Pick<Actor, 'id'>,
  spans: readonly Span[],
  database: Database = db,
): Promise<Spending[]> {
  const sums = await spending(database).execute({ userId: actor.id, ...valuesOf(spans) });
  const perCurrency = Map.groupBy(sums, ({ currency }) => currency);
  return [...perCurrency]
    .map(([currency, found]) => ({ currency, amounts: atTheirPlaces(found, spans.length) }))
    .sort((one, other) => one.currency.localeCompare(other.currency));
}

/**
 * From the documents to the entries: somebody has a few invoices, and may have any number of entries. What is added up is
 * what the ledger moved, and when; a document only names it.
 */
const spending = written((database: Database) => {
  const named = database
    .$with('named')
    .as(unionAll(transactionsOf(payments, database), transactionsOf(creditNotes, database)));
  const entry = entriesOf(named.id, database);
  const spent = database.$with('spent').as(
    database
      .select({
        currency: entry.currency,
        place: placeInSpans(entry.postedAt).as('place'),
        amount: entry.amount,
      })
      .from(named)
      .crossJoinLateral(entry)
      .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, entry.accountId))
      .where(and(eq(ledgerAccounts.userId, sql.placeholder('userId')), isWithin(entry.postedAt))),
  );
  return database
    .with(named, spent)
    .select({
      currency: spent.currency,
      place: spent.place,
      amount: sql`-sum(${spent.amount})`.mapWith(BigInt),
    })
    .from(spent)
    .groupBy(spent.currency, spent.place)
    .prepare('spending');
});

/** The transactions that paid the actor's invoices, or that gave back of them. */
function transactionsOf(documents: typeof payments | typeof creditNotes, database: Database) {
  return database
    .select({ id: documents.ledgerTransactionId })
    .from(invoices)
    .innerJoin(documents, eq(documents.invoiceId, invoices.id))
    .where(eq(invoices.userId, sql.placeholder('userId')));
}

function entriesOf(transactionId: AnyColumn, database: Database) {
  const { accountId, currency, postedAt, amount } = ledgerEntries;
  return (
    database
      .select({ accountId, currency, postedAt, amount })
      .from(ledgerEntries)
      .where(eq(ledgerEntries.transactionId, transactionId))
      // A query with an order stays one of its own: the planner, which takes every wallet for an average one, can not turn it
      // round and read all the entries of a wallet that has many.
      .orderBy(accountId)
      .as('entry')
  );
}
