import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { processesOn } from './process-table';
import { startStack } from './stack';
import { MAIN, query, useStacks } from './testing/stacks';

/** What a stop keeps, and what the next start makes of it. */

const { folder, start } = useStacks();

test('a clean stop keeps accounts, rows, mails and the key that signs tokens', async () => {
  const first = await start({ mailEverySeconds: 0 });
  const supabase = createClient(first.apiUrl, first.publishableKey, { auth: { persistSession: false } });
  await supabase.auth.signUp({ email: 'kept@example.test', password: 'correct-horse' });
  const mail = await first.mail.last('kept@example.test');
  const token_hash = /token_hash=(\w+)/.exec(mail?.Text ?? '')?.[1] ?? '';
  const { data } = await supabase.auth.verifyOtp({ token_hash, type: 'signup' });
  await first.stop();
  expect(await first.exited).toBe(0);
  expect(existsSync(join(first.dataDir, 'stack.env'))).toBe(false);
  expect(existsSync(join(first.dataDir, 'stack.lock'))).toBe(false);

  const second = await start();
  const again = createClient(second.apiUrl, second.publishableKey, { auth: { persistSession: false } });
  expect((await again.auth.getUser(data.session?.access_token)).data.user?.email).toBe('kept@example.test');
  expect(await second.mail.last('kept@example.test')).toEqual(mail);
});

test('our functions stand after a second boot, where the auth server has put its own again', async () => {
  await (await start()).stop();
  const claims = {
    sub: '6f1e8f0e-7a3a-4a52-9d53-6f2f0f1c2d3e',
    role: 'authenticated',
    email: 'a@example.test',
  };
  const seen = await query(await start(), (sql) =>
    sql.begin(async (tx) => {
      await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
      return tx`select auth.uid(), auth.role(), auth.email()`;
    }),
  );
  expect(seen).toEqual([{ uid: claims.sub, role: claims.role, email: claims.email }]);
});

test('what a migration took from new tables stays taken after the next boot', async () => {
  const first = await start();
  await query(first, (sql) => sql`alter default privileges in schema public revoke all on tables from anon`);
  await first.stop();
  const given = await query(await start(), async (sql) => {
    await sql`create table public.later (id int)`;
    return sql`
      select has_table_privilege('anon', 'public.later', 'select') as anon,
             has_table_privilege('service_role', 'public.later', 'select') as service`;
  });
  expect(given).toEqual([{ anon: false, service: true }]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s is a clean stop', async (signal) => {
  const stack = await start();
  process.kill(stack.pid, signal);
  expect(await stack.exited).toBe(0);
  expect(processesOn(stack.dataDir)).toEqual([]);
});

test('Ctrl-C during the very first start stops what had begun, and the next start works', async () => {
  const dataDir = join(folder(), 'data');
  const ports = {
    LOCAL_POOLER_PORT: '0',
    LOCAL_DB_PORT: '0',
    LOCAL_API_PORT: '0',
    LOCAL_MAIL_PORT: '0',
    LOCAL_SMTP_PORT: '0',
  };
  const env = { ...process.env, ...ports, LOCAL_DATA_DIR: dataDir };
  const child = spawn(process.execPath, [MAIN], { env, detached: true, stdio: 'ignore' });
  await expect
    .poll(() => existsSync(join(dataDir, 'stack.lock')), { interval: 5, timeout: 20_000 })
    .toBe(true);
  // To the whole group, as a terminal sends it.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(processesOn(dataDir)).toEqual([]);
  expect(await query(await start(), (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('an ephemeral stack leaves no folder', async () => {
  const stack = await startStack({ ephemeral: true });
  expect(existsSync(stack.dataDir)).toBe(true);
  await stack.stop();
  expect(existsSync(stack.dataDir)).toBe(false);
});
