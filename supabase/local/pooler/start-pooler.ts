import type { Postgres } from '../postgres/postgres';
import { startPoolerFront } from './front';
import { findPgbouncer, startPgbouncer } from './pgbouncer';
import type { Pooler } from './pooler';

/**
 * Puts a transaction pooler before the database: the pgbouncer of this machine, else a front that speaks its
 * dialect. Throws a sentence when pgbouncer is asked for and not installed.
 *
 * @param kind undefined to take pgbouncer where there is one
 */
export async function startPooler(
  kind: 'front' | 'pgbouncer' | undefined,
  preferred: number,
  database: Postgres,
): Promise<Pooler> {
  const pgbouncer = kind === 'front' ? null : findPgbouncer();
  if (pgbouncer) return startPgbouncer(pgbouncer, preferred, database);
  if (kind === 'pgbouncer')
    throw new Error('LOCAL_POOLER=pgbouncer, but no pgbouncer is installed on this machine.');
  return startPoolerFront(preferred, database.port);
}
