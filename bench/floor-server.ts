import { readFileSync } from 'node:fs';
import { verifyToken } from '../src/lib/supabase/verify-token';
import type { Executed } from '../src/lib/testing/counting-proxy';
import { tokenIn } from './lib/cookie-token';
import { askRaw, rawPool } from './lib/raw-pool';
import type { Recording } from './lib/recorded';

/**
 * The least a server can do for the same answers: no framework, no rendering. It checks the same token, asks the same
 * statements with the same values, and returns the bytes that the app has once made. `bun bench/floor-server.ts <file>`.
 */
const pages: Record<string, Recording> = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const sql = rawPool();

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env.PORT),
  development: false,
  fetch: answer,
});

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/health/live') return new Response('ok');
  const page = pages[pathname];
  if (!page) return new Response('no such recording', { status: 404 });
  if (page.statements.length > 0 && !(await isSignedIn(request)))
    return new Response('no session', { status: 401 });
  await ask(page.statements);
  return new Response(page.body, { status: page.status, headers: page.headers });
}

/** As the app does: the guard's statement, then those of the loaders side by side. */
async function ask([guard, ...others]: Executed[]): Promise<void> {
  if (guard) await askRaw(sql, guard);
  await Promise.all(others.map((each) => askRaw(sql, each)));
}

async function isSignedIn(request: Request): Promise<boolean> {
  const token = tokenIn(request.headers.get('Cookie') ?? '');
  return token !== null && (await verifyToken(token)).verdict === 'valid';
}
