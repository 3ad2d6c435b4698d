import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { db } from './client';
import { refusalOf } from './refusals';

test('the app signs in as its own role, under its own name, with limits on every statement', async () => {
  const [session] = await db.execute(sql`
    select current_user as role, current_setting('application_name') as name,
      current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle`);
  expect(session).toEqual({
    role: 'alcazar_app',
    name: 'alcazar',
    statement: '15s',
    lock: '5s',
    idle: '30s',
  });
});

test('a statement out of time is a refusal, and its connection serves on', async () => {
  const slow = db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '50ms'`);
    await tx.execute(sql`select pg_sleep(5)`);
  });
  expect(refusalOf(await slow.catch((error) => error))).toMatchObject({ code: 'unavailable' });
  expect(await db.execute(sql`select 1 as n`)).toEqual([{ n: 1 }]);
});

test('hot reload keeps the pool', async () => {
  const before = (await import('./client')).conn;
  vi.resetModules();
  const after = await import('./client');
  expect(after.db).not.toBe(db);
  expect(after.conn).toBe(before);
});

test('a drain lets the query under way finish, refuses the next, and the process ends by itself', async () => {
  const script = `
    import { closeDatabase, conn } from '~/lib/db/client';
    await conn\`select 1\`;
    const underWay = conn\`select pg_sleep(0.2), 'finished' as word\`.then(([row]) => console.log(row.word));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closeDatabase();
    await underWay;
    await conn\`select 1\`.catch((error) => console.log(error.code));
  `;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, code] = await Promise.all([
    text(child.stdout),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  expect({ said, code }).toEqual({ said: 'finished\nCONNECTION_ENDED\n', code: 0 });
});
