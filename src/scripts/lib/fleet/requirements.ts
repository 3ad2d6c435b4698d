import { AppError } from '~/lib/errors';
import { findPgbouncer } from '../../../../supabase/local/pooler/pgbouncer';
import { systemBinaries } from '../../../../supabase/local/postgres/binaries';
import { findHaproxy } from './haproxy';

/** What the production shape is made of, and the packages of Debian that bring it. */
const PARTS: [name: string, aptPackage: string, isThere: () => boolean][] = [
  ['PostgreSQL 15 or later', 'postgresql', () => systemBinaries() !== null],
  ['pgbouncer', 'pgbouncer', () => findPgbouncer() !== null],
  ['haproxy', 'haproxy', () => findHaproxy() !== null],
];

/** Throws `AppError('unavailable')` that names every program this machine lacks, and the line that installs them. */
export function requireProductionParts(parts = PARTS): void {
  const missing = parts.filter(([, , isThere]) => !isThere());
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(', ');
  const packages = missing.map(([, aptPackage]) => aptPackage).join(' ');
  throw new AppError(
    'unavailable',
    `Not installed on this machine: ${names}. On Debian or Ubuntu:\n  sudo apt-get install --no-install-recommends ${packages}`,
  );
}
