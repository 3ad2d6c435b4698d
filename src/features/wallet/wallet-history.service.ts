import { and, eq, sql } from 'drizzle-orm';
import type { Span } from '~/lib/calendar.server';
import { type Database, db } from '~/lib/data/system';
import { atTheirPlaces, isSince, placeInSpans, valuesOf } from '~/lib/db/spans';
import { written } from '~/lib/db/written';
import type { Actor } from '~/lib/request/actor';
import { ledgerAccounts, ledgerEntries } from './wallet.schema';

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
        place: placeInSpans(ledgerEntries.postedAt).as('place'),
        amount: sql`sum(${ledgerEntries.amount})`.mapWith(BigInt).as('amount'),
      })
      .from(ledgerAccounts)
      .innerJoin(ledgerEntries, isOfAccount)
      .where(and(isWallet, isSince(ledgerEntries.postedAt)))
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

/** With the currency, which is in the index, and is the account's. */
const isOfAccount = and(
  eq(ledgerEntries.accountId, ledgerAccounts.id),
  eq(ledgerEntries.currency, ledgerAccounts.currency),
);
