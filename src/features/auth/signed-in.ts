import type { RequestEventBase } from '@builder.io/qwik-city';
import { refusalOf } from '~/lib/db/refusals';
import type { Actor } from '~/lib/request/actor';
import { hasSessionCookie } from '~/lib/supabase/session-cookies';
import { identify } from './identify';

/**
 * Who is signed in, for a page that is everybody's: null for a stranger, for a session that is over, and while what would
 * tell is away, for the page is there all the same. Guards nothing.
 */
export async function findSignedIn(event: RequestEventBase): Promise<Actor | null> {
  if (!hasSessionCookie(event)) return null;
  try {
    const visitor = await identify(event);
    return visitor.state === 'valid' ? visitor.actor : null;
  } catch (error) {
    if (!refusalOf(error)) throw error;
    return null;
  }
}
