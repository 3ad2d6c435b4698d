import { findPgbouncer } from '../../../../supabase/local/pooler/pgbouncer';
import { systemBinaries } from '../../../../supabase/local/postgres/binaries';
import { aptInstall, canAptInstall } from '../apt';

/**
 * Is a PostgreSQL of this machine there, and a pgbouncer? Where nobody sits at the terminal and we are root on a
 * Debian, they are installed first.
 */
export async function hasSystemPostgres(): Promise<boolean> {
  if (isInstalled()) return true;
  if (!isUnattended() || !canAptInstall()) return false;
  await aptInstall(['postgresql', 'pgbouncer']).catch(() => undefined);
  return isInstalled();
}

function isInstalled(): boolean {
  return systemBinaries() !== null && findPgbouncer() !== null;
}

/** A pipeline, not a person: nobody is surprised by what gets installed. */
function isUnattended(): boolean {
  return Boolean(process.env.CI) || !process.stdout.isTTY;
}
