import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql as query } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { ENV } from '~/lib/env.server';
import { tcpProxy } from '~/lib/testing/tcp-proxy';
import { openPool } from './pool';
import { refusalOf } from './refusals';
import { supervise } from './supervise';

// Networks that do not say what has become of a connection (decision 169).

test('who is taken and let go at once is refused, and does not try for ever', async () => {
  const proxy = await tcpProxy(ENV.DATABASE_URL);
  proxy.mode = 'hang-up';
  const sql = openPool(proxy.url, 1);
  const db = drizzle(supervise(sql, { waitMs: 3_000 }));
  const error = await db.execute(query`select 1`).catch((reason) => reason);
  expect(refusalOf(error)).toMatchObject({ code: 'unavailable' });
  await sleep(200);
  // The read, and the two times it is made again.
  expect(proxy.accepted).toBe(3);
  proxy.mode = 'pass';
  expect(await db.execute(query`select 2 as n`)).toEqual([{ n: 2 }]);
  await sql.end({ timeout: 1 });
  await proxy.close();
});

test('when one connection is silent, those that lie idle are not asked: the next one is new', async () => {
  const proxy = await tcpProxy(ENV.DATABASE_URL);
  const sql = openPool(proxy.url, 4, 0.3);
  await Promise.all([1, 2, 3, 4].map(() => sql`select pg_sleep(0.02)`));
  proxy.mode = 'swallow';
  await expect(sql`select 1`).rejects.toMatchObject({ code: 'ANSWER_TIMEOUT' });
  proxy.mode = 'pass';
  const answers = await Promise.all([1, 2, 3, 4].map((n) => sql`select ${n}::int as n`));
  expect(answers.map(([row]) => row?.n)).toEqual([1, 2, 3, 4]);
  await sql.end({ timeout: 1 });
  await proxy.close();
});

/** Plays a database that says yes to everybody and to everything, and never closes its end of a connection. */
async function neverClosing() {
  const sockets: Socket[] = [];
  const ready = Buffer.from([90, 0, 0, 0, 5, 73]);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.once('data', () => {
      socket.write(Buffer.concat([Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0]), ready]));
      socket.on('data', (sent) => {
        if (sent[0] === 81) socket.write(Buffer.concat([Buffer.from('C\0\0\0\rSELECT 1\0'), ready]));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { url: `postgres://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/any`, close };
}

test('a place in the pool is free again when the other end never closes', async () => {
  const server = await neverClosing();
  const sql = postgres(server.url, { max: 1, idle_timeout: 0.1, connect_timeout: 0.3, fetch_types: false });
  expect((await sql.unsafe('select 1')).command).toBe('SELECT');
  await sleep(200); // it has been idle for too long, and said goodbye
  expect((await sql.unsafe('select 2')).command).toBe('SELECT');
  server.close();
  await sql.end({ timeout: 1 });
});
