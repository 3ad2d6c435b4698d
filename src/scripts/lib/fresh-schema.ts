import type { Sql } from 'postgres';

/** What Supabase gives the schema `public` of a new project. Dropping the schema drops these too. */
const AS_IN_A_NEW_PROJECT = `
  create schema public;
  grant usage on schema public to public, anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
`;

/** Drops everything in `public` and `private` and Drizzle's memory of it, in one transaction. The users of the auth server stay. */
export async function dropEverything(sql: Sql): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction.unsafe(`set local lock_timeout = '5s'`);
    await transaction.unsafe(
      'drop schema if exists drizzle cascade; drop schema if exists public cascade; drop schema if exists private cascade',
    );
    await transaction.unsafe(AS_IN_A_NEW_PROJECT);
  });
}
