import type { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { TransactionSql } from 'postgres';
import type { Transaction } from '~/lib/data/system';
import { COMMITTING } from './encoded';

/**
 * The transaction for its last statement: the commit travels with it, and is not carried out where the statement fails. Whatever
 * the transaction asks after it is refused, and what it throws takes nothing back any more. In a savepoint, or where time is short,
 * the statement is one like any other, and the commit follows by itself. Decision 177.
 */
export function lastOf(tx: Transaction): Transaction {
  // Not in Drizzle's types: its session for this driver has the connection, and a transaction asks by its session.
  const of = tx as unknown as { session: PostgresJsSession<never, never, never> };
  const client: TransactionSql = of.session.client;
  const last = {
    unsafe: (text: string, values: never[]) => client.unsafe(text, values, COMMITTING),
  };
  const session = Object.create(of.session, { client: { value: last } });
  return Object.create(tx, { session: { value: session }, _: { value: { ...tx._, session } } });
}
