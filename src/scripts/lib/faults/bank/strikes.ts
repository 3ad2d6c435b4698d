import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import { pgbouncerOf } from '../../../../../supabase/local/pooler/pgbouncer';
import { postmasterOf } from '../../../../../supabase/local/postgres/postmaster';
import type { ProductionShape } from '../../fleet/production-shape';
import { refuseWrites } from '../standby';

interface Scene {
  shape: ProductionShape;
  owner: Sql;
}

const FROZEN_MS = 1_000;
const DOWN_MS = 500;

/** What befalls a site. Each resolves when it is over; what comes back by itself may take a moment longer. */
const STRIKES: Record<string, (scene: Scene) => Promise<unknown>> = {
  'backends terminated': ({ owner }) =>
    owner`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'alcazar_app'`,
  'a backend killed': async ({ owner }) => {
    const [backend] = await owner<{ pid: number }[]>`
      select pid from pg_stat_activity where usename = 'alcazar_app' limit 1`;
    // A backend that dies like this may have left anything in the shared memory: PostgreSQL recovers as after a crash.
    if (backend) process.kill(backend.pid, 'SIGKILL');
  },
  'statements cancelled': async ({ owner }) => {
    let cancelled = 0;
    for (let turn = 0; turn < 15; turn++) {
      const hit = await owner`
        select pg_cancel_backend(pid) from pg_stat_activity where usename = 'alcazar_app' and state = 'active'`;
      cancelled += hit.length;
      await sleep(20);
    }
    if (cancelled === 0) throw new Error('There is nobody to strike.');
  },
  'writes refused': async ({ owner }) => {
    const end = await refuseWrites(owner);
    await sleep(DOWN_MS);
    await end();
  },
  'pgbouncer reloaded': async ({ shape }) => kill(pgbouncerOf(shape.folder), 'SIGHUP'),
  'pgbouncer paused': async ({ shape }) => {
    const pooler = pgbouncerOf(shape.folder);
    kill(pooler, 'SIGUSR1');
    await sleep(FROZEN_MS);
    kill(pooler, 'SIGUSR2');
  },
  'pgbouncer killed': async ({ shape }) => kill(pgbouncerOf(shape.folder), 'SIGKILL'),
  'pgbouncer frozen': async ({ shape }) => {
    const pooler = pgbouncerOf(shape.folder);
    kill(pooler, 'SIGSTOP');
    await sleep(FROZEN_MS);
    kill(pooler, 'SIGCONT');
  },
  'the database killed': async ({ shape }) => kill([postmasterOf({ dataDir: shape.folder })], 'SIGKILL'),
  'an instance killed': async ({ shape }) => {
    const { instances } = shape.fleet;
    const instance = instances[Math.floor(Math.random() * instances.length)];
    await instance?.kill();
    await sleep(DOWN_MS);
    await instance?.startAgain();
  },
};

/** Strikes with everything there is, in an order by chance, again and again until it is over. Answers how often with what. */
export async function strike(scene: Scene, isOver: () => boolean): Promise<Record<string, number>> {
  const struck: Record<string, number> = {};
  while (!isOver()) {
    for (const [name, blow] of shuffled(Object.entries(STRIKES))) {
      await sleep(600 + Math.random() * 1_200);
      if (isOver()) break;
      // What it would strike at may be down from the strike before.
      const hasHit = await blow(scene).then(
        () => true,
        () => false,
      );
      struck[name] = (struck[name] ?? 0) + (hasHit ? 1 : 0);
    }
  }
  return struck;
}

function kill(pids: number[], signal: NodeJS.Signals): void {
  if (pids.length === 0) throw new Error('There is nobody to strike.');
  for (const pid of pids) process.kill(pid, signal);
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
