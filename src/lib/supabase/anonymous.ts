import { createClient } from '@supabase/supabase-js';
import { ENV } from '~/lib/env.server';
import type { Database } from '~/lib/types/supabase';
import { supabaseFetch } from './fetch';

/**
 * A client of nobody, for asking the auth server to send a mail. The request's own client would write PKCE cookies on
 * the way, and take them back after a refusal: enough to tell a known e-mail address from an unknown one.
 * Made for each call, because it keeps in memory what it is given.
 */
export function createAnonymousClient() {
  return createClient<Database>(ENV.PUBLIC_SUPABASE_URL, ENV.PUBLIC_SUPABASE_ANON_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: supabaseFetch },
  });
}
