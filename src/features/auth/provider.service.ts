import type { Session } from '@supabase/supabase-js';
import { eq } from 'drizzle-orm';
import { withinLimit } from '~/features/security/limits';
import { securityEvents } from '~/features/security/security.schema';
import * as SecurityService from '~/features/security/security.service';
import { type Database, db } from '~/lib/data/system';
import { PUBLIC_ORIGIN } from '~/lib/public-origin.server';
import { safeNext } from '~/lib/request/safe-next';
import type { Visit } from '~/lib/request/visit';
import { refusalOf } from './auth.errors';
import type { ProviderInput } from './auth.input';
import type { Door } from './door';
import { openSession } from './open-session';

/**
 * Begins a sign-in through another site: leaves the verifier (PKCE) in the browser and answers where to send it. Asks
 * nobody. Guide 16.
 */
export async function beginSignIn(
  { client }: Pick<Door, 'client'>,
  { provider, next }: ProviderInput,
): Promise<string> {
  const back = new URLSearchParams({ next: safeNext(next) });
  const redirectTo = `${PUBLIC_ORIGIN}/auth/callback?${back}`;
  const { data, error } = await client.auth.signInWithOAuth({ provider, options: { redirectTo } });
  if (error) throw error;
  return data.url;
}

/**
 * Finishes it in the browser where it began. Throws `invalid` for a code that is used, too old or another browser's,
 * `forbidden` for whoever may not come in, `rate_limited`. Guide 16.
 */
export async function finishSignIn(door: Door, code: string, database: Database = db): Promise<void> {
  const open = async () => {
    const session = await withinLimit('link', '', door.visit, () => exchange(door, code));
    try {
      await writeDownNewcomer(session.user, door.visit, database);
    } catch (error) {
      await door.client.auth.signOut({ scope: 'local' });
      throw error;
    }
    return session;
  };
  await openSession(door, { kind: 'sign_in', method: 'oauth' }, open, database);
}

async function exchange({ client }: Door, code: string): Promise<Session> {
  const { data, error } = await client.auth.exchangeCodeForSession(code);
  if (error) throw refusalOf(error);
  return data.session;
}

/** The auth server may have made the account on the way, and we have not heard of it. */
async function writeDownNewcomer(
  { id: userId, app_metadata: { provider } }: Session['user'],
  visit: Visit,
  database: Database,
): Promise<void> {
  if (provider === 'email') return;
  const { id } = securityEvents;
  const trail = await database
    .select({ id })
    .from(securityEvents)
    .where(eq(securityEvents.userId, userId))
    .limit(1);
  if (trail.length > 0) return;
  await SecurityService.record({ kind: 'sign_up', userId, details: { method: 'oauth' } }, visit, database);
}
