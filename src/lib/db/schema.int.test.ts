import { expect, test } from 'vitest';
import { ACCESS, grantsFor } from '~/lib/testing/access/expected';
import { owner } from '~/lib/testing/owner';

/**
 * Who may do what with each table: the policies' commands, then the grants; columns in brackets. Read from what comes of
 * trying, so that a grant that nobody meant to give (hosted Supabase gives them by default) shows as a difference.
 */
const EXPECTED = Object.fromEntries(
  Object.entries(ACCESS)
    .filter(([table]) => !table.includes('.'))
    .map(([table, { anon, owner: user, app, service }]) => {
      const grants = { anon, authenticated: user, alcazar_app: app, service_role: service };
      return [
        table,
        {
          policies: given({ anon: commands(anon), authenticated: commands(user), alcazar_app: ['all'] }),
          grants: given(
            Object.fromEntries(Object.entries(grants).map(([role, words]) => [role, grantsFor(words)])),
          ),
        },
      ];
    }),
);

/** What a policy has to be for: whole commands, whatever the columns. */
function commands(words: string): string[] {
  return [...new Set(grantsFor(words).map((grant) => grant.replace(/\(.+/, '')))];
}

function given(roles: Record<string, string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(roles).flatMap(([role, words]) => (words.length > 0 ? [[role, words.join(' ')]] : [])),
  );
}

/** Rows that are never changed have no `updated_at`; they say by themselves when what they tell of happened. */
const APPEND_ONLY = [
  'security_events',
  'ledger_transactions',
  'ledger_entries',
  'subscription_prices',
  'tax_rates',
  'invoice_lines',
  'payments',
  'credit_notes',
];
const CHANGING = Object.keys(EXPECTED).filter((table) => !APPEND_ONLY.includes(table));

