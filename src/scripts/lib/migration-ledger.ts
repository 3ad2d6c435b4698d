import type { ISql, Sql } from 'postgres';
import type { Migration } from './migration-files';

/** A row of Drizzle's own table, which drizzle-kit and studio read as well. */
export interface LedgerRow {
  hash: string;
  /** The journal's time of the migration, not the time it was applied. */
  when: number;
}

/** What the database says was applied. A database that was never migrated says nothing; nothing is created by asking. */
export async function readLedger(sql: ISql): Promise<LedgerRow[]> {
  const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') as found`;
  if (!table?.found) return [];
  const rows = await sql<{ hash: string; created_at: string }[]>`
    select hash, created_at from drizzle.__drizzle_migrations order by created_at, id`;
  return rows.map(({ hash, created_at }) => ({ hash, when: Number(created_at) }));
}

/** The same table Drizzle's migrator would make. */
export async function ensureLedger(sql: Sql): Promise<void> {
  await sql`create schema if not exists drizzle`;
  await sql`
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key,
      hash text not null,
      created_at bigint
    )`;
}

export async function recordMigration(sql: ISql, { hash, when }: Migration): Promise<void> {
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`;
}
