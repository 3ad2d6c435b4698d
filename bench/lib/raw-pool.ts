import type { TransactionSql } from 'postgres';
import { ENCODED } from '../../src/lib/db/encoded';
import { openPool } from '../../src/lib/db/pool';
import type { Executed } from '../../src/lib/testing/counting-proxy';

/** The app's pool, with nothing around it. */
export const rawPool = () => openPool();

/** Asks a statement that was heard, its values as they were on the wire: one round trip, as in the app. */
export function askRaw(
  place: Pick<TransactionSql, 'unsafe'>,
  { text, values }: Executed,
  options = ENCODED,
): Promise<unknown> {
  return place.unsafe(text, values, options);
}
