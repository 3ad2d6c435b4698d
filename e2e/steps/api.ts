import { createClient } from '@supabase/supabase-js';
import type { Person } from '../support/people';

export interface ApiAnswer {
  status: number;
  headers: Headers;
  /** As it came, byte for byte. */
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests look at
  json: any;
}

/** A program that uses the API: with an access token of the auth server, or as nobody. */
export class ApiClient {
  constructor(
    readonly token?: string,
    readonly origin = process.env.ORIGIN,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.#send(path, { headers });
  }

  post(path: string, body: object, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    const key = { 'Idempotency-Key': crypto.randomUUID(), 'Content-Type': 'application/json' };
    return this.#send(path, { method: 'POST', body: JSON.stringify(body), headers: { ...key, ...headers } });
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<ApiAnswer> {
    const bearer: Record<string, string> = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      ...init,
      headers: { ...bearer, ...init.headers },
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : null };
  }
}

/** Signs in where programs do: at the auth server. */
export async function apiFor({ email, password }: Pick<Person, 'email' | 'password'>): Promise<ApiClient> {
  const { PUBLIC_SUPABASE_URL: url = '', PUBLIC_SUPABASE_ANON_KEY: key = '' } = process.env;
  const { auth } = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const { data, error } = await auth.signInWithPassword({ email, password });
  if (error) throw error;
  return new ApiClient(data.session.access_token);
}
