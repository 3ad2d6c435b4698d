import { connect, type Socket } from 'node:net';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Stack, startStack } from '../stack';
import { findPgbouncer } from './pgbouncer';

const KINDS = findPgbouncer() ? (['front', 'pgbouncer'] as const) : (['front'] as const);

describe.each(KINDS)('the pooler port, served by %s', (pooler) => {
  let stack: Stack;
  const clients: postgres.Sql[] = [];
  beforeAll(async () => {
    stack = await startStack({ ephemeral: true, pooler });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end({ timeout: 1 })));
    await stack?.stop();
  });

  function client(max: number): postgres.Sql {
    const sql = postgres(stack.databaseUrl, { max, prepare: false, fetch_types: false });
    clients.push(sql);
    return sql;
  }

  test('pgbouncer=true and its sisters are dropped, whoever sends them', async () => {
    expect(new URL(stack.databaseUrl).searchParams.get('pgbouncer')).toBe('true');
    const sql = postgres(`${stack.databaseUrl}&connection_limit=1&pool_timeout=5&application_name=web`, {
      max: 1,
    });
    clients.push(sql);
    const [row] = await sql`select current_user as user, current_setting('application_name') as name`;
    expect(row).toEqual({ user: 'alcazar_app', name: 'web' });
  });

  test('300 queries over 10 connections each get their own answer', async () => {
    const sql = client(10);
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    const answers = await Promise.all(
      numbers.map(async (number) => {
        const [row] = await sql<[{ number: number }]>`select ${number}::int as number, pg_sleep(0.002)`;
        return row.number;
      }),
    );
    expect(answers).toEqual(numbers);
  });

  test('a cancel request reaches the query it means', async () => {
    const query = client(1)`select pg_sleep(30)`.execute();
    setTimeout(() => query.cancel(), 200);
    await expect(query).rejects.toMatchObject({ code: '57014' });
  });

  test('a large answer and a large question arrive whole', async () => {
    const [row] = await client(1)<[{ text: string }]>`select repeat('alcazar', 3000000) as text`;
    expect(row.text).toHaveLength(21_000_000);
    const [sent] = await client(1)<[{ length: number }]>`select length(${row.text}) as length`;
    expect(sent.length).toBe(21_000_000);
  });

  test('a request for encryption is answered with no, and the client goes on without', async () => {
    const [row] = await postgres(stack.databaseUrl, {
      max: 1,
      ssl: 'prefer',
      prepare: false,
    })`select 1 as one`;
    expect(row).toEqual({ one: 1 });
  });

  test('nonsense is dismissed, and the next client is served', async () => {
    const socket = connect({ host: '127.0.0.1', port: Number(new URL(stack.databaseUrl).port) });
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await closed(socket);
    expect(await client(1)`select 1 as one`).toEqual([{ one: 1 }]);
  });

  test('a role made later may log in too', async () => {
    const direct = postgres(stack.directUrl, { max: 1 });
    clients.push(direct);
    await direct`create role latecomer login password 'late'`;
    const url = new URL(stack.databaseUrl);
    url.username = 'latecomer';
    url.password = 'late';
    const sql = postgres(url.href, { max: 1, prepare: false, fetch_types: false });
    clients.push(sql);
    expect(await sql`select current_user as user`).toEqual([{ user: 'latecomer' }]);
    url.password = 'wrong';
    const refused = postgres(url.href, { max: 1, prepare: false, fetch_types: false });
    await expect(refused`select 1`).rejects.toMatchObject({ code: expect.stringMatching(/^(28P01|08P01)$/) });
  });
});

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.resume().once('close', () => resolve());
    socket.on('error', () => undefined);
  });
}
