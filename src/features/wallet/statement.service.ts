import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { profiles } from '~/features/auth/auth.schema';
import { type Database, db } from '~/lib/data/system';
import { edgeOf, keyset, PLACES, type Way, wayOf } from '~/lib/db/keyset';
import { written } from '~/lib/db/written';
import { type Page, type Place, pageOf } from '~/lib/keyset';
import type { Actor } from '~/lib/request/actor';
import { type LedgerTransaction, ledgerAccounts, ledgerEntries, ledgerTransactions } from './wallet.schema';

/** A line of a statement, as its owner sees it. */
export interface ListedEntry {
  id: string;
  /** Its place in the list, for the pages beside it. */
  position: string;
  postedAt: Date;
  transactionId: string;
  kind: LedgerTransaction['kind'];
  /** Minor units; positive is money that came. */
  amount: bigint;
  currency: string;
  note: string | null;
  /** The other person's name, or their address where they have none; null for the house and for somebody who has left. */
  person: string | null;
  /** Is there another person at all? */
  isBetweenPeople: boolean;
  isReversed: boolean;
}

/** So many entries stand on a page. */
const ENTRIES_PER_PAGE = 20;

/** What went into and out of the actor's wallet of that currency, the newest first, a page at a time. Guide 7. */
export async function listEntries(
  actor: Pick<Actor, 'id'>,
  { currency, ...place }: Place & { currency: string },
  database: Database = db,
  size = ENTRIES_PER_PAGE,
): Promise<Page<ListedEntry>> {
  const read = await statement(database, wayOf(place)).execute({
    userId: actor.id,
    currency,
    ...edgeOf(place),
    size: size + 1,
  });
  return pageOf(read, place, size);
}

/** The actor's own line of a transaction, or null where they have no part in it. */
export async function findEntry(
  actor: Pick<Actor, 'id'>,
  transactionId: string,
  database: Database = db,
): Promise<ListedEntry | null> {
  const { position } = keyset(ledgerEntries.postedAt, ledgerEntries.id, {});
  const wallets = database.select({ id: own.id }).from(own).where(eq(own.userId, actor.id));
  const isOwn = inArray(ledgerEntries.accountId, wallets);
  const which = and(eq(ledgerEntries.transactionId, transactionId), isOwn);
  const [entry] = await entriesOf(position, which, database).limit(1);
  return entry ?? null;
}

const own = alias(ledgerAccounts, 'own');
const reversal = alias(ledgerTransactions, 'reversal');

const statement = written((database: Database, way: Way) => {
  const { position, where, orderBy } = keyset(ledgerEntries.postedAt, ledgerEntries.id, PLACES[way]);
  const currency = sql.placeholder('currency');
  // One wallet by a subselect, and its currency: the index of statements is read in its order, and no further than the page.
  const wallet = and(eq(own.userId, sql.placeholder('userId')), eq(own.currency, currency));
  const isOwn = and(
    eq(ledgerEntries.accountId, database.select({ id: own.id }).from(own).where(wallet)),
    eq(ledgerEntries.currency, currency),
  );
  return entriesOf(position, and(isOwn, where), database)
    .orderBy(...orderBy)
    .limit(sql.placeholder('size'))
    .prepare('statement');
});

function entriesOf(position: SQL.Aliased<string>, which: SQL | undefined, database: Database) {
  const others = otherWallet(database);
  return database
    .select({
      id: ledgerEntries.id,
      position,
      transactionId: ledgerEntries.transactionId,
      kind: ledgerTransactions.kind,
      postedAt: ledgerEntries.postedAt,
      amount: ledgerEntries.amount,
      currency: ledgerEntries.currency,
      note: ledgerTransactions.note,
      person: sql<string | null>`coalesce(${profiles.fullName}, ${profiles.email})`,
      isBetweenPeople: sql<boolean>`${others.id} is not null`,
      isReversed: sql<boolean>`${reversal.id} is not null`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .leftJoinLateral(others, sql`true`)
    .leftJoin(profiles, eq(profiles.id, others.userId))
    .leftJoin(reversal, eq(reversal.reversesId, ledgerTransactions.id))
    .where(which);
}

/** The wallet on the other side, if it is one: a payment has house accounts there, and may have several. */
function otherWallet(database: Database) {
  const entry = alias(ledgerEntries, 'other_entry');
  const wallet = alias(ledgerAccounts, 'other_wallet');
  return database
    .select({ id: wallet.id, userId: wallet.userId })
    .from(entry)
    .innerJoin(wallet, and(eq(wallet.id, entry.accountId), eq(wallet.kind, 'wallet')))
    .where(
      and(eq(entry.transactionId, ledgerEntries.transactionId), ne(entry.accountId, ledgerEntries.accountId)),
    )
    .limit(1)
    .as('others');
}
