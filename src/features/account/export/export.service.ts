import { and, getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import type { Actor } from '~/lib/request/actor';
import type { Visit } from '~/lib/request/visit';
import { NOT_IN_FILE, SECTIONS, type Section } from './sections';

/** Rows that are in memory at once. */
const BATCH = 500;

/**
 * Everything kept about the actor, as the pieces of one JSON document: what the auth server keeps, then table by table under
 * the names of the database, each row once. Reads a batch at a time, and only as fast as the pieces are taken. Money is a
 * string of minor units, because a number would be rounded by most readers; moments are ISO 8601 in UTC. That the data left
 * is written down before the first piece. Guide 17.
 */
export async function* exportAccount(
  { id: userId, claims }: Pick<Actor, 'id' | 'claims'>,
  visit: Visit,
  { batch = BATCH, database = db }: { batch?: number; database?: Database } = {},
): AsyncGenerator<string, void> {
  const account = await readAccount(userId, database);
  await SecurityService.record(
    { kind: 'data_exported', userId, sessionId: claims.session_id },
    visit,
    database,
  );
  yield `{\n"about": ${json(aboutFile(visit.now))},\n"account": ${json(account)}`;
  for (const section of SECTIONS) {
    yield `,\n${json(getTableName(section.table))}: [`;
    let separator = '\n';
    for await (const rows of pagesOf(section, userId, batch, database)) {
      yield separator + rows.map(json).join(',\n');
      separator = ',\n';
    }
    yield ']';
  }
  yield '\n}\n';
}

/** What a reader of the file has to know, and what they will look for in vain. */
function aboutFile(now: Date) {
  const columns = SECTIONS.flatMap(({ table, withheld = {} }) =>
    Object.entries(withheld).map(([column, why]) => [`${getTableName(table)}.${column}`, why]),
  );
  const withheld = Object.fromEntries([...Object.entries(NOT_IN_FILE), ...columns]);
  return { format: 1, exported_at: now, amounts: 'minor units of their currency', withheld };
}

/** The auth server's own tables are not the app's to read. */
async function readAccount(userId: string, database: Database): Promise<unknown> {
  const [found] = await database.execute(sql`select private.account_record(${userId}) as account`);
  return found?.account;
}

type Row = Record<string, unknown>;

/** By key and not by number: rows that come and go meanwhile neither repeat nor hide others. */
async function* pagesOf(
  { table, mine, key, withheld = {} }: Section,
  userId: string,
  batch: number,
  database: Database,
): AsyncGenerator<Row[]> {
  const row = columnsOf(table, withheld);
  for (let after: unknown = null; ; ) {
    const page = await database
      .select({ key, row })
      .from(table)
      .where(and(mine(userId), after === null ? undefined : sql`${key} > ${after}`))
      .orderBy(key)
      .limit(batch);
    if (page.length > 0) yield page.map((found) => found.row);
    if (page.length < batch) return;
    after = page.at(-1)?.key;
  }
}

function columnsOf(table: PgTable, withheld: Record<string, string>) {
  const columns = Object.values(getTableColumns(table)).filter(({ name }) => !(name in withheld));
  return Object.fromEntries(columns.map((column) => [column.name, column]));
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part));
}
