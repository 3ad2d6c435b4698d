import { readFileSync } from 'node:fs';
import { COMMITTING } from '../src/lib/db/encoded';
import { verifyToken } from '../src/lib/supabase/verify-token';
import type { Executed } from '../src/lib/testing/counting-proxy';
import type { RecordedTransfer } from './lib/pgbench';
import { askRaw, rawPool } from './lib/raw-pool';

/**
 * The least a server in this language can do for a transfer: no framework, no rules. It checks the token, reads the body, asks what
 * the app was heard to ask for this sender, another key and another id in the place of the recorded ones, what travelled together
 * together, and returns the id. `bun bench/transfer-floor.ts <file>`.
 */
const transfers: Record<string, RecordedTransfer> = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const sql = rawPool();

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env.PORT),
  development: false,
  fetch: answer,
});

async function answer(request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response('ok');
  const token = request.headers.get('Authorization')?.slice('Bearer '.length) ?? '';
  const recorded = transfers[token];
  if (!recorded || (await verifyToken(token)).verdict !== 'valid') return new Response('no', { status: 401 });
  await request.json();
  const transactionId = crypto.randomUUID();
  await repeat(recorded, request.headers.get('Idempotency-Key') ?? '', transactionId);
  return Response.json({ transactionId }, { status: 201 });
}

async function repeat({ statements, ...recorded }: RecordedTransfer, key: string, id: string): Promise<void> {
  const own = ({ text, values }: Executed): Executed => ({
    text,
    values: values.map(
      (value) => value?.replaceAll(recorded.key, key).replaceAll(recorded.transactionId, id) ?? null,
    ),
  });
  const [guard, ...command] = statements
    .filter(({ text }) => !/^(begin|commit)\b/.test(text.trim()))
    .map(own);
  if (guard) await askRaw(sql, guard);
  const [claim, look, post] = command;
  await sql.begin(async (tx) => {
    await Promise.all([claim, look].map((each) => each && askRaw(tx, each)));
    if (post) await askRaw(tx, post, COMMITTING);
  });
}
