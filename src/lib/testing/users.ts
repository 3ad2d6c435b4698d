import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { type VerifiedClaims, verifiedClaims } from '~/lib/data/claims';
import { createAccount } from '~/lib/db/accounts';
import { ENV } from '~/lib/env.server';
import { SECRET_KEY } from '../../../supabase/local/auth/keys';
import { owner } from './owner';
import { someLetters } from './some-letters';

export interface TestUser {
  id: string;
  email: string;
  password: string;
  fullName: string;
  claims: VerifiedClaims;
  accessToken: string;
}

/** Enough for a test, and a thousand times quicker than the real cost. */
const BCRYPT_COST = 4;

/** A confirmed user with a session from the real auth server. Each call makes a new address, so that tests share a database in peace. */
export async function signUp(
  given: Partial<Pick<TestUser, 'email' | 'password' | 'fullName'>> = {},
): Promise<TestUser> {
  const account = await addUser(given);
  const accessToken = await signIn(account);
  return { ...account, accessToken, claims: verifiedClaims(payloadOf(accessToken)) };
}

/** A confirmed user who has never signed in: quicker, for tests that need many. */
export async function addUser(
  given: Partial<Pick<TestUser, 'email' | 'password' | 'fullName'>> = {},
): Promise<Pick<TestUser, 'id' | 'email' | 'password' | 'fullName'>> {
  const account = {
    email: `user-${someLetters()}@example.test`,
    password: 'quiet-harbour-41',
    fullName: 'Test User',
    ...given,
  };
  const id = await owner.begin((tx) => createAccount(tx, account, BCRYPT_COST));
  if (!id) throw new Error(`There is an account ${account.email} already.`);
  return { ...account, id };
}

/** An access token of the auth server; throws what it answers instead. */
export async function signIn({ email, password }: Pick<TestUser, 'email' | 'password'>): Promise<string> {
  const { data, error } = await apiOf().auth.signInWithPassword({ email, password });
  if (error) throw error;
  return data.session.access_token;
}

/** Supabase JS as that user, or as nobody: the Data API door. */
export function apiOf(user?: Pick<TestUser, 'accessToken'>): SupabaseClient {
  return apiWith(ENV.PUBLIC_SUPABASE_ANON_KEY, user ? { Authorization: `Bearer ${user.accessToken}` } : {});
}

/** The same with the secret key, for which policies do not hold. */
export function serviceApi(): SupabaseClient {
  return apiWith(SECRET_KEY);
}

function apiWith(key: string, headers: Record<string, string> = {}): SupabaseClient {
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
  return createClient(ENV.PUBLIC_SUPABASE_URL, key, { auth, global: { headers } });
}

function payloadOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}
