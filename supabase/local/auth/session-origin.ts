import { isIP } from 'node:net';
import type { Sql } from 'postgres';

const LONGEST_USER_AGENT = 500;

/**
 * Fills `auth.sessions.ip` and `user_agent` for a session that was just given out, as the hosted auth server
 * does; lite leaves them empty. `X-Forwarded-For` is believed: only the app on this machine can speak here.
 */
export async function recordOrigin(
  sql: Sql,
  request: Request,
  response: Response,
  peer: string | null,
): Promise<void> {
  const sessionId = response.headers.get('sb-auth-session-id');
  if (!sessionId || !response.ok) return;
  const forwarded = request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? '';
  const ip = [forwarded, peer ?? ''].find((address) => isIP(address)) ?? null;
  const agent = request.headers.get('user-agent')?.slice(0, LONGEST_USER_AGENT) ?? null;
  await sql`update auth.sessions set ip = ${ip}::inet, user_agent = ${agent} where id = ${sessionId}::uuid`;
}
