import { readFileSync } from 'node:fs';
import type { TransactionSql } from 'postgres';
import { claimsOf } from '../src/lib/supabase/session';
import type { Executed } from '../src/lib/testing/counting-proxy';
import { askRaw, rawPool } from './lib/raw-pool';
import type { Asked, Step } from './lib/recorded';
import type { RecordedSignIn } from './lib/sign-ins';

/**
 * The least a server can do to let somebody in: it reads the form, asks the auth server and the database what the app was heard
 * to ask for this person, one after the other, the new session in the place of the recorded one, and returns the recorded
 * answer. `bun bench/sign-in-floor.ts <file>`.
 */
const signIns: Record<string, RecordedSignIn> = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const sql = rawPool();

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env.PORT),
  development: false,
  fetch: answer,
});

async function answer(request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response('ok');
  const email = new URLSearchParams(await request.text()).get('email') ?? '';
  const recorded = signIns[email];
  if (!recorded) return new Response('no such recording', { status: 404 });
  await repeat(recorded);
  return new Response(recorded.body, { status: recorded.status, headers: recorded.headers });
}

async function repeat({ steps, sessionId }: RecordedSignIn): Promise<void> {
  let session = sessionId;
  const own = ({ text, values }: Executed): Executed => ({
    text,
    values: values.map((value) => value?.replaceAll(sessionId, session) ?? null),
  });
  for (const part of inTransactions(steps)) {
    if (Array.isArray(part)) await sql.begin((tx) => askInOrder(tx, part.map(own)));
    else if ('statement' in part) await askInOrder(sql, [own(part.statement)]);
    else session = (await sessionOpenedBy(part.asked)) ?? session;
  }
}

/** What stands between `begin` and `commit` as one part each. */
function inTransactions(steps: Step[]): (Step | Executed[])[] {
  const parts: (Step | Executed[])[] = [];
  let open: Executed[] | null = null;
  for (const step of steps) {
    const text = 'statement' in step ? step.statement.text.trim() : '';
    if (open && text === 'commit') open = null;
    else if (open && 'statement' in step) open.push(step.statement);
    else if (text === 'begin') {
      open = [];
      parts.push(open);
    } else parts.push(step);
  }
  return parts;
}

async function askInOrder(place: Pick<TransactionSql, 'unsafe'>, statements: Executed[]): Promise<void> {
  for (const each of statements) await askRaw(place, each);
}

async function sessionOpenedBy({ method, path, headers, body }: Asked): Promise<string | undefined> {
  const answer = await fetch(process.env.PUBLIC_SUPABASE_URL + path, { method, headers, body: body || null });
  const { access_token } = (await answer.json()) as { access_token?: string };
  if (!answer.ok) throw new Error(`the auth server answered ${answer.status}`);
  const claims = access_token ? claimsOf(access_token) : undefined;
  return claims && 'session_id' in claims ? claims.session_id : undefined;
}
