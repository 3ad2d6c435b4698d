import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgTransaction } from 'drizzle-orm/pg-core';
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js';
import type * as schema from '~/lib/db/schema';

/**
 * The trusted door: Drizzle as `alcazar_app`, who sees every row of every table that says so in its `…_system` policy.
 * For services only, which look through the actor themselves. For one user's own rows, `~/lib/data/user`. Seed 002.
 */
export { db, longDb } from '~/lib/db/client';

type Schema = typeof schema;

type Relations = ExtractTablesWithRelations<Schema>;

/** What a verb takes as its last parameter: the pool, or the caller's transaction. */
export type Database = PgDatabase<PostgresJsQueryResultHKT, Schema, Relations>;

/** A transaction of the trusted door. */
export type Transaction = PgTransaction<PostgresJsQueryResultHKT, Schema, Relations>;
