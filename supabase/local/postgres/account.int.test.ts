import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesOn } from '../process-table';
import { MAIN, query, useStacks } from '../testing/stacks';
import { postgresHome } from './home';
import { canReach, databaseOwner } from './owner';

/** Who runs the database, and where its files are when that account may not enter the repository. */

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const { folder, start } = useStacks();

test.runIf(isRoot)('as root in a private folder, the database finds a place it can reach', async () => {
  const home = join(folder(), 'private');
  mkdirSync(home, { mode: 0o700 });
  const stack = await start({ dataDir: join(home, 'data') });
  const [{ cluster }] = await query(
    stack,
    (sql) => sql<[{ cluster: string }]>`
    select current_setting('data_directory') as cluster`,
  );
  expect(cluster).toMatch(/^\/var\/lib\/alcazar-local\/private-[0-9a-f]{8}\/postgres-17$/);
  await stack.stop();
  rmSync(join(cluster, '..'), { recursive: true });
});

test.runIf(isRoot)('binaries in a private folder are copied to where the account can run them', () => {
  const root = join(folder(), 'private', 'native');
  mkdirSync(join(root, 'bin'), { recursive: true });
  writeFileSync(join(root, 'bin', 'postgres'), '#!/bin/sh\n', { mode: 0o755 });
  chmodSync(join(folder(), 'private'), 0o700);
  const owner = databaseOwner();
  const home = postgresHome(folder(), { root, version: '0.0-test', major: 0 }, owner);
  expect(home.folder).toBe(folder());
  expect(home.binaries.root).toBe('/var/lib/alcazar-local/postgresql-0.0-test');
  expect(owner && canReach(owner, join(home.binaries.root, 'bin', 'postgres'))).toBe(true);
  rmSync(home.binaries.root, { recursive: true });
});

test.runIf(isRoot)('an ordinary user runs it as themselves', async () => {
  const uid = Number(execFileSync('id', ['-u', 'nobody']));
  const dataDir = join(folder(), 'data');
  chmodSync(folder(), 0o777);
  const env = { ...process.env, LOCAL_DATA_DIR: dataDir, HOME: folder() };
  for (const name of ['DB', 'API', 'MAIL', 'POOLER']) Object.assign(env, { [`LOCAL_${name}_PORT`]: '0' });
  const child = spawn(process.execPath, [MAIN, '--with-parent'], {
    uid,
    gid: uid,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  expect(JSON.parse(String(line))).toMatchObject({ ready: true, dataDir });
  const owners = processesOn(join(dataDir, 'postgres-17')).map((pid) => statSync(`/proc/${pid}`).uid);
  expect(new Set(owners)).toEqual(new Set([uid]));
  child.stdin.end();
  await once(child, 'close');
});
