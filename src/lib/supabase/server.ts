import type { RequestEventBase } from '@builder.io/qwik-city';
import { createServerClient } from '@supabase/ssr';
import type { SupabaseClient } from '@supabase/supabase-js';
import { ENV } from '~/lib/env.server';
import type { Database } from '~/lib/types/supabase';
import { supabaseFetch } from './fetch';
import { sessionCookieName, sessionCookieStore } from './session-cookies';

export type ServerClient = SupabaseClient<Database>;

const KEY = 'supabase';

/**
 * The Supabase client of one request: it acts as whoever the request's cookies say, under RLS, and writes renewed
 * cookies to the response. Made once a request, never shared between two. Any verb on it throws
 * `AppError('unavailable')` when the auth server is away. Guide 4.1.
 */
export function createSupabaseServerClient(event: RequestEventBase): ServerClient {
  const known: ServerClient | undefined = event.sharedMap.get(KEY);
  if (known) return known;
  const store = sessionCookieStore(event);
  let isMade = false;
  const client = createServerClient<Database>(ENV.PUBLIC_SUPABASE_URL, ENV.PUBLIC_SUPABASE_ANON_KEY, {
    cookieOptions: { name: sessionCookieName(event) },
    cookies: { ...store, getAll: () => (isMade ? store.getAll() : []) },
    global: { fetch: supabaseFetch },
    // It would try three times, for seven seconds, while the page waits.
    db: { retry: false },
  });
  // As soon as it is made, auth-js reads the session for its listeners, refreshes it, and has nobody wait for the
  // outcome: a cookie with an empty refresh token would end the process as an unhandled rejection. It gets to see none.
  queueMicrotask(() => {
    isMade = true;
  });
  event.sharedMap.set(KEY, client);
  return client;
}
