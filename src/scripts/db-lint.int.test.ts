import { expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { adviceOn } from './lib/check/advisors';
import { runScript, scratchDatabase } from './lib/testing';

test('db:lint finds nothing in a database as the migrations make it', async () => {
  expect(await runScript('db-lint')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing found'),
  });
});

test('the advisors see a table without policies, and a view and a function that do as their owner', async () => {
  const { sql, variables } = await scratchDatabase();
  await sql.unsafe(`
    create table bare (id int primary key);
    grant select on bare to anon;
    create view shortcut as select * from bare;
    grant select on shortcut to anon;
    create function loose() returns void language sql as 'select 1';
  `);
  const advice = (await adviceOn(variables.DIRECT_URL)).join('\n');
  for (const found of ['rlsDisabledInPublic', 'securityDefinerView', 'functionSearchPathMutable']) {
    expect(advice).toContain(found);
  }
});

test('a database that is away is not taken for one without faults', async () => {
  const away = new URL(ENV.DIRECT_URL);
  away.pathname = '/nowhere';
  await expect(adviceOn(away.href)).rejects.toThrow();
  const nowhere = 'postgres://postgres:c4n4ry@127.0.0.1:1/postgres';
  expect(await runScript('db-lint', [], { DIRECT_URL: nowhere })).toMatchObject({
    code: 1,
    stderr:
      'The database at 127.0.0.1:1/postgres does not answer (ECONNREFUSED). Start it (`bun run up` starts a local one), or correct the address.\n',
  });
});
