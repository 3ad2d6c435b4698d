import postgres from 'postgres';
import { expect, test } from 'vitest';
import { stillHoldsLock, withMigrationLock } from './migration-lock';
import { scratchDatabase } from './testing';

test('a session knows whether the lock is its own, and gives it back at the end', async () => {
  const { sql, variables } = await scratchDatabase();
  const holder = postgres(variables.DIRECT_URL, { max: 1, onnotice() {} });
  const own = await withMigrationLock(holder, { waitSeconds: 0, say() {} }, async () => ({
    holder: await stillHoldsLock(holder),
    another: await stillHoldsLock(sql),
  }));
  expect(own).toEqual({ holder: true, another: false });
  expect(await stillHoldsLock(holder)).toBe(false);
  await holder.end();
});

test('a lock that went with a broken connection is not taken for our own', async () => {
  const { sql, variables } = await scratchDatabase();
  const holder = postgres(variables.DIRECT_URL, { max: 1, onnotice() {} });
  const [before, after] = await withMigrationLock(holder, { waitSeconds: 0, say() {} }, async () => {
    const first = await stillHoldsLock(holder);
    const [session] = await holder`select pg_backend_pid() as pid`;
    await sql`select pg_terminate_backend(${session?.pid})`;
    await expect
      .poll(() =>
        holder`select 1`.then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    return [first, await stillHoldsLock(holder)];
  });
  expect([before, after]).toEqual([true, false]);
  await holder.end();
});
