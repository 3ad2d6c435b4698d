import { sql } from 'drizzle-orm';
import { db } from '~/lib/db/client';
import type { VerifiedClaims } from './claims';
import type { Transaction } from './system';

/** Supabase JS as the user of a request: the other half of this door, for simple reads and writes under RLS. Seed 002. */
export { createSupabaseServerClient as userClient } from '~/lib/supabase/server';

/**
 * Runs `work` as the user of `claims`: one transaction in which Postgres is that user's role and every policy and column
 * grant holds. Both settings end with the transaction, so that the pooler hands a clean connection to the next request.
 * Takes no transaction of the caller: it would go on as the user when the work is done. Seed 002, guide 7.
 */
export function asUser<T>(
  claims: VerifiedClaims,
  work: (tx: Transaction) => Promise<T>,
  database: typeof db = db,
): Promise<T> {
  // A constant, not what the claims say: the role "none" would leave the transaction with the app's own rights.
  const role = claims.role === 'authenticated' ? 'authenticated' : 'anon';
  return database.transaction(async (tx) => {
    // `set_config(…, true)` is SET LOCAL that takes parameters: nothing of a token is ever part of a statement.
    await tx.execute(
      sql`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true), set_config('role', ${role}, true)`,
    );
    return work(tx);
  });
}
