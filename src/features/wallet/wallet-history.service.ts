import { and, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Span } from '~/lib/calendar.server';
import { type Database, db } from '~/lib/data/system';
import { written } from '~/lib/db/written';
import type { Actor } from '~/lib/request/actor';
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';

/** What was spent in one currency: minor units, one amount for each span that was asked for. */
export interface Spending {
  currency: string;
  amounts: bigint[];
}

/** With the currency, which is in the index, and is the account's. */
const isOfAccount = and(
  eq(ledgerEntries.accountId, ledgerAccounts.id),
  eq(ledgerEntries.currency, ledgerAccounts.currency),
);

const isSince = gte(ledgerEntries.postedAt, sql.placeholder('since'));

/**
 * In which of the spans an entry is, from 0. The spans come from the app: the zone of a reader is one that `Intl` knows, and
 * the database may know another list, of another year.
 */
const placeInSpans = sql<number>`width_bucket(${ledgerEntries.postedAt}, ${sql.placeholder('starts')}::timestamptz[]) - 1`;

/** What an invoice took, and what of it came back. Money for other people is not spent, it is sent. */
const SPENDING_KINDS = ['payment', 'refund'] as const;

/**
 * What the actor has paid for invoices, less what was given back, by the moment at which it moved: in a month in which more
 * came back than was paid it is below zero. The ledger lets neither be reversed. One answer a currency in which there was
 * any, in their order; the spans follow each other. Decision 131, guide 24.
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

const spending = written((database: Database) => {
  const spent = database.$with('spent').as(
    database
      .select({
        currency: ledgerEntries.currency,
        place: placeInSpans.as('place'),
        amount: ledgerEntries.amount,
      })
      .from(ledgerAccounts)
      .innerJoin(ledgerEntries, isOfAccount)
      .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
      .where(
        and(
          eq(ledgerAccounts.userId, sql.placeholder('userId')),
          isSince,
          lt(ledgerEntries.postedAt, sql.placeholder('until')),
          inArray(ledgerTransactions.kind, SPENDING_KINDS),
        ),
      ),
  );
  return database
    .with(spent)
    .select({
      currency: spent.currency,
      place: spent.place,
      amount: sql`-sum(${spent.amount})`.mapWith(BigInt),
    })
    .from(spent)
    .groupBy(spent.currency, spent.place)
    .prepare('spending');
});

/**
 * What was in the actor's wallet of that currency at the end of each span, in minor units: today's balance, and back from
 * there by what has moved since. The spans follow each other, and the last is the running one. Guide 24.
 */
export async function listBalancesOver(
  actor: Pick<Actor, 'id'>,
  { currency, spans }: { currency: string; spans: readonly Span[] },
  database: Database = db,
): Promise<bigint[]> {
  const found = await balancesOver(database).execute({ userId: actor.id, currency, ...valuesOf(spans) });
  const amounts = atTheirPlaces(found, spans.length);
  let balance = (found[0]?.balance ?? 0n) - amounts.reduce((sum, amount) => sum + amount, 0n);
  return amounts.map((amount) => (balance += amount));
}

const balancesOver = written((database: Database) => {
  const isWallet = and(
    eq(ledgerAccounts.userId, sql.placeholder('userId')),
    eq(ledgerAccounts.currency, sql.placeholder('currency')),
  );
  const moved = database.$with('moved').as(
    database
      .select({
        accountId: ledgerEntries.accountId,
        place: placeInSpans.as('place'),
        amount: sql`sum(${ledgerEntries.amount})`.mapWith(BigInt).as('amount'),
      })
      .from(ledgerAccounts)
      .innerJoin(ledgerEntries, isOfAccount)
      .where(and(isWallet, isSince))
      .groupBy(ledgerEntries.accountId, sql`place`),
  );
  // One statement: a balance that was read before, and the entries after it, could be of two moments.
  return database
    .with(moved)
    .select({ balance: ledgerAccounts.balance, place: moved.place, amount: moved.amount })
    .from(ledgerAccounts)
    .leftJoin(moved, eq(moved.accountId, ledgerAccounts.id))
    .where(isWallet)
    .prepare('balances_over');
});

/** A month in which nothing moved is a zero, not a gap. */
function atTheirPlaces(found: { place: number | null; amount: bigint | null }[], length: number): bigint[] {
  const byPlace = new Map(found.map(({ place, amount }) => [place, amount ?? 0n]));
  return Array.from({ length }, (_, at) => byPlace.get(at) ?? 0n);
}

/** What the placeholders stand for; of no spans it is no time at all. */
function valuesOf(spans: readonly Span[]) {
  const since = spans[0]?.start ?? new Date(0);
  return {
    since: since.toISOString(),
    until: (spans.at(-1)?.end ?? since).toISOString(),
    starts: `{${spans.map(({ start }) => start.toISOString()).join()}}`,
  };
}
