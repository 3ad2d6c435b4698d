import type { Sql } from 'postgres';
import { openPool } from '../../src/lib/db/pool';

/** The app's pool for values as they were on the wire: as text, which the driver would encode once more. */
export function rawPool(): Sql {
  const sql = openPool();
  for (const type of Object.keys(sql.options.serializers)) sql.options.serializers[Number(type)] = String;
  return sql;
}
