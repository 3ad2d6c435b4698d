import { setTimeout as sleep } from 'node:timers/promises';
import type { ISql, Sql } from 'postgres';
import { AppError } from '~/lib/errors';

/** Any number will do, as long as all deployers of this database use the same. */
const LOCK = 4_201_970_301;
const ASK_AGAIN_MS = 250;

interface Waiting {
  waitSeconds: number;
  say: (line: string) => void;
}

/** Runs `verb` while holding the one migration lock of this database. Throws `AppError('conflict')` when another holds it for too long. */
export async function withMigrationLock<T>(
  sql: Sql,
  { waitSeconds, say }: Waiting,
  verb: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (let asked = 0; !(await takeLock(sql)); asked += 1) {
    if (Date.now() >= deadline) throw await takenRefusal(sql, waitSeconds);
    if (asked === 0) say(`Another migration is running. Waiting for it up to ${waitSeconds} s.`);
    await sleep(ASK_AGAIN_MS);
  }
  try {
    return await verb();
  } finally {
    // A connection that died has given its lock back already, and what killed it is the better error.
    await sql`select pg_advisory_unlock(${LOCK})`.catch(() => undefined);
  }
}

/** For inside a transaction: true when this session still holds the lock, and not a new connection after a broken one. */
export async function stillHoldsLock(transaction: ISql): Promise<boolean> {
  const [row] = await transaction`
    select exists (
      select from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and granted
        and (classid::bigint << 32) | objid::bigint = ${LOCK}::bigint
    ) as held`;
  return row?.held === true;
}

async function takeLock(sql: Sql): Promise<boolean> {
  const [row] = await sql`select pg_try_advisory_lock(${LOCK}) as taken`;
  return row?.taken === true;
}

async function takenRefusal(sql: Sql, waitSeconds: number): Promise<AppError> {
  const [holder] = await sql`
    select a.pid, a.application_name as name
    from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32) | l.objid::bigint = ${LOCK}::bigint`;
  const who = holder ? ` (server process ${holder.pid}, ${holder.name || 'unnamed'})` : '';
  return new AppError(
    'conflict',
    `Another migration${who} still runs after ${waitSeconds} s. Nothing was changed; try again when it is done.`,
  );
}