test('every table has row-level security, and exactly the policies and grants that are written down', async () => {
  const tables = await owner`
    select relname as name, relrowsecurity as secured,
      (select coalesce(json_object_agg(role, commands), '{}') from (
        select role, string_agg(lower(cmd), ' ' order by cmd) as commands
        from pg_policies, unnest(roles) as role
        where schemaname = 'public' and tablename = relname and permissive = 'PERMISSIVE' group by role) as per_role) as policies,
      (select coalesce(json_object_agg(grantee, privileges), '{}') from (
        select grantee, string_agg(privilege, ' ' order by privilege) as privileges from (
          select coalesce(pg_get_userbyid(nullif(grantee, 0)), 'public') as grantee, lower(privilege_type) as privilege
          from aclexplode(relacl)
          union all
          select pg_get_userbyid(acl.grantee), lower(acl.privilege_type) || '(' || attname || ')'
          from pg_attribute, aclexplode(attacl) as acl where attrelid = pg_class.oid) as granted
        where grantee <> 'postgres' group by grantee) as per_role) as grants
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  const found = Object.fromEntries(
    tables.map(({ name, secured, policies, grants }) => [name, { secured, policies, grants }]),
  );
  const expected = Object.entries(EXPECTED).map(([name, rules]) => [name, { secured: true, ...rules }]);
  expect(found).toEqual(Object.fromEntries(expected));
});

test('what belongs to a user is shut to the token of a session that has ended', async () => {
  const shut = await owner`
    select tablename as name, cmd, array_to_string(roles, ' ') as roles, qual from pg_policies
    where schemaname = 'public' and permissive = 'RESTRICTIVE' order by tablename`;
  const mine = Object.entries(EXPECTED).filter(
    ([, { policies }]) => policies.authenticated && !policies.anon,
  );
  expect(shut.map(({ name }) => name)).toEqual(mine.map(([name]) => name).sort());
  for (const { cmd, roles, qual } of shut) {
    expect([cmd, roles]).toEqual(['ALL', 'authenticated']);
    expect(qual).toMatch(/^\( ?SELECT private\.session_is_live\(\)/);
  }
});

test('each function in private is for whoever needs it, and has a fixed search_path', async () => {
  const functions = await owner`
    select proname as name, array_to_string(proconfig, ' ') as settings,
      (select coalesce(string_agg(role, ' '), '') from unnest(array['anon', 'authenticated', 'alcazar_app']) as role
        where has_function_privilege(role, oid, 'execute') and has_schema_privilege(role, 'private', 'usage')) as callers
    from pg_proc where pronamespace = 'private'::regnamespace order by proname`;
  const settings = 'search_path=""';
  expect([...functions]).toEqual([
    { name: 'account_record', settings, callers: 'alcazar_app' },
    { name: 'auth_sessions', settings, callers: 'alcazar_app' },
    { name: 'cancel_left_subscription', settings, callers: '' },
    { name: 'check_idempotency_key', settings, callers: '' },
    { name: 'check_invoice_settled', settings, callers: '' },
    { name: 'check_ledger_document', settings, callers: '' },
    { name: 'check_ledger_transaction', settings, callers: '' },
    // Also how long it may wait for another one with the same key.
    { name: 'claim_command', settings: `${settings} lock_timeout=2s`, callers: 'alcazar_app' },
    { name: 'delete_account', settings, callers: 'alcazar_app' },
    { name: 'email_change_behind', settings, callers: 'alcazar_app' },
    { name: 'end_auth_session', settings, callers: '' },
    { name: 'forget_customer', settings, callers: '' },
    { name: 'forget_ledger_notes', settings, callers: '' },
    { name: 'issue_credit_note', settings, callers: '' },
    { name: 'issue_invoice', settings, callers: '' },
    { name: 'keep_an_admin', settings, callers: '' },
    { name: 'keep_checkout', settings, callers: '' },
    { name: 'keep_document', settings, callers: '' },
    { name: 'keep_invoice', settings, callers: '' },
    { name: 'keep_invoice_lines', settings, callers: '' },
    { name: 'keep_ledger', settings, callers: '' },
    { name: 'keep_ledger_account', settings, callers: '' },
    { name: 'keep_ledger_balances', settings: `${settings} lock_timeout=3s`, callers: '' },
    { name: 'keep_price', settings, callers: '' },
    { name: 'keep_security_event', settings, callers: '' },
    { name: 'keep_webhook_event', settings, callers: '' },
    { name: 'next_number', settings, callers: '' },
    { name: 'remember_password', settings, callers: '' },
    { name: 'remember_price', settings, callers: '' },
    { name: 'session_is_live', settings, callers: 'authenticated' },
  ]);
});

test('nothing else in public can be read: no view, no sequence, no foreign table', async () => {
  const others = await owner`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind not in ('r', 'p', 'i')`;
  expect([...others]).toEqual([]);
});

test('materialized views, which no policy protects, are read by the app alone, and out of the way of the Data API', async () => {
  const views = await owner`
    select oid::regclass::text as name,
      (select string_agg(distinct pg_get_userbyid(grantee) || ':' || lower(privilege_type), ' ')
        from aclexplode(relacl) where grantee <> relowner) as grants
    from pg_class where relkind = 'm' order by 1`;
  expect([...views]).toEqual(
    ['report_freshness', 'revenue_months', 'session_days', 'sign_up_weeks'].map((view) => ({
      name: `private.${view}`,
      grants: 'alcazar_app:select',
    })),
  );
});

test('no function in public may be called by anybody, and each has a fixed search_path', async () => {
  const open = await owner`
    select proname as name,
      array_to_string(proconfig, ' ') as settings,
      (select count(*)::int from unnest(array['anon', 'authenticated', 'alcazar_app']) as role
        where has_function_privilege(role, oid, 'execute')) as callers
    from pg_proc where pronamespace = 'public'::regnamespace order by proname`;
  expect(open.length).toBeGreaterThan(0);
  for (const fn of open) expect(fn).toEqual({ name: fn.name, settings: 'search_path=""', callers: 0 });
});

test('whoever comes through the Data API calls no function that acts as its owner, in any schema, but for these', async () => {
  const open = await owner`
    select format('%s.%s', pronamespace::regnamespace, proname) as name, string_agg(role, ' ' order by role) as callers
    from pg_proc, unnest(array['anon', 'authenticated', 'service_role']) as role
    where prosecdef and prorettype <> 'trigger'::regtype and pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'
      and has_function_privilege(role, pg_proc.oid, 'execute') and has_schema_privilege(role, pronamespace, 'usage')
    group by pg_proc.oid, pronamespace, proname order by 1`;
  // Says whether the session of the token that asks is over, and takes nothing to be asked with.
  expect([...open]).toEqual([{ name: 'private.session_is_live', callers: 'authenticated' }]);
});

test('the login of the app owns nothing, bypasses nothing and inherits nothing', async () => {
  const [role] = await owner`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
      pg_has_role('alcazar_app', 'authenticated', 'member') as member,
      pg_has_role('alcazar_app', 'authenticated', 'usage') as inherits,
      pg_has_role('alcazar_app', 'service_role', 'member') as service,
      pg_has_role('alcazar_app', 'postgres', 'member') as owner,
      has_schema_privilege('alcazar_app', 'public', 'create') as creates,
      has_table_privilege('alcazar_app', 'auth.users', 'select') as reads_users,
      has_table_privilege('alcazar_app', 'auth.sessions', 'select') as reads_sessions,
      (select count(*)::int from pg_shdepend where refobjid = pg_roles.oid and deptype = 'o') as owned
    from pg_roles where rolname = 'alcazar_app'`;
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolcanlogin: true,
    member: true,
    inherits: false,
    service: false,
    owner: false,
    creates: false,
    reads_users: false,
    reads_sessions: false,
    owned: 0,
  });
});

test('every foreign key has an index that covers it', async () => {
  const uncovered = await owner`
    select conrelid::regclass::text as table, conname as key from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace
      and not exists (
        select from pg_index
        where indrelid = conrelid and indpred is null
          and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey)`;
  expect([...uncovered]).toEqual([]);
});

test('time is timestamptz, money is bigint, and every table that changes keeps created_at and updated_at', async () => {
  const columns = await owner`
    select table_name as table, column_name as name, data_type as type, is_nullable as nullable, column_default as default
    from information_schema.columns where table_schema = 'public'`;
  expect(columns.filter(({ type }) => /timestamp without|^date$|^time /.test(type))).toEqual([]);
  expect(columns.filter(({ type }) => /numeric|double|real|money/.test(type))).toEqual([]);
  expect(columns.filter(({ name, type }) => /amount|balance/.test(name) && type !== 'bigint')).toEqual([]);
  for (const table of CHANGING) {
    for (const name of ['created_at', 'updated_at']) {
      expect(columns).toContainEqual({
        table,
        name,
        type: 'timestamp with time zone',
        nullable: 'NO',
        default: 'now()',
      });
    }
  }
});

test('every table that changes keeps updated_at by the trigger', async () => {
  const tables = await owner`
    select event_object_table as name from information_schema.triggers
    where trigger_schema = 'public' and trigger_name = 'touch_updated_at' order by 1`;
  expect(tables.map(({ name }) => name)).toEqual([...CHANGING].sort());
});
